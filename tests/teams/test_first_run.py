import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from teams import first_run
from teams.documents import VERSIONS
from teams.models import Campaign, Unit, User
from tests.teams.browser import Browser


@pytest.fixture
def form(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return {
        "code": first_run.code(),
        "campaign": "Ohio",
        "kind": "political",
        "timezone": "America/New_York",
        "name": "Ada",
        "email": "Ada@example.org",
        "locale": "es",
        "centre": "Columbus",
        "offices": [{"name": "Akron", "teams": ["Riverside", "Hillside"]}],
    }


def test_the_first_run_makes_everything_and_signs_the_owner_in(browser, form):
    assert browser.boot["first_run"] is True

    answer = browser.post("first-run", **form)

    assert answer.status_code == 201
    me = browser.get("me").json()
    assert (me["name"], me["email"]) == ("Ada", "ada@example.org")
    assert [(m["unit"]["name"], m["role"]) for m in me["memberships"]] == [
        ("Ohio", "owner"),
        ("Columbus", "director"),
    ]
    names = list(Unit.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["Ohio", "Columbus", "Akron", "Riverside", "Hillside"]
    boot = browser.get("boot").json()
    assert boot["first_run"] is False
    assert boot["campaign"]["timezone"] == "America/New_York"


def test_the_invitations_lead_in(browser, form, mailed_code):
    invitations = browser.post("first-run", **form).json()["invitations"]

    wanted = [(one["unit"]["name"], one["role"]) for one in invitations]
    assert wanted == [
        ("Columbus", "operator"),
        ("Akron", "organizer"),
        ("Riverside", "leader"),
        ("Riverside", "volunteer"),
        ("Hillside", "leader"),
        ("Hillside", "volunteer"),
    ]
    secret = invitations[3]["link"].partition("#")[2]
    second = Browser()
    second.post(
        "join",
        secret=secret,
        name="Bo",
        email="bo@example.org",
        accepted=dict(VERSIONS),
    )
    second.confirm(mailed_code())
    assert second.get("me").json()["memberships"][0]["unit"]["name"] == "Riverside"


def test_the_owner_can_open_rooms_invite_and_report(browser, form):
    browser.post("first-run", **form)

    streams = [one["stream"] for one in browser.get("streams").json()["items"]]
    units = browser.get("units").json()["items"]
    team = next(unit for unit in units if unit["name"] == "Riverside")

    assert any(stream.startswith("room:") for stream in streams)
    assert {"read_room", "post", "report", "invite"} <= set(team["may"])
    assert browser.post("invitations", unit=team["id"]).status_code == 201


def test_the_code_works_once(browser, form, tmp_path):
    browser.post("first-run", **form)

    again = Browser().post("first-run", **form)

    assert again.status_code == 409
    assert Campaign.objects.count() == 1
    assert list(tmp_path.iterdir()) == []


def test_a_spent_code_is_no_good_even_without_a_campaign(browser, form):
    with first_run.spent(form["code"]):
        pass

    answer = browser.post("first-run", **form)

    assert answer.status_code == 403
    assert not Campaign.objects.exists()


def test_looking_at_the_link_does_not_use_it_up(browser, form):
    assert browser.post("first-run/look", code=form["code"]).status_code == 204

    assert browser.post("first-run", **form).status_code == 201
    assert Browser().post("first-run/look", code=form["code"]).status_code == 409


@pytest.mark.parametrize("code", ["", "wrong", "../secret_key"])
def test_a_wrong_code_is_refused(browser, form, code):
    assert browser.post("first-run/look", code=code).status_code == 403
    answer = browser.post("first-run", **form | {"code": code})

    assert answer.status_code == 403
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"kind": "commercial"}, "kind"),
        ({"campaign": " "}, "campaign"),
        ({"centre": ""}, "centre"),
        ({"email": "ada"}, "email"),
        ({"offices": [{"name": "Akron", "teams": [""]}]}, "offices.0.teams"),
        ({"offices": [{"name": " ", "teams": ["Riverside"]}]}, "offices.0.name"),
        ({"offices": [{"name": "x"}] * 101}, "offices"),
    ],
)
def test_a_bad_form_leaves_the_code_good(browser, form, fields, field):
    bad = browser.post("first-run", **form | fields)

    assert bad.status_code == 422
    assert bad.json()["field"] == field
    assert not Unit.objects.exists()
    assert browser.post("first-run", **form).status_code == 201


@pytest.mark.parametrize(
    "teams",
    [
        ["Riverside", "Riverside"],
        ["Riverside", "RIVERSIDE"],
        ["North side", " north\u00a0 side "],
        ["Straße", "STRASSE"],
    ],
)
def test_two_teams_of_one_office_need_two_names(browser, form, teams):
    other = {"name": "Toledo", "teams": ["Riverside"]}
    offices = [other, {"name": "Akron", "teams": teams}]

    bad = browser.post("first-run", **form | {"offices": offices})

    assert bad.status_code == 422
    assert bad.json()["field"] == "offices.1.teams"
    assert (
        "is there twice. Each place needs a name of its own." in bad.json()["message"]
    )
    assert not Unit.objects.exists()
    assert browser.post("first-run", **form).status_code == 201


def test_two_offices_need_two_names(browser, form):
    offices = [{"name": "Akron"}, {"name": "Toledo"}, {"name": "akron"}]

    bad = browser.post("first-run", **form | {"offices": offices})

    assert bad.json()["field"] == "offices.2.name"


def test_teams_of_two_offices_may_share_a_name(browser, form):
    offices = [{"name": name, "teams": ["Riverside"]} for name in ("Akron", "Toledo")]

    answer = browser.post("first-run", **form | {"offices": offices})

    assert answer.status_code == 201


def test_the_code_is_a_file_that_only_its_owner_reads(form, tmp_path):
    path = tmp_path / "first_run_code"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == form["code"]


def test_the_command_prints_the_same_code_until_it_is_used(db, form):
    printed = StringIO()

    call_command("first_run_code", stdout=printed)

    assert printed.getvalue().strip() == form["code"]


def test_the_command_refuses_once_a_campaign_is_there(form, cast):
    with pytest.raises(CommandError, match="has its campaign already"):
        call_command("first_run_code")
