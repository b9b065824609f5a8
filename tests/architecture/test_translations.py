"""Every sentence that Python code says to people exists in Arabic and Spanish."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "hub",
    "teams",
    "chat",
    "presence",
    "reports",
    "desk",
    "overview",
    "demo",
    "keeping",
)
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}


def said():
    files = [
        *ROOT.glob("*.py"),
        *(f for app in APPS for f in ROOT.glob(f"{app}/**/*.py")),
    ]
    return {
        message[1]
        for file in files
        for message in extract_from_file("python", file, keywords=KEYWORDS)
    }


def translated(language):
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return {entry.id: entry for entry in read_po(file) if entry.id}


@pytest.mark.parametrize("language", ["ar", "es"])
def test_every_sentence_is_translated_and_none_is_left_over(language):
    entries = translated(language)

    assert said() == set(entries)
    assert [entry.id for entry in entries.values() if not entry.string] == []
    assert [entry.id for entry in entries.values() if entry.fuzzy] == []


@pytest.mark.parametrize("language", ["ar", "es"])
def test_translations_keep_what_is_filled_in(language):
    for entry in translated(language).values():
        assert _blanks(entry.string) == _blanks(entry.id), entry.id


def _blanks(text):
    return sorted(re.findall(r"\{\w+\}|%\(\w+\)\w", text))
