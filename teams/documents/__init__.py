"""The privacy notice and the code of conduct, in every language, with their versions.

A file begins with its title and three short lines; the whole text follows, a heading
before each part. Whoever changes what a text means gives it a new version here: people
are then asked again at their next visit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from teams.models import Document

VERSIONS: Mapping[str, str] = {
    Document.PRIVACY: "2026-11",
    Document.CONDUCT: "2026-11",
}
LANGUAGES = ("en", "ar", "es")


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]


@cache
def text_of(document: str, language: str) -> Text:
    """One document in one language, in English where that is not one of ours."""
    language = language if language in LANGUAGES else "en"
    name = f"{Document(document).value}.{language}.md"
    blocks = files(__name__).joinpath(name).read_text("utf-8").strip().split("\n\n")
    title, lines, *rest = blocks
    parts: list[Part] = []
    for block in rest:
        if block.startswith("## "):
            parts.append(Part(block[3:], ()))
        else:
            last = parts[-1]
            parts[-1] = Part(last.heading, (*last.paragraphs, _joined(block)))
    return Text(title[2:], tuple(line[2:] for line in lines.splitlines()), tuple(parts))


def _joined(block: str) -> str:
    return " ".join(line.strip() for line in block.splitlines())
