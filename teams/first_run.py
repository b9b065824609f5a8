"""The one-time code that proves who set this server up: a file in the data folder."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from hub.errors import Refused


def code() -> str:
    """The code, made at first asking and kept with mode 600."""
    try:
        descriptor = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _path().read_text()
    made = secrets.token_urlsafe(16)
    with os.fdopen(descriptor, "w") as file:
        file.write(made)
    return made


def check(given: str) -> None:
    """Refused unless it is the code, which it leaves as it is."""
    if not _is_right(given):
        raise Refused(_("This set-up link is not the one of this server."))


@contextmanager
def spent(given: str) -> Iterator[None]:
    """Uses the code up if the work inside succeeds. One request alone can hold it.

    Renaming the file is what takes it: of two at once, the second finds none.
    """
    check(given)
    held = _path().with_suffix(".held")
    try:
        _path().rename(held)
    except FileNotFoundError:
        raise Refused(_("This set-up link is not the one of this server.")) from None
    try:
        yield
    except BaseException:
        held.rename(_path())
        raise
    held.unlink()


def _is_right(given: str) -> bool:
    try:
        return constant_time_compare(_path().read_text(), given)
    except FileNotFoundError:
        return False


def _path() -> Path:
    return Path(settings.DATA_DIR) / "first_run_code"
