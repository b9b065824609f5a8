"""What becomes of the bytes that somebody sends as their photo."""

import random
import zipfile
import zlib
from io import BytesIO

import pytest
from django.utils import translation
from PIL import ExifTags, Image

from hub.errors import HubError, Invalid, TooLarge
from teams.photos import BYTES_AT_MOST, pictures_of
from teams.photos.making import REASONS
from teams.photos.reencode import Unfit, reencoded
from tests.teams.pictures import (
    BLUE,
    GREEN,
    RED,
    encoded,
    is_about,
    opened,
    portrait,
)

AKRON = {1: "N", 2: (41.0, 4.0, 53.0), 3: "W", 4: (81.0, 31.0, 8.0)}


def noise(size=(300, 300)):
    return Image.effect_noise(size, 50).convert("RGB")


def three_stripes():
    """Green, red, blue from left to right, twice as wide as it is high."""
    picture = Image.new("RGB", (400, 200), RED)
    picture.paste(GREEN, (0, 0, 110, 200))
    picture.paste(BLUE, (290, 0, 400, 200))
    return picture


def png_of(width, height):
    """A PNG that says it is so large, with hardly anything in it."""
    fields = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    chunks = (b"IHDR", fields), (b"IDAT", zlib.compress(b"\0" * 99)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(content).to_bytes(4, "big")
        + kind
        + content
        + zlib.crc32(kind + content).to_bytes(4, "big")
        for kind, content in chunks
    )


def moving(kind):
    first, second = (Image.new("RGB", (60, 60), colour) for colour in (RED, BLUE))
    return encoded(first, kind, save_all=True, append_images=[second])


def outcome_of(content):
    """The size of what was made of it, or why nothing was; here, without a process."""
    try:
        (small,) = reencoded(content, [96])
    except Unfit as unfit:
        return unfit.reason
    return opened(small).size


def refusal_of(content):
    with pytest.raises(HubError) as refused:
        pictures_of(content)
    return refused.value


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_both_pictures_are_small_square_webp(kind):
    made = pictures_of(portrait(RED, kind))

    for content, side in ((made.small, 96), (made.large, 320)):
        picture = opened(content)
        assert (picture.format, picture.size) == ("WEBP", (side, side))
        assert is_about(picture.getpixel((side // 2, side // 2)), RED)


def test_the_middle_of_a_wide_picture_is_kept():
    picture = opened(pictures_of(encoded(three_stripes(), "PNG")).large)

    assert all(is_about(picture.getpixel((x, 160)), RED) for x in (40, 160, 280))


def test_where_it_was_taken_and_all_else_that_it_says_is_gone():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "PlantedCamera"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(AKRON)
    said = {
        "exif": exif.tobytes(),
        "comment": b"PlantedComment",
        "xmp": b"<x>PlantedXmp</x>",
        "icc_profile": b"PlantedProfile",
    }
    sent = encoded(noise(), "JPEG", **said)
    assert opened(sent).getexif().get_ifd(ExifTags.IFD.GPSInfo)[1] == "N"

    for content in pictures_of(sent):
        picture = opened(content)
        assert dict(picture.getexif()) == {}
        assert b"Planted" not in content
        assert not {"exif", "xmp", "icc_profile"} & picture.info.keys()


@pytest.mark.parametrize(
    ("orientation", "corner"),
    # Where the picture's upper left corner is seen.
    [
        (1, (20, 20)),
        (2, (300, 20)),
        (3, (300, 300)),
        (4, (20, 300)),
        (5, (20, 20)),
        (6, (300, 20)),
        (7, (300, 300)),
        (8, (20, 300)),
    ],
)
def test_a_picture_that_lies_on_its_side_is_set_upright(orientation, corner):
    picture = Image.new("RGB", (320, 320), RED)
    picture.paste(BLUE, (0, 0, 90, 90))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation

    shown = opened(pictures_of(encoded(picture, "JPEG", exif=exif.tobytes())).large)

    corners = [(20, 20), (300, 20), (20, 300), (300, 300)]
    assert [at for at in corners if is_about(shown.getpixel(at), BLUE)] == [corner]


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1"])
def test_pictures_of_every_mode_are_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    picture = opened(pictures_of(encoded(Image.new(mode, (50, 70)), kind)).small)

    assert (picture.mode, picture.size) == ("RGB", (96, 96))


def test_what_one_sees_through_is_white():
    clear = encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")

    assert is_about(opened(pictures_of(clear).large).getpixel((5, 5)), (255, 255, 255))


def test_a_photo_with_a_second_view_in_it_is_a_photo():
    second = Image.new("RGB", (60, 60), BLUE)
    sent = encoded(
        Image.new("RGB", (60, 60), RED), "MPO", save_all=True, append_images=[second]
    )

    assert is_about(opened(pictures_of(sent).large).getpixel((9, 9)), RED)


def test_what_hangs_on_behind_a_picture_is_gone():
    hidden = BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("planted.html", "<script>planted()</script>")

    for content in pictures_of(portrait() + hidden.getvalue()):
        assert b"planted" not in content
        assert not zipfile.is_zipfile(BytesIO(content))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7",
        b"GIF89a/*" + b"\xff\xd8\xff" + b"*/=1;alert(1)",
        encoded(Image.new("P", (20, 20)), "GIF"),
        encoded(Image.new("RGB", (20, 20)), "BMP"),
        encoded(Image.new("RGB", (20, 20)), "TIFF"),
        b"RIFF\x10\0\0\0WAVEfmt ",
        b"\x89PNG\r\n\x1a\n%PDF-1.7",
    ],
)
def test_what_is_no_such_picture_is_refused(content):
    refused = refusal_of(content)

    assert type(refused) is Invalid
    assert (refused.field, refused.message) == ("photo", REASONS["foreign"])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind):
    assert refusal_of(moving(kind)).message == REASONS["animated"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_torn_picture_is_refused(kind):
    whole = encoded(noise(), kind)

    refused = refusal_of(whole[: len(whole) // 2])

    assert (type(refused), refused.message) == (Invalid, REASONS["broken"])


@pytest.mark.parametrize("size", [(8000, 6000), (20_000, 20_000), (60_000, 60_000)])
def test_a_picture_that_would_fill_the_memory_is_not_even_unpacked(size):
    assert refusal_of(png_of(*size)).message == REASONS["too_many_pixels"]


def test_a_bomb_of_a_few_bytes_is_refused():
    bomb = encoded(Image.new("1", (9000, 9000)), "PNG", optimize=True)
    assert len(bomb) < 20_000

    assert refusal_of(bomb).message == REASONS["too_many_pixels"]


def test_more_bytes_than_a_request_may_have_are_refused_unread():
    refused = refusal_of(portrait() + b"\0" * BYTES_AT_MOST)

    assert (type(refused), refused.status) == (TooLarge, 413)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_whatever_bytes_are_wrong_there_is_a_picture_or_a_sentence(kind):
    dice = random.Random(kind)
    whole = encoded(noise((64, 64)), kind)

    for _ in range(100):
        bent = bytearray(whole)
        for _place in range(6):
            bent[dice.randrange(3, len(bent))] = dice.randrange(256)
        assert outcome_of(bytes(bent)) in {(96, 96), *REASONS}


@pytest.mark.parametrize(
    ("language", "word"), [("ar", "اختر"), ("es", "Elige"), ("en", "Choose")]
)
def test_the_sentence_is_in_the_reader_s_language(language, word):
    with translation.override(language):
        assert word in str(refusal_of(b"nothing").fields()["message"])


def test_the_process_that_reads_it_knows_no_secret(monkeypatch, tmp_path):
    """It is asked through a stand-in for the interpreter, which tells what it got."""
    told = tmp_path / "told"
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nenv > {told}\nexit 1\n")
    program.chmod(0o700)
    monkeypatch.setenv("SECRET_KEY", "planted")
    monkeypatch.setattr("sys.executable", str(program))

    assert refusal_of(portrait()).message == REASONS["broken"]
    assert "PATH=" in told.read_text()
    assert "planted" not in told.read_text()
