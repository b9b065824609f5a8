"""Secrets that are shown once: tokens and invitations. Only their digest is stored."""

import hashlib
import secrets


def new_secret(prefix: str = "") -> str:
    """128 random bits that fit into a link, after a prefix that scanners can find."""
    return prefix + secrets.token_urlsafe(16)


def digest(secret: str) -> str:
    """A plain SHA-256 is enough: the secrets are random, not chosen by people."""
    return hashlib.sha256(secret.encode()).hexdigest()
