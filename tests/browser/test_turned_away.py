"""What somebody reads whom a team does not let in, or no longer."""

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.test_joining import fill_in, make_link

SUSPENDED = """
import django; django.setup()
from teams.actions import suspend_member
from teams.models import User
member = User.objects.get(name="Alice").memberships.get()
suspend_member(membership=member, by=User.objects.get(name="Olive"))
"""
APPROVAL = """
import django; django.setup()
from teams.models import Unit
Unit.objects.filter(name="Hillside").update(join_mode="approval")
"""
REMOVED = """
import django; django.setup()
from teams.actions import remove_member
from teams.models import User
remove_member(membership=User.objects.get(name="Alice").memberships.get())
"""


def test_who_is_suspended_reads_it_at_the_door(own_visit, own_server):
    link = make_link(own_visit("/", name="bob"), own_server)
    own_server.run("-c", SUSPENDED)
    alice = own_visit(link, name="alice", size="phone")

    alice.get_by_role("button", name="Join as Alice").click()

    expect(alice.get_by_text("You are suspended from Riverside.")).to_be_visible()
    assert violations(alice) == []


def test_who_is_declined_reads_where_and_what_to_do(own_visit, own_server):
    own_server.run("-c", APPROVAL)
    olive = own_visit("/", name="olive")
    eve = own_visit(make_link(olive, own_server, "hillside"), size="phone")
    fill_in(eve, own_server, "Eve", "eve@example.org")
    expect(eve.get_by_text("to let you into Hillside")).to_be_visible()

    olive.goto("/people/requests")
    olive.get_by_role("button", name="Decline").click()
    expect(olive.get_by_role("button", name="Undo")).to_be_visible()
    olive.reload()

    expect(eve.get_by_text("Your request to Hillside was declined.")).to_be_visible()
    assert violations(eve) == []
    eve.goto("/")
    heading = eve.get_by_role("heading", name="Your request was declined")
    expect(heading).to_be_visible()
    expect(eve.get_by_text("declined there: Hillside")).to_be_visible()


def test_who_was_removed_is_not_told_to_belong_nowhere_yet(own_visit, own_server):
    own_server.run("-c", REMOVED)
    alice = own_visit("/", name="alice")

    heading = alice.get_by_role("heading", name="You are in no team any more")
    expect(heading).to_be_visible()
    assert violations(alice) == []


def test_whose_only_name_was_declined_is_asked_for_another(own_visit, own_server):
    bob = own_visit("/", name="bob")
    dora = own_visit(make_link(bob, own_server), size="phone")
    fill_in(dora, own_server, "B0b", "b0b@example.org")
    expect(dora.get_by_text("A leader has to allow the name")).to_be_visible()

    bob.goto("/people/flags")
    bob.get_by_role("button", name="Decline").click()

    expect(dora.get_by_text("The name you chose was not allowed")).to_be_visible()
    assert violations(dora) == []
    dora.reload()
    dora.get_by_role("link", name="Choose a name").click()
    dora.get_by_label("Your name").fill("Dora")
    dora.get_by_role("button", name="Save").click()
    expect(dora.locator(".own-head .row-title")).to_have_text("Dora")
    expect(dora.get_by_text("was not allowed")).to_have_count(0)
