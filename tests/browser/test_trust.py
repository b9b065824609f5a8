"""Flags, silences and suspensions, as the people meet them who they are about."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import about, choose, composer, messages, wait_until, write
from tests.server import running


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One for these alone: they shut people out, and let them in again at the end."""
    with running(tmp_path_factory.mktemp("trust")) as server:
        yield server


def confirm(sheet, act, yes):
    sheet.get_by_role("button", name=act).click()
    sheet.get_by_role("button", name=yes, exact=True).click()


def test_flag_is_raised_decided_and_told(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit(riverside, name="bob")
    olive = visit("/people/flags", name="olive")
    expect(olive.get_by_text("Nothing waits for you.")).to_be_visible()
    write(alice, "Nobody reads this anyway")
    expect(messages(alice).get_by_text("Sent")).to_be_visible()
    write(bob, "You are all the same")
    expect(messages(bob).get_by_text("Sent")).to_be_visible()

    choose(alice, "You are all the same", "Flag")
    alice.get_by_label("What is wrong?").select_option("hate")
    alice.get_by_label("What should they know?").fill("Not the first time")
    alice.get_by_role("button", name="Send", exact=True).last.click()
    expect(alice.get_by_text("Thank you. Somebody will").first).to_be_visible()

    # Bob leads the team: his case is the organizer's, whose page shows it by itself.
    row = olive.get_by_role("link", name="A message by Bob")
    expect(row).to_be_visible()
    row.click()
    expect(olive.get_by_text("Not the first time")).to_be_visible()
    expect(olive.get_by_text("Nobody reads this anyway")).to_be_visible()
    expect(messages(alice).get_by_text("Olive joined")).to_be_visible()
    assert violations(olive) == []
    olive.get_by_role("switch", name="Remove the message").check()
    olive.get_by_role("button", name="Do it").click()

    expect(olive.get_by_text("Nothing waits for you.")).to_be_visible()
    expect(messages(bob).get_by_text("This message was deleted.")).to_be_visible()
    dealt = alice.get_by_text("What you flagged was dealt with.")
    expect(dealt.first).to_be_attached()


def test_dismissed_flag_leaves_the_message(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit(riverside, name="bob")
    write(alice, "The bus is late")
    expect(messages(bob).get_by_text("The bus is late")).to_be_visible()
    choose(bob, "The bus is late", "Flag")
    sheet = bob.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Choose what is wrong")).to_be_disabled()
    bob.get_by_label("What is wrong?").select_option("other")
    bob.get_by_role("button", name="Send", exact=True).last.click()
    bob.get_by_role("button", name="More about this room").click()
    bob.get_by_role("menuitem", name="Flags").click()

    bob.get_by_role("link", name="A message by Alice").click()
    bob.get_by_role("button", name="Nothing is wrong").click()

    expect(bob.get_by_text("Nothing waits for you.")).to_be_visible()
    expect(messages(alice).get_by_text("The bus is late")).to_be_visible()


def test_what_was_written_in_a_sheet_is_not_lost_unasked(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit(riverside, name="bob")
    write(alice, "The van is late")
    expect(messages(bob).get_by_text("The van is late")).to_be_visible()
    choose(bob, "The van is late", "Flag")
    sheet = bob.get_by_role("dialog")
    words = bob.get_by_label("What should they know?")
    question = sheet.get_by_role("alertdialog", name="Discard what you wrote?")
    words.fill("Every single day")

    bob.keyboard.press("Escape")
    expect(question.get_by_role("button", name="Keep writing")).to_be_focused()
    assert violations(bob) == []
    bob.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(words).to_be_focused()

    bob.mouse.click(5, 5)
    question.get_by_role("button", name="Keep writing").click()
    expect(words).to_be_focused()
    bob.go_back()
    expect(question).to_be_visible()
    words.press_sequentially("!")
    expect(question).to_have_count(0)
    expect(words).to_have_value("Every single day!")

    sheet.get_by_role("button", name="Close").click()
    question.get_by_role("button", name="Discard").click()
    expect(sheet).to_have_count(0)
    choose(bob, "The van is late", "Flag")
    expect(words).to_have_value("")
    expect(sheet.get_by_role("heading").first).to_be_focused()
    bob.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    # Each asked Back was held again: the page's own history is as it was.
    wait_until(bob, "!history.state?.sheets")
    expect(bob).to_have_url(re.compile(f"{riverside}$"))


def test_a_waiting_flag_counts_at_its_row_until_it_is_decided(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit("/people", name="bob")
    waiting = bob.locator("main").get_by_role("link", name="Flags", exact=True)
    expect(waiting).to_be_visible()
    write(alice, "I will find you")
    expect(messages(alice).get_by_text("Sent")).to_be_visible()
    olive = visit(riverside, name="olive")

    choose(olive, "I will find you", "Flag")
    olive.get_by_label("What is wrong?").select_option("threat")
    olive.get_by_role("button", name="Send", exact=True).last.click()

    told = bob.get_by_text("Something was flagged in Riverside.")
    expect(told.first).to_be_visible()
    expect(bob.locator("main").get_by_role("link", name="Flags 1")).to_be_visible()
    # The tab counts what its rows count: newcomers as well.
    wait_until(
        bob,
        "Number(document.querySelector('.rail a[href=\"/people\"] .badge span')"
        ".textContent) === [...document.querySelectorAll('main nav .badge')]"
        ".reduce((sum, one) => sum + Number(one.textContent), 0)",
    )
    bob.locator("main").get_by_role("link", name="Flags 1").click()
    bob.get_by_role("link", name="A message by Alice").click()
    bob.get_by_role("button", name="Nothing is wrong").click()
    expect(bob.get_by_text("Nothing waits for you.")).to_be_visible()
    bob.goto("/people")
    expect(waiting).to_be_visible()


def test_enter_twice_on_mute_mutes_once(visit, server, riverside):
    visit(riverside, name="alice")
    bob = visit(riverside, name="bob")
    sheet = about(bob, "Alice")
    asked = []
    bob.on(
        "request",
        lambda request: asked.append(request.url) if "/mute" in request.url else None,
    )

    # Both before the page is drawn again.
    sheet.get_by_role("button", name="Mute", exact=True).evaluate(
        "button => { button.click(); button.click(); }"
    )

    expect(sheet.get_by_role("button", name="Let speak again")).to_be_visible()
    assert len([url for url in asked if url.endswith("/mute")]) == 1
    sheet.get_by_role("button", name="Let speak again").click()
    expect(sheet.get_by_role("button", name="Mute", exact=True)).to_be_visible()


def test_back_closes_one_sheet_after_the_other(visit, riverside):
    visit(riverside, name="alice")
    bob = visit("/me", name="bob", size="phone")
    bob.goto(riverside)
    sheet = about(bob, "Alice")
    expect(sheet.get_by_role("button", name="Mute", exact=True)).to_be_visible()

    bob.go_back()
    expect(bob.get_by_role("dialog")).to_have_count(1)
    bob.get_by_role("button", name="Close").click()
    expect(bob.get_by_role("dialog")).to_have_count(0)
    expect(bob).to_have_url(re.compile(f"{riverside}$"))
    wait_until(bob, "!history.state?.sheets")

    bob.go_back()
    expect(bob).to_have_url(re.compile("/me$"))


def test_a_new_role_is_told_and_keeps_the_focus(visit, riverside):
    alice = visit(riverside, name="alice")
    olive = visit(riverside, name="olive", proven=True)
    sheet = about(olive, "Alice")

    sheet.get_by_label("Role", exact=True).select_option("leader")
    sheet.get_by_role("button", name="Give this role").click()

    expect(alice.get_by_text("You lead Riverside now.").first).to_be_visible()
    expect(sheet.get_by_role("button", name="Give this role")).to_have_count(0)
    expect(sheet.get_by_role("heading", name="Alice")).to_be_focused()
    sheet.get_by_label("Role", exact=True).select_option("volunteer")
    sheet.get_by_role("button", name="Give this role").click()
    told = alice.get_by_text("Your role in Riverside is now: volunteer.")
    expect(told.first).to_be_visible()


def test_an_open_sheet_follows_what_others_decide(visit, riverside):
    visit(riverside, name="alice")
    olive = visit(riverside, name="olive", proven=True)
    diana = visit(riverside, name="diana", proven=True)
    sheet, other = about(olive, "Alice"), about(diana, "Alice")
    role = sheet.get_by_label("Role", exact=True)
    role.select_option("leader")
    role.focus()

    other.get_by_role("button", name="Mute", exact=True).click()

    expect(sheet.get_by_role("button", name="Let speak again")).to_be_visible()
    expect(role).to_have_value("leader")
    expect(role).to_be_focused()
    other.get_by_role("button", name="Let speak again").click()
    expect(sheet.get_by_role("button", name="Mute", exact=True)).to_be_visible()

    role.select_option("volunteer")
    other.get_by_label("Role", exact=True).select_option("coordinator")
    other.get_by_role("button", name="Give this role").click()

    # Nothing else is chosen here: the new role is the one that shows.
    expect(role).to_have_value("coordinator")
    expect(sheet.get_by_role("button", name="Give this role")).to_have_count(0)
    other.get_by_label("Role", exact=True).select_option("volunteer")
    other.get_by_role("button", name="Give this role").click()
    expect(role).to_have_value("volunteer")


def test_mute_is_in_the_menu_of_what_somebody_wrote(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit(riverside, name="bob")
    write(alice, "Over and over again")
    expect(messages(bob).get_by_text("Over and over again")).to_be_visible()

    choose(bob, "Over and over again", "Mute…")

    sheet = bob.get_by_role("dialog", name="Alice")
    expect(sheet.get_by_role("button", name="Mute", exact=True)).to_be_visible()


def test_who_is_muted_while_typing_reads_until_when(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit(riverside, name="bob")
    composer(alice).fill("Half a thought")

    sheet = about(bob, "Alice")
    sheet.get_by_label("For how long?").select_option("15")
    sheet.get_by_role("button", name="Mute", exact=True).click()

    muted = alice.get_by_text("You can read, report and ask.")
    expect(muted).to_contain_text("You are muted here until")
    expect(composer(alice)).to_have_count(0)
    alice.reload()
    expect(muted).to_be_visible()
    assert violations(alice) == []
    alice.get_by_role("button", name="Report", exact=True).click()
    report = alice.get_by_role("dialog")
    report.get_by_role("button", name="10 more").click()
    report.get_by_role("button", name="Report 10").click()
    expect(messages(bob).get_by_text("Alice · 10")).to_be_visible()

    sheet.get_by_role("button", name="Let speak again").click()

    expect(composer(alice)).to_have_value("Half a thought")
    write(alice, "A whole thought")
    expect(messages(bob).get_by_text("A whole thought")).to_be_visible()


def test_who_is_suspended_sees_it_at_once_and_keeps_nothing(visit, riverside):
    alice = visit(riverside, name="alice")
    olive = visit(riverside, name="olive")
    write(alice, "I was here")
    expect(messages(olive).get_by_text("I was here")).to_be_visible()

    sheet = about(olive, "Alice")
    confirm(sheet, "Suspend from Riverside", "Suspend Alice")

    suspended = alice.get_by_role("heading", name="You are suspended")
    expect(suspended).to_be_visible()
    expect(alice).to_have_title(re.compile("^You are suspended · "))
    expect(alice.get_by_text("I was here")).to_have_count(0)
    alice.reload()
    expect(suspended).to_be_visible()
    expect(alice.get_by_text("for now: Riverside.")).to_be_visible()
    expect(alice.get_by_text("I was here")).to_have_count(0)
    sheet.get_by_role("button", name="Let back into Riverside").click()
    asked = sheet.get_by_role("group", name="Let back into Riverside")
    expect(asked.get_by_text("Let Alice come back?")).to_be_visible()
    expect(asked.locator(".button-danger")).to_have_count(0)
    expect(asked).not_to_have_class(re.compile("trust-confirm-hard"))
    asked.get_by_role("button", name="Let Alice back in").click()
    expect(sheet.get_by_role("button", name="Suspend from Riverside")).to_be_visible()
    # Without a reload: the page asks whenever one comes back to it, and now and then.
    expect(composer(alice)).to_be_visible(timeout=60_000)


def test_who_is_shut_out_everywhere_is_signed_out_at_once(visit, riverside):
    alice, diana = visit(riverside, name="alice"), visit(riverside, name="diana")
    expect(composer(alice)).to_be_visible()

    sheet = about(diana, "Alice")
    confirm(sheet, "Shut out everywhere", "Shut Alice out everywhere")

    expect(composer(alice)).to_have_count(0)
    expect(alice.get_by_role("textbox", name="E-mail")).to_be_visible()
    confirm(sheet, "Let in again", "Let Alice in again")
    expect(sheet.get_by_role("button", name="Shut out everywhere")).to_be_visible()


def test_name_like_the_leader_s_waits_until_it_is_decided(visit):
    alice, bob = visit("/me", name="alice"), visit("/people/flags", name="bob")
    expect(bob.get_by_text("Nothing waits for you.")).to_be_visible()

    alice.get_by_role("button", name="Change your name").click()
    alice.get_by_label("Your name").fill("B0b")
    alice.get_by_role("button", name="Save").click()

    expect(
        alice.get_by_text("A leader has to allow the name “B0b” first")
    ).to_be_visible()
    expect(bob.get_by_text("Alice wants to be called B0b")).to_be_visible()
    assert violations(bob) == []
    bob.get_by_role("button", name="Decline").click()
    told = "Your new name B0b was not allowed. You keep Alice."
    expect(alice.locator(".toast").get_by_text(told)).to_be_visible()
    expect(bob.locator(".toast").get_by_text("Declined: B0b.")).to_be_visible()
    expect(bob.get_by_text("Names that wait")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_in_the_sheets(visit, riverside, scheme, size):
    alice = visit(riverside, name="alice")
    text = f"Look at me, {size} and {scheme}"
    write(alice, text)
    expect(messages(alice).get_by_text("Sent")).to_be_visible()
    bob = visit(riverside, name="bob", size=size, scheme=scheme)
    choose(bob, text, "Flag")
    expect(bob.get_by_role("dialog")).to_be_visible()
    assert violations(bob) == []
    bob.keyboard.press("Escape")

    about(bob, "Alice")

    expect(bob.get_by_label("For how long?")).to_be_visible()
    assert violations(bob) == []
