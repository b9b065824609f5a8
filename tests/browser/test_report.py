import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import is_too_wide, messages, wait_until

UNDO_MS = 5_000
PATIENCE_MS = 10_000
# Whether the whole row of the round button, from side to side, is its own.
ITS_ROW = """() => {
  const line = document.querySelector(".feed-report");
  const { left, width } = line.getBoundingClientRect();
  const button = line.querySelector("button").getBoundingClientRect();
  return [button.top + 1, button.bottom - 1].every(y => [0.05, 0.3, 0.6, 0.95]
    .every(x => line.contains(document.elementFromPoint(left + x * width, y))));
}"""


@pytest.fixture
def feed(server):
    return f"/feed/{server.unit('riverside')}"


def cards(page):
    return page.get_by_role("article")


def open_sheet(page):
    page.get_by_role("button", name="Report", exact=True).click()
    return page.get_by_role("dialog")


def report(page, quantity, kind="Doors"):
    sheet = open_sheet(page)
    sheet.get_by_text(kind, exact=True).click()
    sheet.get_by_role("textbox", name="How many").fill(str(quantity))
    sheet.get_by_role("button", name=re.compile("^Report ")).click()
    expect(sheet).to_have_count(0)
    # Its place in the history goes a moment later, and would call off a new address.
    wait_until(page, "!history.state?.sheets")


def act_on(page, text, act):
    card = cards(page).filter(has_text=text)
    card.get_by_role("button", name="Acts on this report").click()
    page.get_by_role("menuitem", name=act).click()


def test_report_appears_in_the_room_and_the_feed_of_others(visit, riverside, feed):
    alice = visit(riverside, name="alice", size="phone")
    in_room, in_feed = visit(riverside, name="bob"), visit(feed, name="bob")
    expect(in_feed.get_by_role("heading", name="Feed")).to_be_visible()

    sheet = open_sheet(alice)
    sheet.get_by_role("button", name="10 more").click()
    sheet.get_by_role("button", name="5 more").click()
    sheet.get_by_role("button", name="More", exact=True).click()
    sheet.get_by_role("button", name="Very well").click()
    sheet.get_by_role("button", name="Report 16 doors").click()

    for page in (in_room, in_feed):
        expect(cards(page).filter(has_text="Alice · 16 doors")).to_have_count(1)
    expect(cards(alice).filter(has_text="You · 16 doors")).to_have_count(1)


def test_offices_see_sums_without_names(visit, server, riverside):
    alice = visit(riverside, name="alice")
    olive = visit(f"/feed/{server.unit('akron')}", name="olive", size="phone")

    report(alice, 17, kind="Calls")

    card = cards(olive).filter(has_text="1 team · Riverside")
    expect(card.filter(has_text="calls")).to_be_visible()
    expect(olive.get_by_text("Alice")).to_have_count(0)


def test_report_filed_without_a_network_arrives_once(visit, riverside, feed):
    alice = visit(riverside, name="alice", size="phone")
    bob = visit(feed, name="bob")
    expect(alice.get_by_role("button", name="online")).to_be_visible()
    wait_until(alice, "localStorage.getItem('muster-report-kinds') !== null")

    alice.context.set_offline(True)
    report(alice, 23)
    waiting = cards(alice).filter(has_text="23 doors")
    expect(waiting.get_by_text("Waiting — sends by itself")).to_be_visible()
    alice.context.set_offline(False)

    expect(cards(bob).filter(has_text="Alice · 23 doors")).to_have_count(1)
    expect(cards(alice).filter(has_text="23 doors")).to_have_count(1)
    expect(alice.get_by_text("Waiting — sends by itself")).to_have_count(0)


def test_unlikely_number_asks_once(visit, riverside):
    alice = visit(riverside, name="alice")
    sheet = open_sheet(alice)
    sheet.get_by_role("textbox", name="How many").fill("301")

    sheet.get_by_role("button", name="Report 301 doors").click()
    expect(sheet.get_by_text("Is the number right?")).to_be_visible()
    sheet.get_by_role("button", name="Yes, report 301 doors").click()

    expect(cards(alice).filter(has_text="You · 301 doors")).to_be_visible()


@pytest.mark.parametrize("typed", ["12.5", "abc", "1e9", "", "99999999"])
def test_what_is_no_whole_number_cannot_be_sent(visit, riverside, typed):
    alice = visit(riverside, name="alice")
    sheet = open_sheet(alice)
    sheet.get_by_role("button", name="5 more").click()

    sheet.get_by_role("textbox", name="How many").fill(typed)

    send = sheet.get_by_role("button", name="Report", exact=True)
    expect(send).to_be_disabled()
    error = sheet.get_by_text("Enter a whole number from 0 to 9,999,999.")
    expect(error).to_have_count(1 if typed else 0)
    sheet.get_by_role("button", name="10 more").click()
    expect(sheet.get_by_role("button", name="Report 10 doors")).to_be_enabled()


def test_back_closes_the_sheet_and_loses_nothing(visit, riverside):
    alice = visit(riverside, name="alice", size="phone")
    before = alice.evaluate("history.length")
    sheet = open_sheet(alice)
    sheet.get_by_role("textbox", name="How many").fill("33")

    alice.go_back()

    expect(sheet).to_have_count(0)
    expect(alice).to_have_url(re.compile(f"{riverside}$"))
    open_sheet(alice).get_by_role("button", name="Report 33 doors").click()
    expect(cards(alice).filter(has_text="You · 33 doors")).to_be_visible()
    expect(open_sheet(alice).get_by_role("textbox")).to_have_value("0")
    assert alice.evaluate("history.length") == before + 1


def test_a_reload_keeps_what_was_begun_until_it_is_sent(visit, riverside):
    alice = visit(riverside, name="alice", size="phone")
    open_sheet(alice).get_by_role("textbox", name="How many").fill("34")

    alice.reload()

    open_sheet(alice).get_by_role("button", name="Report 34 doors").click()
    expect(cards(alice).filter(has_text="You · 34 doors")).to_be_visible()
    alice.reload()
    expect(open_sheet(alice).get_by_role("textbox")).to_have_value("0")


def test_own_numbers_and_best_day_stand_in_me(visit, riverside):
    alice = visit(riverside, name="alice", size="phone")
    sheet = open_sheet(alice)
    sheet.get_by_role("textbox", name="How many").fill("61")
    sheet.get_by_role("button", name="Report 61 doors").click()
    expect(cards(alice).filter(has_text="You · 61 doors")).to_be_visible()

    alice.get_by_role("link", name="Me", exact=True).click()

    numbers = alice.get_by_role("main").locator(".row").filter(has_text="in all")
    expect(numbers.first).to_contain_text(re.compile(r"\d+ doors today"))
    expect(numbers.first).to_contain_text("Today is your best day")
    assert violations(alice) == []


def test_quick_taps_report_once_and_stay_in_the_room(visit, riverside):
    alice = visit(riverside, name="alice", size="phone")
    sheet = open_sheet(alice)
    sheet.get_by_role("textbox", name="How many").fill("37")
    button = sheet.get_by_role("button", name="Report 37 doors")
    # Waits until the sheet stands still: only then is its place worth knowing.
    button.click(trial=True)
    send = button.bounding_box()

    alice.mouse.click(
        send["x"] + send["width"] / 2,
        send["y"] + send["height"] - 4,
        click_count=4,
        delay=30,
    )

    expect(cards(alice).filter(has_text="You · 37 doors")).to_have_count(1)
    expect(alice).to_have_url(re.compile(f"{riverside}$"))


def test_later_totals_follow_what_a_leader_takes_back(visit, riverside):
    bob, alice = visit(riverside, name="bob"), visit(riverside, name="alice")
    report(alice, 4, kind="Rides")
    expect(cards(bob).filter(has_text="Alice · 4 rides")).to_be_visible()
    report(alice, 2, kind="Rides")
    later = cards(alice).filter(has_text="You · 2 rides")
    expect(later).to_contain_text("Riverside now 6")

    act_on(bob, "Alice · 4 rides", "Take back")

    gone = messages(alice).get_by_text("Bob took back your report of 4 rides")
    expect(gone).to_be_visible(timeout=UNDO_MS + PATIENCE_MS)
    expect(later).to_contain_text("Riverside now 2")


def test_a_feed_that_is_not_open_says_so_and_asks_once(visit, feed):
    asked = []
    charlie = visit("/", name="charlie")
    charlie.on("request", lambda one: asked.append(one.url))

    charlie.goto(feed)

    expect(charlie.get_by_text("هذه المستجدات غير متاحة لك.")).to_be_visible()
    # A page of one's own may have asked too; a feed that keeps asking asks for more.
    assert sum("/api/v1/goals" in url for url in asked) <= 4


def test_the_round_button_stands_on_nobody_s_words(visit, riverside, feed):
    alice = visit(riverside, name="alice", size="phone")
    for number in range(3, 11):
        report(alice, number)
    alice.goto(feed)
    button = alice.get_by_role("button", name="Report for Riverside")
    line = alice.locator(".feed-report")
    last = cards(alice).last
    expect(last).to_be_attached()

    expect(button).to_be_in_viewport(ratio=1)
    assert alice.evaluate(ITS_ROW)

    alice.evaluate("document.querySelector('.screen-body').scrollTop = 60")
    expect(line).to_have_css("opacity", "0")
    alice.evaluate("document.querySelector('.screen-body').scrollTop = 20")
    expect(line).to_have_css("opacity", "1")

    alice.evaluate("document.querySelector('.screen-body').scrollTop = 1e6")
    expect(line).to_have_css("opacity", "1")
    card, over = last.bounding_box(), button.bounding_box()
    assert card["y"] + card["height"] <= over["y"]


def test_in_a_short_feed_the_round_button_is_where_the_thumb_is(visit, server):
    charlie = visit(f"/feed/{server.unit('hillside')}", name="charlie", size="phone")
    charlie.evaluate("localStorage.setItem('muster-language', 'en')")
    charlie.reload()
    button = charlie.get_by_role("button", name="Report for Hillside")
    expect(button).to_be_visible()

    tabs = charlie.get_by_role("navigation", name="Sections").last.bounding_box()
    box = button.bounding_box()
    assert 0 < tabs["y"] - (box["y"] + box["height"]) < 40


def test_zero_is_a_report(visit, riverside):
    alice = visit(riverside, name="alice")
    sheet = open_sheet(alice)
    expect(sheet.get_by_role("button", name="Report", exact=True)).to_be_disabled()

    sheet.get_by_role("button", name="nothing today").click()
    sheet.get_by_role("button", name="Report 0 doors").click()

    expect(alice.get_by_text("Zero counts too").first).to_be_visible()


def test_correction_appears_everywhere(visit, riverside, feed):
    alice, bob = visit(riverside, name="alice"), visit(feed, name="bob")
    report(alice, 41)
    expect(cards(bob).filter(has_text="Alice · 41 doors")).to_be_visible()

    act_on(alice, "You · 41 doors", "Correct the number")
    sheet = alice.get_by_role("dialog")
    sheet.get_by_role("textbox", name="How many").fill("14")
    sheet.get_by_role("button", name="Correct to 14 doors").click()

    corrected = cards(bob).filter(has_text="Alice · 14 doors")
    expect(corrected).to_contain_text("corrected")
    expect(cards(bob).filter(has_text="41 doors")).to_have_count(0)


def test_report_taken_back_can_be_brought_back_and_then_is_gone(visit, riverside):
    alice, bob = visit(riverside, name="alice"), visit(riverside, name="bob")
    report(alice, 77)
    expect(cards(bob).filter(has_text="Alice · 77 doors")).to_be_visible()

    act_on(alice, "You · 77 doors", "Take back")
    expect(cards(alice).filter(has_text="77 doors")).to_have_count(0)
    alice.get_by_role("button", name="Undo").click()
    expect(cards(alice).filter(has_text="77 doors")).to_be_visible()
    act_on(alice, "You · 77 doors", "Take back")

    gone = messages(bob).get_by_text("Alice took back a report of 77 doors")
    expect(gone).to_be_visible(timeout=UNDO_MS + PATIENCE_MS)
    expect(cards(bob).filter(has_text="77 doors")).to_have_count(0)


def test_leader_reports_for_somebody_else(visit, riverside):
    bob, alice = visit(riverside, name="bob"), visit(riverside, name="alice")
    sheet = open_sheet(bob)
    sheet.get_by_role("textbox", name="How many").fill("19")
    sheet.get_by_role("button", name="For someone else").click()
    sheet.get_by_label("Whose work was it?").select_option(label="Alice")

    sheet.get_by_role("button", name="Report 19 doors").click()

    card = cards(alice).filter(has_text="Alice · 19 doors")
    expect(card).to_contain_text("reported by Bob")


def test_keyboard_alone_reports(visit, riverside):
    alice = visit(riverside, name="alice")
    button = alice.get_by_role("button", name="Report", exact=True)
    button.press("Enter")
    sheet = alice.get_by_role("dialog")

    sheet.get_by_role("radio", name="Doors").press("ArrowRight")
    expect(sheet.get_by_role("radio", name="Calls")).to_be_checked()
    sheet.get_by_role("textbox", name="How many calls").press("ArrowUp")
    expect(sheet.get_by_role("button", name="Report 1 call")).to_be_enabled()
    sheet.get_by_role("textbox", name="How many calls").press("Enter")

    expect(cards(alice).filter(has_text="You · 1 call")).to_be_visible()
    expect(button).to_be_focused()


def test_arabic_digits_are_a_number(visit, server):
    charlie = visit(f"/rooms/{server.room('hillside')}", name="charlie", size="phone")
    charlie.get_by_role("button", name="تقرير", exact=True).click()
    sheet = charlie.get_by_role("dialog")

    sheet.get_by_role("textbox", name="كم العدد").fill("٢٥")
    sheet.get_by_role("button", name="إرسال تقرير: ٢٥ بابًا").click()

    expect(cards(charlie).filter(has_text="٢٥ بابًا")).to_be_visible()


def test_wall_shows_figures_and_no_names(visit, server, riverside):
    alice = visit(riverside, name="alice")
    report(alice, 29, kind="Rides")
    olive = visit(f"/feed/{server.unit('akron')}", name="olive")

    olive.get_by_role("link", name="Wall view").click()

    expect(olive.get_by_role("heading", name="Akron")).to_be_visible()
    expect(olive.get_by_role("heading", name="Online")).to_be_visible()
    expect(olive.get_by_text("Riverside").first).to_be_visible()
    expect(olive.get_by_text("Alice")).to_have_count(0)
    assert violations(olive) == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_wall_that_is_opened_by_its_address_is_whole(visit, server, size):
    olive = visit(f"/wall/{server.unit('akron')}", name="olive", size=size)

    line = olive.locator(".wall-chart polyline").last
    expect(line).to_have_css("fill", "none")
    assert not is_too_wide(olive)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_in_sheet_and_feed(visit, riverside, feed, size, scheme):
    bob = visit(riverside, name="bob", size=size, scheme=scheme)
    expect(bob.get_by_role("button", name="online")).to_be_visible()
    sheet = open_sheet(bob)
    expect(sheet.get_by_role("radio")).not_to_have_count(0)
    assert violations(bob) == []

    bob.goto(feed)
    expect(bob.get_by_role("heading", name="Feed")).to_be_visible()
    bob.get_by_role("button", name="Show numbers").click()
    assert violations(bob) == []
