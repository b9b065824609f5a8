"""The end of a campaign: all personal data destroyed."""

from collections.abc import Callable, Sequence

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.actions import forget_all, renew_epoch, revoke, transaction
from teams import append_only
from teams.actions.audit import record
from teams.models import Act, Campaign

# What is left of a campaign: its places and its figures, which name nobody.
_kept = {
    "contenttypes.ContentType",
    "auth.Permission",
    "hub.Installation",
    "hub.Lease",
    "hub.PastEpoch",
    "hub.Stream",
    "teams.Campaign",
    "teams.PostalCode",
    "teams.Unit",
}
Left = Sequence[str | Promise]
_on_closed_out: list[Callable[[], Left | None]] = []
NOT_REACHED: tuple[str | Promise, ...] = (
    _("Backups and copies of the database, wherever they are kept."),
    _("Mails that were sent: they are in people's mailboxes."),
    _(
        "What phones keep to work offline: each forgets it when it is online next, "
        "or after 7 days."
    ),
    _("What people wrote down, printed, exported or photographed."),
    _("Logs of the web server before this one, and of the mail provider."),
)


def close_out(*, campaign: Campaign) -> Left:
    """Destroys all personal data of this installation; there is no way back.

    Every socket is closed, nobody can sign in any more. Returns what is out of reach.
    """
    with transaction():
        # Before the rows: what is closed by it must not come back meanwhile.
        revoke(reason="closed out")
        Campaign.objects.filter(pk=campaign.pk).update(closed_out_at=timezone.now())
    with transaction(), append_only.lifted(connection), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if is_kept(model):
                _let_go(cursor, model)
            elif model._meta.managed and not model._meta.proxy:
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
    left = [one for hook in _on_closed_out for one in hook() or ()]
    _wipe()
    with transaction():
        record(Act.CLOSED_OUT, by=None, unit=campaign.unit)
    # Every process forgets what it remembers of streams, and every client loads anew.
    renew_epoch()
    forget_all()
    return (*left, *NOT_REACHED)


def keep_at_close_out(*labels: str) -> None:
    """Names models that hold nothing of people; the root files call it."""
    _kept.update(labels)


def when_closed_out(hook: Callable[[], Left | None]) -> None:
    """Registers what is to be done for what is no model: an index, files.

    It may return what it could not reach.
    """
    if hook not in _on_closed_out:
        _on_closed_out.append(hook)


def is_kept(model: type[Model]) -> bool:
    return model._meta.label in _kept


def _let_go(cursor: CursorWrapper, model: type[Model]) -> None:
    """A row that stays names nobody who goes."""
    for field in model._meta.concrete_fields:
        related = field.related_model
        if isinstance(related, type) and not is_kept(related):
            table, column = model._meta.db_table, field.column
            cursor.execute(f'UPDATE "{table}" SET "{column}" = NULL')


def _wipe() -> None:
    """Deleted rows stay in free pages and old files until these are written anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM FULL")
