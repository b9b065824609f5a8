"""The only writers of people, units and what lets people in."""

from teams.actions.first_run import Office, begin_campaign
from teams.actions.invitations import Invited, accept, invite, revoke_invitation
from teams.actions.people import (
    add_member,
    change_profile,
    change_role,
    forget_unconfirmed,
    reinstate_person,
    remove_member,
    suspend_member,
    suspend_person,
)
from teams.actions.sessions import forget_sessions
from teams.actions.tokens import issue_token, revoke_tokens
from teams.actions.units import open_campaign, open_unit, when_unit_opened

__all__ = [
    "Invited",
    "Office",
    "accept",
    "add_member",
    "begin_campaign",
    "change_profile",
    "change_role",
    "forget_sessions",
    "forget_unconfirmed",
    "invite",
    "issue_token",
    "open_campaign",
    "open_unit",
    "reinstate_person",
    "remove_member",
    "revoke_invitation",
    "revoke_tokens",
    "suspend_member",
    "suspend_person",
    "when_unit_opened",
]
