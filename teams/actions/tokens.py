"""Bearer tokens for bots, native apps and tests."""

from datetime import timedelta

from django.utils import timezone

from hub.actions import revoke, transaction
from teams.models import Token, User
from teams.secret import digest, new_secret

TOKEN_PREFIX = "muster_"


def issue_token(*, user: User, name: str, lasts: timedelta) -> str:
    """A new bearer token. Shown this once: only its digest is kept."""
    secret = new_secret(TOKEN_PREFIX)
    expires_at = timezone.now() + lasts
    Token.objects.create(
        user=user, name=name, digest=digest(secret), expires_at=expires_at
    )
    return secret


def revoke_tokens(*, user: User) -> int:
    """Ends all of a person's tokens and the sockets that use them; how many."""
    with transaction():
        tokens = list(user.tokens.filter(revoked_at=None).select_for_update())
        user.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
        for token in tokens:
            revoke(token=token.pk, reason="token revoked")
        return len(tokens)
