import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import messages, write


class Network:
    """What is between the page and the server; it may break sockets."""

    breaks_sockets = True

    def pass_on(self, socket):
        if self.breaks_sockets:
            socket.close(code=1006)
        else:
            socket.connect_to_server()


@pytest.fixture
def network():
    return Network()


@pytest.fixture
def alice(visit, riverside, network):
    page = visit(name="alice")
    page.context.route_web_socket("**/ws/", network.pass_on)
    page.goto(riverside)
    return page


@pytest.fixture
def slow(alice):
    return alice.get_by_role("status").filter(has_text="Connected the slow way")


def test_where_sockets_break_people_talk_the_slow_way(alice, slow, visit, riverside):
    bob = visit(riverside, name="bob", size="phone")
    expect(slow).to_be_visible()

    write(alice, "From behind the hotel's network")
    expect(messages(alice).get_by_text("Sent")).to_be_visible()
    expect(messages(bob).get_by_text("From behind the hotel's")).to_have_count(1)
    write(bob, "We hear you")

    expect(messages(alice).get_by_text("We hear you")).to_have_count(1)
    expect(messages(alice).get_by_text("From behind the hotel's")).to_have_count(1)
    assert violations(alice) == []


def test_once_sockets_work_again_they_are_used(alice, slow, network):
    expect(slow).to_be_visible()

    network.breaks_sockets = False
    alice.evaluate("dispatchEvent(new Event('online'))")

    expect(slow).to_have_count(0)
    expect(alice.get_by_role("button", name="online")).to_be_visible()
