"""Who may look after the installation itself."""

from hub.errors import Refused
from teams.access import standing
from teams.models import User
from teams.roles import Role

LOOK_AFTER = {Role.OWNER, Role.DIRECTOR}


def check_looks_after(user: User) -> None:
    if not {seat.role for seat in standing(user).seats} & LOOK_AFTER:
        raise Refused
