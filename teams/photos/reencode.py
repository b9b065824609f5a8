"""Makes small square pictures of one that somebody sent: from stdin to stdout.

Run as a file of its own, beside nothing of ours. What a picture makes of a decoder with
a fault in it, it makes here: in little memory, for a few seconds, with no file to
write to and no secret in the environment.
"""

import io
import resource
import struct
import sys
import warnings
from collections.abc import Iterator, Sequence

# The formats that may be opened are known without a look for any others.
from PIL import (
    Image,
    ImageFile,
    ImageOps,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS_AT_MOST = 40_000_000
MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_S = 10
QUALITY = 82
# What the process ends with when the picture is at fault: stdout has the word for it.
UNFIT = 3


class Unfit(Exception):
    """`reason` is one of those of `teams.photos.making`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def main() -> int:
    _limit()
    sides = [int(argument) for argument in sys.argv[1:]]
    try:
        made = reencoded(sys.stdin.buffer.read(), sides)
    except Unfit as unfit:
        sys.stdout.write(unfit.reason)
        return UNFIT
    for one in made:
        sys.stdout.buffer.write(struct.pack(">I", len(one)) + one)
    return 0


def reencoded(content: bytes, sides: Sequence[int]) -> list[bytes]:
    """A WebP of each side's length, with nothing in it but what is seen."""
    Image.MAX_IMAGE_PIXELS = PIXELS_AT_MOST
    try:
        with warnings.catch_warnings():
            # Of what is torn or odd they only warn, of too many pixels likewise; the
            # double of that alone would be an error.
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                return list(_all(picture, sides))
    except Unfit:
        raise
    except UnidentifiedImageError:
        raise Unfit("foreign") from None
    except (
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
        MemoryError,
    ):
        raise Unfit("too_many_pixels") from None
    except Exception:
        # Decoders tell of what is torn by every kind of error that there is.
        raise Unfit("broken") from None


def _all(picture: ImageFile.ImageFile, sides: Sequence[int]) -> Iterator[bytes]:
    # A JPEG with more in it (MPO) is a still one with its depth, or a second view.
    if picture.format in ("PNG", "WEBP") and getattr(picture, "is_animated", False):
        raise Unfit("animated")
    largest = max(sides)
    picture.draft("RGB", (2 * largest, 2 * largest))
    square = _square(picture, largest)
    for side in sides:
        made = io.BytesIO()
        square.resize((side, side), Image.Resampling.LANCZOS).save(
            made, "WEBP", quality=QUALITY
        )
        yield made.getvalue()


def _square(picture: Image.Image, side: int) -> Image.Image:
    """The middle of it, upright, on white where one sees through it."""
    if picture.mode not in ("RGB", "RGBA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    width, height = picture.size
    edge = min(width, height)
    left, top = (width - edge) / 2, (height - edge) / 2
    small = picture.resize(
        (side, side),
        Image.Resampling.LANCZOS,
        box=(left, top, left + edge, top + edge),
        reducing_gap=2.0,
    )
    upright = ImageOps.exif_transpose(small)
    # Drawn anew: what else the file said stays behind.
    flat = Image.new("RGB", (side, side), "white")
    flat.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    return flat


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    sys.exit(main())
