"""E-mail and phone as others get to see them: enough to recognise, not to use."""

from teams.models import User

HIDDEN = "•••"


def masked(user: User) -> dict[str, str]:
    """`{"email": "a•••@e•••.org", "phone": "•••• 42"}`; empty for what is not there."""
    return {"email": _masked_email(user.email), "phone": _masked_phone(user.phone)}


def _masked_email(email: str) -> str:
    name, at, domain = email.rpartition("@")
    host, dot, last = domain.rpartition(".")
    if not (name and at):
        return ""
    return f"{name[0]}{HIDDEN}@{host[:1]}{HIDDEN}{dot}{last if dot else ''}"


def _masked_phone(phone: str) -> str:
    digits = [sign for sign in phone if sign.isdigit()]
    return (
        f"{HIDDEN}• {''.join(digits[-2:])}" if len(digits) > 4 else HIDDEN * bool(phone)
    )
