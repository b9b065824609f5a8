"""Who may do what: the one table that every access function, list and screen reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VOLUNTEER = "volunteer", _("volunteer")
    COORDINATOR = "coordinator", _("coordinator")
    LEADER = "leader", _("leader")
    ORGANIZER = "organizer", _("organizer")
    OPERATOR = "operator", _("operator")
    DESK_LEAD = "desk_lead", _("desk lead")
    DIRECTOR = "director", _("director")
    OWNER = "owner", _("owner")


class Power(models.TextChoices):
    READ_ROOM = "read_room"
    POST = "post"
    MODERATE = "moderate"
    READ_FEED = "read_feed"
    REPORT = "report"
    REPORT_FOR_OTHERS = "report_for_others"
    VOID_REPORTS = "void_reports"
    SET_GOALS = "set_goals"
    ASK = "ask"
    ATTEND_DESK = "attend_desk"
    READ_QUESTIONS = "read_questions"
    APPROVE_ANSWERS = "approve_answers"
    SEE_MEMBERS = "see_members"
    INVITE = "invite"
    MANAGE_PEOPLE = "manage_people"
    CONTACT_NEWCOMERS = "contact_newcomers"
    REVEAL_CONTACTS = "reveal_contacts"
    SHOW_REENTRY = "show_reentry"
    ARRANGE_UNITS = "arrange_units"
    EXPORT_PEOPLE = "export_people"
    READ_OVERVIEW = "read_overview"
    READ_AUDIT = "read_audit"
    CLOSE_OUT = "close_out"
    ADMINISTER = "administer"


class Reach(models.TextChoices):
    OWN = "own"  # the unit of the membership alone
    BELOW = "below"  # that unit and everything under it
    ABOVE = "above"  # that unit and everything over it: a volunteer asks the centre
    AROUND = "around"  # that unit, everything under it and everything over it


_MEMBER = {
    Power.READ_ROOM: Reach.OWN,
    Power.POST: Reach.OWN,
    Power.READ_FEED: Reach.ABOVE,
    Power.REPORT: Reach.OWN,
    Power.ASK: Reach.ABOVE,
    Power.SEE_MEMBERS: Reach.OWN,
}
_LEADING = {
    Power.MODERATE: Reach.BELOW,
    Power.REPORT_FOR_OTHERS: Reach.BELOW,
    Power.VOID_REPORTS: Reach.BELOW,
    Power.SET_GOALS: Reach.BELOW,
    Power.INVITE: Reach.BELOW,
    Power.READ_QUESTIONS: Reach.BELOW,
    Power.CONTACT_NEWCOMERS: Reach.BELOW,
    Power.REVEAL_CONTACTS: Reach.BELOW,
}
_STAFF = (
    _MEMBER
    | _LEADING
    | {
        Power.READ_ROOM: Reach.BELOW,
        Power.POST: Reach.BELOW,
        Power.READ_FEED: Reach.AROUND,
        Power.REPORT: Reach.BELOW,
        Power.SEE_MEMBERS: Reach.BELOW,
        Power.MANAGE_PEOPLE: Reach.BELOW,
        Power.ARRANGE_UNITS: Reach.BELOW,
        Power.EXPORT_PEOPLE: Reach.BELOW,
        Power.READ_OVERVIEW: Reach.BELOW,
    }
)
_DESK = {
    Power.READ_ROOM: Reach.OWN,
    Power.POST: Reach.OWN,
    Power.READ_FEED: Reach.OWN,
    Power.ASK: Reach.ABOVE,
    Power.ATTEND_DESK: Reach.OWN,
    Power.READ_QUESTIONS: Reach.BELOW,
    Power.SEE_MEMBERS: Reach.OWN,
}

POWERS: dict[str, dict[Power, Reach]] = {
    Role.VOLUNTEER: _MEMBER,
    Role.COORDINATOR: _MEMBER | {Power.REPORT_FOR_OTHERS: Reach.OWN},
    Role.LEADER: _MEMBER | _LEADING | {Power.SHOW_REENTRY: Reach.OWN},
    Role.ORGANIZER: _STAFF | {Power.ATTEND_DESK: Reach.OWN},
    Role.OPERATOR: _DESK,
    Role.DESK_LEAD: _DESK
    | {Power.APPROVE_ANSWERS: Reach.BELOW, Power.MODERATE: Reach.OWN},
    Role.DIRECTOR: _STAFF
    | {
        Power.ATTEND_DESK: Reach.BELOW,
        Power.APPROVE_ANSWERS: Reach.BELOW,
        Power.READ_AUDIT: Reach.BELOW,
    },
    # Settings and people, but no room: nobody reads along silently.
    Role.OWNER: {
        Power.READ_FEED: Reach.BELOW,
        Power.READ_QUESTIONS: Reach.BELOW,
        Power.INVITE: Reach.BELOW,
        Power.SET_GOALS: Reach.BELOW,
        Power.MANAGE_PEOPLE: Reach.BELOW,
        Power.SEE_MEMBERS: Reach.BELOW,
        Power.CONTACT_NEWCOMERS: Reach.BELOW,
        Power.REVEAL_CONTACTS: Reach.BELOW,
        Power.ARRANGE_UNITS: Reach.BELOW,
        Power.EXPORT_PEOPLE: Reach.BELOW,
        Power.READ_OVERVIEW: Reach.BELOW,
        Power.READ_AUDIT: Reach.BELOW,
        Power.CLOSE_OUT: Reach.BELOW,
        Power.ADMINISTER: Reach.BELOW,
    },
}

# Which role may let others in as what: never above one's own.
_TEAM = frozenset({Role.VOLUNTEER, Role.COORDINATOR, Role.LEADER})
_OFFICE = _TEAM | {Role.ORGANIZER, Role.OPERATOR}
_CENTRE = _OFFICE | {Role.DESK_LEAD, Role.DIRECTOR}
INVITES: dict[str, frozenset[Role]] = {
    Role.LEADER: _TEAM,
    Role.ORGANIZER: _OFFICE,
    Role.DIRECTOR: _CENTRE,
    Role.OWNER: _CENTRE | {Role.OWNER},
}

# About whom a role may decide (mute, suspend, remove): those it may let in, and at a
# desk its operators. An equal in the same place is out of reach; see teams.deciding.
DECIDES_OVER: dict[str, frozenset[Role]] = INVITES | {
    Role.DESK_LEAD: frozenset({Role.OPERATOR})
}

# Where a role has its place, by the kind of unit.
ROLES_IN: dict[str, frozenset[Role]] = {
    "team": _TEAM,
    "office": frozenset({Role.ORGANIZER, Role.OPERATOR, Role.DESK_LEAD}),
    "region": frozenset({Role.ORGANIZER, Role.DIRECTOR}),
    "centre": frozenset({Role.ORGANIZER, Role.OPERATOR, Role.DESK_LEAD, Role.DIRECTOR}),
    "campaign": frozenset({Role.OWNER, Role.DIRECTOR}),
}
