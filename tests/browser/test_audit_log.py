"""The audit log, as those who read it meet it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import OWNER
from tests.browser.room import about
from tests.browser.words import Words
from tests.server import running

# The role without its action, which would be written down.
DIRECTOR_OF_A_NEW_CENTRE = """
import django; django.setup()
from teams.actions import open_unit
from teams.models import Membership, Unit, User
campaign = Unit.objects.get(kind="campaign")
centre = open_unit(kind="centre", name="Ohio", parent=campaign)
charlie = User.objects.get(name="Charlie")
Membership.objects.create(user=charlie, unit=centre, role="director")
"""


AN_ENTRY = """
import django; django.setup()
from teams.actions import change_role
from teams.models import Membership, User
alice = Membership.objects.get(user__name="Alice")
change_role(membership=alice, role="coordinator", by=User.objects.get(name="Olive"))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One for these alone: the log is theirs."""
    with running(tmp_path_factory.mktemp("audit")) as server:
        yield server


def test_director_reads_filters_checks_and_exports_the_log(visit, server, riverside):
    server.run("-c", OWNER)
    olive = visit(riverside, name="olive")
    sheet = about(olive, "Alice")
    sheet.get_by_role("button", name="Mute", exact=True).click()
    sheet.get_by_role("button", name="Let speak again").click()
    expect(sheet.get_by_role("button", name="Mute", exact=True)).to_be_visible()
    diana = visit("/people/audit", name="diana", proven=True)
    expect(diana.locator("strong", has_text="muted a member").first).to_be_visible()
    assert violations(diana) == []

    diana.get_by_text("Filters").click()
    diana.get_by_label("Who did it").fill("Olive")
    diana.get_by_role("button", name="Show", exact=True).click()
    expect(diana.locator("strong", has_text="opened a place")).to_have_count(0)
    expect(diana.locator("strong", has_text="muted a member").first).to_be_visible()
    whom = diana.get_by_label("About whom")
    whom.fill("Nobody")
    diana.get_by_role("button", name="Show", exact=True).click()
    unknown = diana.get_by_text("Nobody whose name begins like this is in the log.")
    for is_first in (True, False):
        expect(unknown).to_be_visible()
        expect(whom).to_have_attribute("aria-invalid", "true")
        expect(whom).to_have_value("Nobody")
        expect(diana.locator("summary", has_text="Export")).to_have_count(0)
        assert violations(diana) == []
        if is_first:
            diana.reload()
    diana.go_back()
    expect(diana.locator("strong", has_text="muted a member").first).to_be_visible()
    expect(diana.get_by_label("About whom")).to_have_value("")
    expect(diana.get_by_label("Who did it")).to_have_value("Olive")
    diana.get_by_role("button", name="Check the log").click()
    expect(diana.get_by_text("The log is whole").first).to_be_visible()
    diana.locator("summary", has_text="Export what was found").click()
    expect(diana.get_by_text("Who did it: Olive")).to_be_visible()
    with diana.expect_download() as download:
        diana.get_by_role("button", name="As a table (CSV)").click()

    assert download.value.suggested_filename == "audit-who-olive.csv"
    assert "muted a member" in download.value.path().read_text()


def test_an_export_is_counted_in_the_next_one(visit, server):
    server.run("-c", AN_ENTRY)
    diana = visit("/people/audit", name="diana", proven=True)
    summary = diana.locator("summary", has_text="Export all")
    summary.click()
    before = int(re.sub(r"\D", "", summary.inner_text()))

    with diana.expect_download():
        diana.get_by_role("button", name="As a table (CSV)").click()

    expect(summary).to_have_text(f"Export all {before + 1} entries")
    exported = diana.locator("strong", has_text="exported")
    expect(exported.first).to_be_visible()


def test_an_empty_log_says_so_apart_from_one_with_nothing_found(visit, server):
    words = Words("ar")
    server.run("-c", DIRECTOR_OF_A_NEW_CENTRE)
    charlie = visit("/people/audit", name="charlie", proven=True)

    expect(charlie.get_by_text(words("trust.audit_none_yet"))).to_be_visible()
    charlie.get_by_text(words("trust.filters")).click()
    charlie.get_by_label(words("trust.since"), exact=True).fill("2026-11-03T10:00")
    charlie.get_by_role("button", name=words("trust.search"), exact=True).click()

    expect(charlie.get_by_text(words("trust.audit_none"))).to_be_visible()


def test_log_is_shut_for_others(visit, server):
    bob = visit("/people/audit", name="bob")

    expect(bob.get_by_text("This is not open to you.")).to_be_visible()
