"""Ready for the day: who may ask, what each check says, and its test."""

import ssl
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from hub.actions import transaction
from hub.trial import Trial
from keeping import certificate, checks
from keeping.checks import State
from teams.actions import record
from teams.models import Act, AuditEntry

NAMES = [
    *("server", "database", "bus", "backup", "mail", "push"),
    *("certificate", "disk", "clock", "versions", "load"),
]


def ask(server, who, method="GET", **body):
    with httpx.Client(trust_env=False) as client:
        return client.request(
            method,
            f"{server.url}/api/v1/ready",
            headers={"authorization": f"Bearer {server.token(who)}"},
            json=body or None,
            timeout=30,
        )


def test_the_director_sees_every_check(server):
    answer = ask(server, "diana")

    rows = {row["name"]: row for row in answer.json()["items"]}
    assert answer.status_code == 200
    assert list(rows) == NAMES
    assert rows["push"]["reason"] == "none"
    assert rows["load"]["state"] == "off"
    assert rows["versions"]["figures"]["django"]
    assert rows["database"]["figures"]["ms"] >= 0


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "olive", "oscar"])
def test_nobody_else_may_look_or_test(server, name):
    for answer in (ask(server, name), ask(server, name, "POST", name="load")):
        assert (answer.status_code, answer.json()["code"]) == (403, "refused")


def test_the_load_test_tells_of_acknowledged_writes(server):
    row = ask(server, "diana", "POST", name="load").json()

    assert row["figures"]["count"] == checks.TRIAL_WRITES or row["reason"] == "cut"
    assert 0 < row["figures"]["slowest"] <= row["figures"]["ms"]


def test_the_load_test_leaves_the_epoch_alone(server):
    def epoch():
        with httpx.Client(trust_env=False) as client:
            answer = client.get(
                f"{server.url}/api/v1/streams",
                headers={"authorization": f"Bearer {server.token('diana')}"},
            )
        return {one["epoch"] for one in answer.json()["items"]}

    before = epoch()
    ask(server, "diana", "POST", name="load")

    assert epoch() == before


@pytest.mark.parametrize("name", [one for one in NAMES if one != "load"])
def test_each_check_can_be_made_again(server, name):
    assert ask(server, "diana", "POST", name=name).json()["name"] == name


def test_an_unknown_check_is_named(server):
    answer = ask(server, "diana", "POST", name="nothing")

    assert (answer.status_code, answer.json()["field"]) == (422, "name")


def test_a_backup_is_never_fresh_or_old(cast):
    assert checks.last_backup().reason == "never"

    with transaction():
        record(Act.BACKED_UP, by=None)
    assert checks.last_backup().state == State.GOOD

    ahead = datetime.now(UTC) - timedelta(hours=30)
    entry = AuditEntry.objects.order_by("-seq").first()
    AuditEntry(seq=entry.seq + 1, at=ahead, act=Act.BACKED_UP).save(force_insert=True)
    old = checks.last_backup()
    assert (old.state, old.reason, old.figures["count"]) == (State.WARN, "old", 30)


@pytest.mark.parametrize(
    ("days", "state"), [(40, State.GOOD), (10, State.WARN), (1, State.BAD)]
)
def test_a_certificate_that_ends_soon_is_told(days, state):
    ends = datetime.now(UTC) + timedelta(days=days, hours=1)

    found = checks.certificate(ends)

    assert (found.state, found.figures["count"]) == (state, days)


def test_without_https_only_this_machine_is_safe(settings):
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    assert certificate.look().reason == "not_needed"

    settings.PUBLIC_URL = "http://muster.example.org"
    assert (certificate.look().state, certificate.look().reason) == (State.BAD, "none")


def test_a_host_that_does_not_answer_is_no_certificate(settings, unused_tcp_port):
    settings.PUBLIC_URL = f"https://127.0.0.1:{unused_tcp_port}"

    assert certificate.look().reason == "unreachable"


@pytest.mark.parametrize(
    ("code", "reason"), [(certificate.EXPIRED, "expired"), (18, "untrusted")]
)
def test_a_certificate_that_browsers_refuse_is_told(
    settings, monkeypatch, code, reason
):
    settings.PUBLIC_URL = "https://muster.example.org"
    error = ssl.SSLCertVerificationError()
    error.verify_code = code

    def refused(*_place, **_options):
        raise error

    monkeypatch.setattr(certificate.socket, "create_connection", refused)

    assert (certificate.look().state, certificate.look().reason) == (State.BAD, reason)


@pytest.mark.parametrize(
    ("found", "state", "reason"),
    [
        (Trial(200, 0.5, 0.1), State.GOOD, "quick"),
        (Trial(200, 3.0, 1.0), State.WARN, "slow"),
        (Trial(50, 5.0, 2.0), State.BAD, "cut"),
    ],
)
def test_a_trial_is_judged(found, state, reason):
    assert (checks.load(found).state, checks.load(found).reason) == (state, reason)
