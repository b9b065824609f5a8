"""What keeping the installation alive writes down, and what it takes away."""

import shutil
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hub.actions import transaction
from keeping import folders
from keeping.backup import Made
from teams.actions import record
from teams.models import Act


def record_backup(made: Made) -> None:
    with transaction():
        record(
            Act.BACKED_UP,
            by=None,
            detail={"bytes": made.bytes, "encrypted": made.encrypted},
        )


def destroy_copies() -> Sequence[str]:
    """What an update or a restore has put aside in the data folder, at close-out.

    Returns which of it could not be removed.
    """
    left = []
    for folder in folders.of_copies():
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            left.append(
                _("The copy in “%(folder)s” of the data folder: remove it by hand.")
                % {"folder": folder.name}
            )
    return left
