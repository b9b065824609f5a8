"""What axe-core finds wrong on a page for people who don't see or can't point."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
# The page's own policy allows no foreign script; the debugger may add one.
RUN = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"

# What is half faded in has not its contrast yet.
STILL = (
    "Promise.all(document.getAnimations()"
    ".filter(one => Number.isFinite(one.effect.getComputedTiming().endTime))"
    ".map(one => one.finished.catch(() => {})))"
)


def violations(page: Page) -> list[str]:
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text()})
    page.evaluate(f"() => {STILL}.then(() => {{}})")
    return [
        f"{found['id']}: {node['html']}"
        for found in page.evaluate(f"() => {RUN}")
        for node in found["nodes"]
    ]
