"""Tells people by mail that how one signs in as them has changed, whoever did it."""

import logging
from datetime import datetime
from functools import partial
from threading import BoundedSemaphore, Thread
from zoneinfo import ZoneInfo

from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from teams import mails
from teams.devices import device
from teams.mail_test import MAIL_FAILED
from teams.mails import Change
from teams.models import User
from teams.queries import campaign

# More than these at once are a mail server that hangs: the next ones are not sent.
UNDERWAY_AT_MOST = 50
THREAD_NAME = "mail of a change"

logger = logging.getLogger(__name__)
_underway = BoundedSemaphore(UNDERWAY_AT_MOST)


def tell(request: HttpRequest, user: User, change: Change, by: str = "") -> None:
    """Mails it, once what was done is committed, by a thread of its own.

    A mail server that is slow or away holds up nobody and undoes nothing: on the day,
    who is let back in is so because no mail arrives. `by` is the name of who helped.
    """
    with override(user.locale):
        mail = mails.sign_in_changed(change, _when(timezone.now()), _where(request), by)
    message = EmailMessage(*mail, to=[user.email])
    transaction.on_commit(partial(_post, message), robust=True)


def _when(at: datetime) -> str:
    found = campaign()
    zone = ZoneInfo(found.timezone if found else "UTC")
    local = timezone.localtime(at, zone)
    day, hour = date_format(local, "DATE_FORMAT"), time_format(local, "TIME_FORMAT")
    return f"{day}, {hour} ({zone.key})"


def _where(request: HttpRequest) -> str:
    found = device(request.headers.get("User-Agent", ""))
    if found.browser and found.system:
        told = {"browser": found.browser, "system": found.system}
        return _("%(browser)s on %(system)s") % told
    return found.browser or found.system or _("an unknown device")


def _post(message: EmailMessage) -> None:
    if not _underway.acquire(blocking=False):
        logger.error("A mail about a changed way to sign in was not sent: too many.")
        return
    # Its end is not waited for when the server goes.
    Thread(target=_send, args=(message,), name=THREAD_NAME, daemon=True).start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except MAIL_FAILED as error:
        logger.error("A mail could not be sent: %s", type(error).__name__)
    finally:
        _underway.release()
