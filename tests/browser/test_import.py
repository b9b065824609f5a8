import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations

PLACE = "Columbus > North > Akron"


@pytest.fixture
def table(tmp_path):
    """A file of rows, written for one test."""

    def table(*rows):
        path = tmp_path / "people.csv"
        path.write_text("place,kind,name,email,role\n" + "\n".join(rows) + "\n")
        return path

    return table


def begin(page):
    """To where a file is chosen: the last one of this person may still be shown."""
    another = page.get_by_role("button", name="Choose another file")
    expect(another.or_(page.get_by_text("What the table holds"))).to_be_visible()
    if another.is_visible():
        another.click()


def choose(page, path):
    page.get_by_label("Choose a file").last.set_input_files(path)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_an_organizer_brings_people_in(visit, table, size):
    team = f"{PLACE} > Team {size}"
    rows = [f"{team},,Person {n},{size}{n}@example.org," for n in range(130)]
    page = visit("/people/import", name="olive", proven=True, size=size)
    begin(page)
    choose(page, table(f"{team},team,,,", *rows, f"{PLACE},,Boss,b@example.org,owner"))
    expect(page.get_by_text("Nothing has changed yet")).to_be_visible()
    expect(page.get_by_text("130 people come in · 1 new place")).to_be_visible()
    listed = page.get_by_role("list", name="Rows of the file").get_by_role("listitem")
    expect(listed).to_have_count(100)
    page.get_by_role("button", name="Show more").click()
    expect(listed).to_have_count(132)

    page.get_by_role("button", name="Can't be used").click()
    expect(listed).to_have_count(1)
    expect(listed.get_by_text("Nobody has this role in such a place.")).to_be_visible()
    page.get_by_role("button", name="Bring 130 people in").click()

    expect(page.get_by_text("130 people came in · 1 new place")).to_be_visible()
    page.reload()
    expect(page.get_by_text("130 people came in")).to_be_visible()


def test_a_file_that_can_t_be_used_says_why(visit, tmp_path):
    path = tmp_path / "old.csv"
    path.write_bytes("place,name\nAkron,José\n".encode("latin-1"))
    page = visit("/people/import", name="diana", proven=True, size="phone")
    begin(page)

    choose(page, path)

    expect(page.get_by_text("This file can't be used")).to_be_visible()
    page.get_by_role("button", name="Choose another file").click()
    expect(page.get_by_text("What the table holds")).to_be_visible()


def test_a_file_of_which_no_row_can_be_used_says_why_and_goes_no_further(visit, table):
    page = visit("/people/import", name="olive", proven=True, size="phone")
    begin(page)
    expect(page.get_by_text("Columbus > North > Akron > ")).to_be_visible()
    rows = [f"Riverside,,Person {n},lost{n}@example.org," for n in range(3)]
    choose(page, table(*rows, f"{PLACE} > Riverside,,Cy,no address,"))

    expect(page.get_by_text("No row of this file can be used")).to_be_visible()
    expect(
        page.get_by_text("3 rows: Write a place's names from the top down")
    ).to_be_visible()
    expect(page.get_by_text("1 row: This is not an e-mail address.")).to_be_visible()
    expect(page.get_by_role("button", name="Bring")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name="Choose another file").click()
    expect(page.get_by_text("What the table holds")).to_be_visible()


def test_a_sample_file_is_handed_out(visit):
    page = visit("/people/import", name="olive", proven=True, size="phone")
    begin(page)

    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download a sample file").click()

    text = downloading.value.path().read_text("utf-8-sig")
    assert text.startswith("place,kind,postal codes,name,email,phone,language,role")
    assert f"\n{PLACE} > " in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_everybody_can_use_the_page(visit, table, size, scheme):
    page = visit("/people/import", name="diana", proven=True, size=size, scheme=scheme)
    begin(page)
    assert violations(page) == []

    choose(page, table(f"{PLACE} > Riverside,,Al,al@example.org,", "X > Y,,,,"))
    expect(page.get_by_text("Nothing has changed yet")).to_be_visible()
    expect(page.get_by_role("listitem").first).to_be_visible()

    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0


def test_who_manages_nobody_is_told_so(visit):
    page = visit("/people/import", name="charlie", size="phone")

    expect(page.get_by_role("alert")).to_be_visible()
