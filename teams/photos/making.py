"""From what somebody sent to the two pictures that are kept, or to why it can't be."""

import logging
import os
import struct
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid, TooLarge, Unanswered
from teams.photos.files import SIZES

logger = logging.getLogger(__name__)

# As much as the server takes of any request (hub.serving.requests).
BYTES_AT_MOST = 1024 * 1024
PROCESSES_AT_MOST = 2
WAITS_AT_MOST_S = 5.0
# Of a machine that has no time for it; what the work itself takes is limited there.
LASTS_AT_MOST_S = 45.0
RETRY_AFTER_MS = 3000
UNFIT = 3
REASONS = {
    "foreign": _("Choose a picture of the kind JPEG, PNG or WebP."),
    "animated": _("This picture moves. Choose one that stands still."),
    "too_many_pixels": _("This picture has too many pixels. Choose a smaller one."),
    "broken": _("This picture can't be read; it may be damaged. Choose another."),
}
# Looked at before a process is begun: most of what is no picture ends here.
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
# Of the environment, what the interpreter may need to start; never a secret.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "SYSTEMROOT")

_places = BoundedSemaphore(PROCESSES_AT_MOST)


class Pictures(NamedTuple):
    """Two WebP files, square, of the sides in `SIZES`."""

    small: bytes
    large: bytes


def pictures_of(content: bytes) -> Pictures:
    """Both pictures, or `Invalid` with a sentence about what is wrong.

    Blocks for some tenths of a second: never on the event loop.
    """
    if len(content) > BYTES_AT_MOST:
        raise TooLarge(_("This picture is larger than 1 MB. Choose a smaller one."))
    if not content.startswith(BEGINNINGS):
        raise Invalid(REASONS["foreign"], field="photo")
    if not _places.acquire(timeout=WAITS_AT_MOST_S):
        raise Unanswered(retry_after_ms=RETRY_AFTER_MS)
    try:
        return _made_of(content)
    finally:
        _places.release()


def _made_of(content: bytes) -> Pictures:
    program = Path(__file__).with_name("reencode.py")
    sides = [str(side) for side in SIZES.values()]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            # Isolated: nothing is imported from where this server lies.
            [sys.executable, "-I", str(program), *sides],
            input=content,
            capture_output=True,
            env=environment,
            cwd="/",
            timeout=LASTS_AT_MOST_S,
            check=False,
            # A Ctrl-C at the server is not meant for it.
            process_group=0,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        logger.warning("No picture could be read: %r", error)
        raise Unanswered(retry_after_ms=RETRY_AFTER_MS) from None
    if done.returncode == 0:
        return Pictures(*_split(done.stdout))
    reason = done.stdout.decode("ascii", "replace")
    if done.returncode != UNFIT or reason not in REASONS:
        logger.warning("Reading a picture ended with %s", done.returncode)
        reason = "broken"
    raise Invalid(REASONS[reason], field="photo")


def _split(content: bytes) -> list[bytes]:
    """The files of a row of them, each behind its length."""
    found = []
    while content:
        (length,) = struct.unpack_from(">I", content)
        found.append(content[4 : 4 + length])
        content = content[4 + length :]
    return found
