import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

# For a busy machine; what people wait for is measured in bench/, not here.
PATIENCE_MS = 20_000
SIZES = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "is_mobile": True,
        "has_touch": True,
    },
}
# Chromium's own errands would only knock at a closed network.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium: Playwright's own would have to be downloaded."""
    expect.set_options(timeout=PATIENCE_MS)
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*QUIET, *as_root]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, server):
    """Opens a page of the server in a browser of its own, signed in as one of the cast.

    A page that logs an error fails its test, unless the test expects it.
    """
    contexts, errors = [], []

    def open_page(path="/", *, name=None, size="desktop", scheme="light"):
        context = chromium.new_context(
            base_url=server.url, color_scheme=scheme, locale="en-US", **SIZES[size]
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if name:
            context.add_cookies([server.session_cookie(name)])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
