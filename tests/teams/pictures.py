"""Pictures as people send them, drawn on the spot."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from teams.models import Photo
from teams.photos import files

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (40, 60, 200)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def portrait(colour: tuple[int, int, int] = RED, kind: str = "JPEG") -> bytes:
    """A picture in one colour."""
    return encoded(Image.new("RGB", (400, 300), colour), kind)


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def is_about(found: Any, colour: tuple[int, int, int]) -> bool:
    """Whether a pixel is of this colour, as near as a lossy picture comes to it."""
    return all(abs(is_ - was) < 24 for is_, was in zip(found, colour, strict=True))


def kept() -> list[str]:
    """The names of all files that there are, below `uploads`."""
    folder = files.folder().parent
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def of(photo: Photo) -> list[str]:
    """The names of the files of one photo."""
    return sorted(f"{photo.name}-{side}.webp" for side in files.SIZES.values())
