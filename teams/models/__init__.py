"""People, the tree of units, who belongs where, the ways in, and what was done."""

from teams.models.audit import DETAILS, Act, AuditEntry, AuditHead
from teams.models.entries import (
    CodeMisses,
    Invitation,
    InvitationKind,
    Reentry,
    Token,
    TokenScope,
)
from teams.models.imports import Import, ImportPart, ImportPiece, ImportState
from teams.models.memberships import Membership, MembershipState
from teams.models.people import (
    Consent,
    Document,
    HeldName,
    Locale,
    Look,
    People,
    User,
)
from teams.models.photos import Photo
from teams.models.units import (
    KINDS_BELOW,
    Campaign,
    CampaignKind,
    JoinMode,
    PostalCode,
    Unit,
    UnitKind,
    chain_ids,
)

__all__ = [
    "DETAILS",
    "KINDS_BELOW",
    "Act",
    "AuditEntry",
    "AuditHead",
    "Campaign",
    "CampaignKind",
    "CodeMisses",
    "Consent",
    "Document",
    "Import",
    "ImportPart",
    "ImportPiece",
    "ImportState",
    "HeldName",
    "Invitation",
    "InvitationKind",
    "JoinMode",
    "Locale",
    "Look",
    "Membership",
    "MembershipState",
    "People",
    "Photo",
    "PostalCode",
    "Reentry",
    "Token",
    "TokenScope",
    "Unit",
    "UnitKind",
    "User",
    "chain_ids",
]
