"""The parts of a team room as a person finds them."""

import re

from playwright.sync_api import Locator, Page


def messages(page: Page) -> Locator:
    return page.get_by_role("list", name=re.compile("^Messages in|^رسائل|^Mensajes de"))


def composer(page: Page) -> Locator:
    return page.locator("form.composer").get_by_role("textbox")


def write(page: Page, text: str) -> None:
    composer(page).fill(text)
    page.locator("form.composer").get_by_role("button").last.click()


def open_menu(page: Page, text: str) -> None:
    """Of one message."""
    line = messages(page).get_by_role("listitem").filter(has_text=text)
    button = line.get_by_role("button", name="What to do with this message")
    line.hover()
    # A line that moves away under a pointer that rests is not hovered any more.
    button.focus()
    button.click()


def choose(page: Page, text: str, act: str) -> None:
    """Opens the menu of one message and takes a line of it."""
    open_menu(page, text)
    page.get_by_role("menuitem", name=act).click()


def wait_until(page: Page, condition: str) -> None:
    """Playwright's wait_for_function asks again by eval, which our CSP forbids."""
    page.evaluate(
        "() => new Promise(done => {"
        f"const look = () => ({condition}) ? done() : setTimeout(look, 50);"
        "look(); })"
    )


def is_too_wide(page: Page) -> bool:
    """Whether one would have to scroll sideways. A phone's own window grows with it."""
    assert page.viewport_size
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide > page.viewport_size["width"]


def about(page: Page, name: str) -> Locator:
    """Opens what may be decided about one of the people of the room."""
    page.get_by_role("button", name="More about this room").click()
    page.get_by_role("menuitem", name="People in this room").click()
    people = page.get_by_role("dialog")
    people.get_by_role("button", name=f"What to do about {name}").click()
    page.get_by_role("menuitem", name=re.compile("ute…|uspend…")).click()
    return page.get_by_role("dialog").last
