"""What the web client asks first, and the demo's one-click sign-in."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema, Status

from hub.clock import wire_time
from hub.errors import Refused
from teams import openid
from teams.access import standing
from teams.accounts import sign_in
from teams.arrivals import own_declined
from teams.freshness import DEMO
from teams.loopback import is_local
from teams.models import Campaign, MembershipState, User
from teams.queries import campaign, demo_accounts, user_shape
from teams.word_packs import word_pack

router = Router(tags=["boot"], auth=None)

PLACES_NAMED = 5
# Why somebody belongs nowhere: what was archived, what declined them, what they left.
NOTHING_ENDED: dict[str, object] = {"closed": [], "declined": [], "has_left": False}


class DemoAccount(Schema):
    email: str


@router.get("/boot", response=dict[str, object])
def boot(request: HttpRequest) -> dict[str, object]:
    """Who is signed in here, and what kind of installation this is."""
    get_token(request)
    found = campaign()
    user = request.user
    belongs = isinstance(user, User) and _belongs(user)
    return {
        "user": user_shape(user) if isinstance(user, User) else None,
        "belongs": belongs,
        "suspended_from": _suspended_from(user) if isinstance(user, User) else [],
        **(_ended(user) if isinstance(user, User) and not belongs else NOTHING_ENDED),
        "campaign": _campaign_shape(found) if found else None,
        "demo": settings.DEMO,
        "demo_accounts": demo_accounts() if _demo_here(request, found) else [],
        "first_run": found is None,
        "mail_ready": settings.MAIL_READY,
        "openid": settings.OPENID_CONNECT_NAME if openid.is_offered() else None,
        "languages": [code for code, _name in settings.LANGUAGES],
    }


@router.post("/demo/sign-in", response={204: None})
def sign_in_to_demo(request: HttpRequest, account: DemoAccount) -> Status[None]:
    """One click on one's own machine; refused everywhere else."""
    if not _demo_here(request, campaign()):
        raise Refused
    listed = {one["email"] for one in demo_accounts()}
    user = User.objects.filter(email=account.email, is_active=True).first()
    if user is None or user.email not in listed:
        raise Refused
    sign_in(request, user, by=DEMO)
    return Status(204, None)


def _belongs(user: User) -> bool:
    """To a place, or waiting to be let into one."""
    waiting = user.memberships.filter(
        state=MembershipState.PENDING, unit__archived_at=None
    )
    return bool(standing(user).seats) or waiting.exists()


def _suspended_from(user: User) -> list[str]:
    """The names of the places that have shut the person out for now."""
    memberships = user.memberships.filter(
        state=MembershipState.SUSPENDED, unit__archived_at=None
    )
    names = memberships.order_by("pk").values_list("unit__name", flat=True)
    return list(names[:PLACES_NAMED])


def _ended(user: User) -> dict[str, object]:
    declined = own_declined(user)
    names = declined.values_list("unit__name", flat=True)
    left = user.memberships.filter(state=MembershipState.LEFT)
    return {
        "closed": _closed(user),
        "declined": list(names[:PLACES_NAMED]),
        "has_left": left.exclude(pk__in=declined.values("pk")).exists(),
    }


def _closed(user: User) -> list[str]:
    """The names of the person's places that were archived."""
    memberships = user.memberships.filter(state=MembershipState.ACTIVE)
    names = memberships.exclude(unit__archived_at=None).order_by("pk")
    return list(names.values_list("unit__name", flat=True)[:PLACES_NAMED])


def _demo_here(request: HttpRequest, found: Campaign | None) -> bool:
    return bool(settings.DEMO and found and found.is_demo and is_local(request))


def _campaign_shape(found: Campaign) -> dict[str, object]:
    closes = found.polls_close_at
    pack = word_pack(found.kind)
    return {
        "name": found.unit.name,
        "kind": found.kind,
        "timezone": found.timezone,
        "polls_close_at": wire_time(closes) if closes else None,
        # In every language: whoever changes theirs has the words at once.
        "words": {"units": pack.units, "roles": pack.roles},
    }
