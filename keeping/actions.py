"""What keeping the installation alive writes down."""

from hub.actions import transaction
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
