"""Secrets that are shown once: tokens and invitations. Only their digest is stored."""

import hashlib
import secrets
import unicodedata

from django.utils.crypto import salted_hmac

# Without 0 and 5: an Arabic five looks like a zero, an Arabic zero like a full stop.
SPOKEN_DIGITS = "12346789"
SPOKEN_LENGTH = 9


def new_secret(prefix: str = "") -> str:
    """128 random bits that fit into a link, after a prefix that scanners can find."""
    return prefix + secrets.token_urlsafe(16)


def digest(secret: str) -> str:
    """A plain SHA-256 is enough: the secrets are random, not chosen by people."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_spoken_code() -> str:
    """Nine digits that are said in threes: one of 134 million."""
    return "".join(secrets.choice(SPOKEN_DIGITS) for _ in range(SPOKEN_LENGTH))


def spoken_code(text: str) -> str | None:
    """What somebody typed, in any digits and grouping; None if it is no spoken code."""
    plain = "".join(text.replace("-", " ").split())
    if len(plain) != SPOKEN_LENGTH or not plain.isdecimal():
        return None
    return "".join(str(unicodedata.decimal(letter)) for letter in plain)


def spoken_digest(code: str) -> str:
    """Keyed: so few codes could all be tried against a stolen copy of the database."""
    return salted_hmac("teams.spoken", code, algorithm="sha256").hexdigest()
