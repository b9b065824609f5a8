"""Bearer tokens for bots, native apps and tests."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import changed, revoke, transaction
from hub.errors import Conflict
from teams.actions.audit import Detail, record
from teams.models import Act, Token, TokenScope, User
from teams.secret import digest, new_secret

TOKEN_PREFIX = "muster_"
TOKENS_AT_MOST = 50


class Issued(NamedTuple):
    token: Token
    secret: str


def issue_token(
    *,
    user: User,
    name: str,
    lasts: timedelta,
    scope: TokenScope = TokenScope.WRITE,
    by: User | None = None,
) -> Issued:
    """A new bearer token. Its secret is shown this once: only its digest is kept."""
    secret = new_secret(TOKEN_PREFIX)
    now = timezone.now()
    with transaction():
        User.objects.select_for_update().get(pk=user.pk)
        alive = user.tokens.filter(revoked_at=None, expires_at__gt=now)
        if alive.count() >= TOKENS_AT_MOST:
            raise Conflict(_("You have too many tokens. End one that is not needed."))
        token = Token.objects.create(
            user=user,
            name=name,
            scope=scope,
            digest=digest(secret),
            expires_at=now + lasts,
        )
        detail: Detail = {"token": token.pk, "scope": scope.value}
        record(Act.TOKEN_ISSUED, by=by, subject=user, detail=detail)
    return Issued(token, secret)


def revoke_token(*, token: Token, by: User) -> None:
    """Ends one token and the sockets that use it; one that has ended stays ended."""
    with transaction():
        _revoke(Token.objects.filter(pk=token.pk), by=by)


def mark_as_bot(*, user: User) -> None:
    """From now on everybody sees that a program speaks here, in old messages too."""
    with transaction():
        user.is_bot = True
        user.save(update_fields=["is_bot"])
        changed(user=user.pk, reason="profile")


def revoke_tokens(*, user: User, by: User | None = None) -> int:
    """Ends all of a person's tokens and the sockets that use them; how many."""
    with transaction():
        return _revoke(user.tokens.all(), by=by)


def _revoke(tokens: QuerySet[Token], *, by: User | None) -> int:
    alive = tokens.filter(revoked_at=None).select_related("user")
    ended = list(alive.select_for_update(of=("self",)))
    tokens.filter(pk__in=[one.pk for one in ended]).update(revoked_at=timezone.now())
    for token in ended:
        revoke(token=token.pk, reason="token revoked")
        detail = {"token": token.pk}
        record(Act.TOKEN_REVOKED, by=by, subject=token.user, detail=detail)
    return len(ended)
