"""What a frame about a report may say: the same value again, or `Invalid`."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid
from reports.days import campaign_days
from reports.kinds import report_kind
from reports.models import QUANTITY_MAX

OLDEST_DAYS = 7
# All but line breaks and tabs.
CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def checked_kind(kind_id: str) -> str:
    if report_kind(kind_id) is None:
        raise Invalid(_("This campaign does not count that."), field="kind")
    return kind_id


def checked_quantity(quantity: int, *, field: str = "quantity") -> int:
    if quantity < 0:
        raise Invalid(_("A number of things done can't be below zero."), field=field)
    if quantity > QUANTITY_MAX:
        raise Invalid(_("This number is too large for one report."), field=field)
    return quantity


def checked_action_date(day: date | None) -> date | None:
    if day is None:
        return None
    today = campaign_days().today()
    if day > today:
        raise Invalid(_("That day is still to come."), field="action_date")
    if day < today - timedelta(days=OLDEST_DAYS):
        raise Invalid(
            _("That day is more than a week ago; your leader can help."),
            field="action_date",
        )
    return day


def checked_topics(topics: list[str]) -> list[str]:
    """The word pack's topics by id, others as they were heard, each once."""
    heard = {" ".join(topic.split()) for topic in topics}
    if not all(topic.isprintable() for topic in heard):
        raise Invalid(_("This holds signs that can't be shown."), field="topics")
    return sorted(heard - {""})


def checked_words(text: str, *, field: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if CONTROL_CHARACTER.search(words):
        raise Invalid(_("This holds signs that can't be shown."), field=field)
    return words
