"""What each socket command and each route of the API asks for, one line for each.

A command or route that is missing here fails `test_permission_walk`: whoever adds one
says whose it is. What a power reaches is the table of `test_roles`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat.models import Message, Room
from desk.models import Question
from reports.models import Report
from teams.access import Standing
from teams.models import Unit, UnitKind, User
from teams.roles import INVITES, Power, Role


@dataclass(frozen=True)
class Target:
    """A place as one role sees it, and a thing of each kind in it, of somebody else's.

    `relation` is o for the role's own place, u for one under it, a for the one above it
    and - for one in another part of the tree.
    """

    relation: str
    unit: Unit
    room: Room
    message: Message
    person: User
    question: Question | None
    report: Report | None


Rule = Callable[[Standing, Target], bool]


def over(*powers: Power) -> Rule:
    """One of these powers over the place."""
    return lambda now, to: any(now.may(power, to.unit) for power in powers)


def both(*rules: Rule) -> Rule:
    return lambda now, to: all(rule(now, to) for rule in rules)


def either(*rules: Rule) -> Rule:
    return lambda now, to: any(rule(now, to) for rule in rules)


def everybody(_now: Standing, _to: Target) -> bool:
    """Says only what is the person's own, or what all may know."""
    return True


def its_author(_now: Standing, _to: Target) -> bool:
    """Nobody else's, whatever they lead."""
    return False


def same_state(now: Standing, to: Target) -> bool:
    """What others ask of one operations centre shows to all who ask there."""
    states = {seat.path.split("/")[:3][-1] for seat in now.seats}
    asks = any(now.may(Power.ASK, seat_unit(seat)) for seat in now.seats)
    return asks and to.unit.path.split("/")[2:3][0] in states


def seat_unit(seat) -> Unit:
    return Unit(pk=seat.unit_id, path=seat.path)


def in_its_room(now: Standing, to: Target) -> bool:
    """Leaders belong to the office's, organizers and directors to the one above."""
    from_below = {Role.LEADER, Role.ORGANIZER, Role.DIRECTOR}
    belongs = to.relation == "a" and bool({s.role for s in now.seats} & from_below)
    return belongs or now.may(Power.READ_ROOM, to.unit)


def at_its_desk(now: Standing, to: Target) -> bool:
    """The desk where the question stands."""
    return to.question is not None and now.may(Power.ATTEND_DESK, to.question.desk)


def of_its_desk(now: Standing, to: Target) -> bool:
    """The place's own desk: offices and centres have one."""
    has_desk = to.unit.kind in (UnitKind.OFFICE, UnitKind.CENTRE)
    return has_desk and now.may(Power.ATTEND_DESK, to.unit)


def into_its_least_role(now: Standing, to: Target) -> bool:
    inviting = {
        seat.role for seat in now.seats if LEAST_ROLE[to.unit.kind] in _invites(seat)
    }
    return bool(inviting) and now.may(Power.INVITE, to.unit)


def _invites(seat) -> frozenset[Role]:
    return INVITES.get(seat.role, frozenset())


LEAST_ROLE: dict[str, Role] = {
    UnitKind.TEAM: Role.VOLUNTEER,
    UnitKind.OFFICE: Role.OPERATOR,
    UnitKind.REGION: Role.ORGANIZER,
    UnitKind.CENTRE: Role.OPERATOR,
    UnitKind.CAMPAIGN: Role.DIRECTOR,
}

SEEN = over(Power.READ_ROOM, Power.READ_FEED, Power.SEE_MEMBERS)
PERSON = over(Power.SEE_MEMBERS)


def its_feed(now: Standing, to: Target) -> bool:
    """A team's feed names people: it is for those who may be in its room."""
    team = to.unit.kind == UnitKind.TEAM
    read = () if team else (Power.READ_FEED,)
    return over(Power.READ_ROOM, *read)(now, to)


# By command: who may, and the frame's fields ({…} of the target).
COMMANDS: dict[str, list[tuple[Rule, dict[str, object]]]] = {
    "hello": [(everybody, {})],
    "subscribe": [
        (in_its_room, {"stream": "room:{room.pk}"}),
        (its_feed, {"stream": "feed:{unit.pk}"}),
        (of_its_desk, {"stream": "desk:{unit.pk}"}),
        (its_author, {"stream": "user:{person.pk}"}),
        (its_author, {"stream": "question:{question.pk}"}),
        (its_author, {"stream": "control:"}),
    ],
    "unsubscribe": [(everybody, {})],
    "typing": [
        (in_its_room, {"stream": "room:{room.pk}"}),
        (its_author, {"stream": "feed:{unit.pk}"}),
        (of_its_desk, {"stream": "desk:{unit.pk}"}),
        (at_its_desk, {"stream": "question:{question.pk}"}),
    ],
    "stream.page": [
        (in_its_room, {"stream": "room:{room.pk}"}),
        (its_feed, {"stream": "feed:{unit.pk}"}),
        (of_its_desk, {"stream": "desk:{unit.pk}"}),
        (its_author, {"stream": "user:{person.pk}"}),
    ],
    "stream.read": [
        (in_its_room, {"stream": "room:{room.pk}", "seq": 1}),
        (its_feed, {"stream": "feed:{unit.pk}", "seq": 1}),
        (of_its_desk, {"stream": "desk:{unit.pk}", "seq": 1}),
        (its_author, {"stream": "user:{person.pk}", "seq": 1}),
    ],
    "message.post": [(in_its_room, {"room": "{room.pk}", "text": "Hello"})],
    "message.edit": [(its_author, {"message": "{message.pk}", "text": "No"})],
    "message.delete": [
        (both(in_its_room, over(Power.MODERATE)), {"message": "{message.pk}"})
    ],
    "presence.set": [(everybody, {"state": "online"})],
    "presence.watch": [
        (over(Power.SEE_MEMBERS, Power.READ_FEED, Power.ASK), {"unit": "{unit.pk}"})
    ],
    "presence.unwatch": [(everybody, {})],
    "report.file": [
        (
            over(Power.REPORT),
            {"team": "{report.team_id}", "kind": "doors", "quantity": 1},
        ),
        (
            both(over(Power.REPORT), over(Power.REPORT_FOR_OTHERS)),
            {
                "team": "{report.team_id}",
                "kind": "doors",
                "quantity": 1,
                "on_behalf_of": "{person.pk}",
            },
        ),
    ],
    "report.correct": [
        (
            over(Power.VOID_REPORTS),
            {"report": "{report.pk}", "version": 1, "quantity": 2},
        )
    ],
    "report.void": [
        (over(Power.VOID_REPORTS), {"report": "{report.pk}", "version": 1})
    ],
    "question.suggest": [(everybody, {"text": "Can I vote?"})],
    "question.ask": [
        (
            over(Power.ASK),
            {"text": "Can I?", "about": "voter_asks", "unit": "{unit.pk}"},
        )
    ],
    "question.me_too": [(same_state, {"question": "{question.pk}"})],
    "question.claim": [(at_its_desk, {"question": "{question.pk}"})],
    "question.release": [(at_its_desk, {"question": "{question.pk}"})],
    "question.answer": [(at_its_desk, {"question": "{question.pk}", "text": "Yes"})],
    "question.accept": [(its_author, {"question": "{question.pk}"})],
    "question.reopen": [(its_author, {"question": "{question.pk}"})],
}

# By route: who may, its parameters, and the body or the query.
ROUTES: dict[tuple[str, str], tuple[Rule, dict[str, str], dict[str, object]]] = {
    ("get", "/streams"): (everybody, {}, {}),
    ("get", "/boot"): (everybody, {}, {}),
    ("get", "/me"): (everybody, {}, {}),
    ("patch", "/me"): (everybody, {}, {"locale": "en"}),
    ("get", "/me/looks"): (everybody, {}, {}),
    ("get", "/me/data"): (everybody, {}, {}),
    ("get", "/units"): (everybody, {}, {}),
    ("get", "/units/{unit_id}/members"): (SEEN, {"unit_id": "{unit.pk}"}, {}),
    ("get", "/units/{unit_id}/members/out"): (
        over(Power.MANAGE_PEOPLE),
        {"unit_id": "{unit.pk}"},
        {},
    ),
    ("get", "/people"): (everybody, {}, {"prefix": "zz"}),
    ("get", "/units/{unit_id}/invitations"): (
        over(Power.INVITE),
        {"unit_id": "{unit.pk}"},
        {},
    ),
    ("get", "/people/places"): (PERSON, {}, {"under": "{unit.pk}"}),
    ("get", "/people/{person_id}"): (PERSON, {"person_id": "{person.pk}"}, {}),
    ("get", "/people/{person_id}/photo"): (PERSON, {"person_id": "{person.pk}"}, {}),
    ("post", "/people/{person_id}/reveal"): (
        both(PERSON, over(Power.REVEAL_CONTACTS)),
        {"person_id": "{person.pk}"},
        {"reason": "shift"},
    ),
    ("post", "/invitations"): (
        into_its_least_role,
        {},
        {"unit": "{unit.pk}", "role": "{least_role}"},
    ),
    ("get", "/units/archived"): (everybody, {}, {}),
    ("get", "/units/{unit_id}/parents"): (
        over(Power.ARRANGE_UNITS),
        {"unit_id": "{unit.pk}"},
        {},
    ),
    ("get", "/units/{unit_id}/settings"): (
        over(Power.ARRANGE_UNITS),
        {"unit_id": "{unit.pk}"},
        {},
    ),
    ("patch", "/units/{unit_id}/settings"): (
        over(Power.ARRANGE_UNITS),
        {"unit_id": "{unit.pk}"},
        {"place": "By the bridge"},
    ),
    ("get", "/rooms"): (everybody, {}, {}),
    ("get", "/rooms/{room_id}"): (in_its_room, {"room_id": "{room.pk}"}, {}),
    ("put", "/rooms/{room_id}/level"): (
        in_its_room,
        {"room_id": "{room.pk}"},
        {"level": "nothing"},
    ),
    ("get", "/questions"): (of_its_desk, {}, {"desk": "{unit.pk}"}),
    ("get", "/questions/{question_id}"): (
        either(over(Power.READ_QUESTIONS), at_its_desk),
        {"question_id": "{question.pk}"},
        {},
    ),
    ("get", "/library"): (everybody, {}, {}),
    ("get", "/report-kinds"): (everybody, {}, {}),
    ("get", "/reports"): (over(Power.READ_ROOM), {}, {"unit": "{unit.pk}"}),
    ("get", "/totals"): (its_feed, {}, {"unit": "{unit.pk}"}),
    ("get", "/totals/series"): (its_feed, {}, {"unit": "{unit.pk}"}),
    ("get", "/goals"): (its_feed, {}, {"unit": "{unit.pk}"}),
    ("get", "/overview"): (over(Power.READ_OVERVIEW), {}, {"unit": "{unit.pk}"}),
    ("get", "/overview/silent"): (
        over(Power.READ_OVERVIEW),
        {},
        {"unit": "{unit.pk}"},
    ),
}

# Asked by people who are not in yet, or served elsewhere; each has tests of its own.
ELSEWHERE = {
    ("post", "/commands"): "every command of the table above goes through it",
    (
        "get",
        "/streams/{stream}/events",
    ): "tests/hub/test_event_streams.py; as subscribe",
    ("post", "/demo/sign-in"): "tests/teams/test_demo_sign_in.py",
    ("post", "/invitations/look"): "tests/teams/test_invite.py",
    ("post", "/invitations/poster"): "whoever holds its secret: test_invite.py",
    ("patch", "/invitations/{invitation_id}"): "tests/teams/test_invite.py",
    ("delete", "/invitations/{invitation_id}"): "tests/teams/test_invite.py",
    ("patch", "/units/{unit_id}/door"): "tests/teams/test_doors.py",
    ("get", "/documents/{document}"): "for everybody: tests/teams/test_newcomers.py",
    ("post", "/consents"): "one's own: tests/teams/test_newcomers.py",
    ("get", "/joining"): "one's own: tests/teams/test_join.py",
    ("delete", "/units/{unit_id}/welcome"): "one's own: tests/teams/test_newcomers.py",
    ("delete", "/units/{unit_id}/request"): "one's own: tests/teams/test_asked.py",
    ("get", "/requests"): "tests/teams/test_doors.py",
    ("post", "/requests/{membership_id}/{answer}"): "tests/teams/test_doors.py",
    ("get", "/newcomers"): "tests/teams/test_newcomers.py",
    ("get", "/me/numbers"): "one's own: tests/reports/test_own_numbers.py",
    ("put", "/me/photo"): "one's own: tests/teams/test_photos.py",
    ("delete", "/me/photo"): "one's own: tests/teams/test_photos.py",
    ("post", "/members/{membership_id}/contacted"): "tests/teams/test_newcomers.py",
    ("delete", "/members/{membership_id}/contacted"): "tests/teams/test_newcomers.py",
    ("post", "/units/{unit_id}/reentries"): "tests/teams/test_reentry.py",
    ("post", "/reentry"): "tests/teams/test_reentry.py",
    ("post", "/join"): "tests/teams/test_join.py",
    ("post", "/first-run"): "tests/teams/test_first_run.py",
    ("post", "/first-run/look"): "tests/teams/test_first_run.py",
    ("post", "/me/erase"): "one's own account: tests/teams/test_own_data.py",
    ("get", "/campaign/export"): "the owner's: tests/teams/test_close_out.py",
    ("post", "/campaign/close-out"): "the owner's: tests/teams/test_close_out.py",
    ("post", "/administration"): "the owner's: tests/teams/test_administration.py",
    **dict.fromkeys(
        [
            ("post", "/units/{unit_id}/units"),
            ("post", "/units/{unit_id}/move"),
            ("post", "/units/{unit_id}/archive"),
            ("post", "/units/{unit_id}/reopen"),
        ],
        "tests/teams/test_tree.py",
    ),
    **dict.fromkeys(
        [
            ("get", "/imports"),
            ("get", "/imports/sample"),
            ("post", "/imports"),
            ("get", "/imports/{import_id}"),
            ("delete", "/imports/{import_id}"),
            ("get", "/imports/{import_id}/rows"),
            ("post", "/imports/{import_id}/check"),
            ("post", "/imports/{import_id}/confirm"),
            ("post", "/imports/{import_id}/go-on"),
            ("put", "/imports/{import_id}/pieces/{number}"),
        ],
        "one's own: tests/teams/test_import_page.py",
    ),
    **dict.fromkeys(
        [
            ("get", "/me/sign-in"),
            ("get", "/me/sessions"),
            ("delete", "/me/sessions"),
            ("delete", "/me/sessions/{session_id}"),
            ("get", "/me/tokens"),
            ("post", "/me/tokens"),
            ("delete", "/me/tokens/{token_id}"),
        ],
        "one's own: tests/teams/test_sessions.py, test_tokens.py",
    ),
    ("post", "/sign-in/openid"): "tests/teams/test_openid.py",
    ("post", "/mail/test"): "tests/teams/test_mail.py",
    ("get", "/ready"): "tests/keeping/test_ready.py",
    ("post", "/ready"): "tests/keeping/test_ready.py",
    **dict.fromkeys(
        [
            ("get", "/members/{member_id}"),
            ("patch", "/members/{member_id}"),
            ("delete", "/members/{member_id}"),
            ("post", "/members/{member_id}/mute"),
            ("post", "/members/{member_id}/unmute"),
            ("post", "/members/{member_id}/suspend"),
            ("post", "/members/{member_id}/reinstate"),
            ("post", "/people/{person_id}/suspend"),
            ("post", "/people/{person_id}/reinstate"),
            ("delete", "/people/{person_id}/photo"),
        ],
        "who decides about whom: tests/teams/test_members_api.py, test_photos.py",
    ),
    **dict.fromkeys(
        [
            ("get", "/flags"),
            ("post", "/flags"),
            ("get", "/flags/{case_id}"),
            ("post", "/flags/{case_id}/decide"),
            ("post", "/flags/{case_id}/hand-up"),
            ("get", "/mutes"),
        ],
        "tests/chat/test_flags.py, tests/chat/test_mute.py",
    ),
    **dict.fromkeys(
        [
            ("get", "/held-names"),
            ("post", "/held-names/{held_id}/allow"),
            ("post", "/held-names/{held_id}/decline"),
        ],
        "tests/teams/test_look_alikes.py",
    ),
    **dict.fromkeys(
        [("get", "/audit"), ("post", "/audit/check"), ("post", "/audit/export")],
        "tests/teams/test_audit_api.py",
    ),
    ("get", "/desks"): "one's own: tests/desk/test_places.py",
}
