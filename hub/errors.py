"""What a command may answer instead of `ok`: one class per code of the protocol."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class HubError(Exception):
    """An answer of the protocol. `status` is its HTTP form; texts are translatable."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    default: ClassVar[Text] = _(
        "Something went wrong here. Nothing is lost; try again."
    )

    def __init__(
        self,
        message: Text | None = None,
        *,
        field: str | None = None,
        retry_after_ms: int | None = None,
    ) -> None:
        self.message = self.default if message is None else message
        self.field = field
        self.retry_after_ms = retry_after_ms
        super().__init__(self.code)

    def fields(self) -> dict[str, str | int]:
        """`{code, message, field?, retry_after_ms?}` in the active language."""
        fields: dict[str, str | int] = {"code": self.code, "message": str(self.message)}
        if self.field is not None:
            fields["field"] = self.field
        if self.retry_after_ms is not None:
            fields["retry_after_ms"] = self.retry_after_ms
        return fields


class BadFrame(HubError):
    code, status = "bad_frame", 400
    default = _("This is not a frame of the protocol.")


class UnknownType(HubError):
    code, status = "unknown_type", 422
    default = _("This server does not know that type of frame.")


class Invalid(HubError):
    code, status = "invalid", 422
    default = _("Something in this is not valid.")


class Refused(HubError):
    """Absent and forbidden answer alike, so that nobody can probe for what exists."""

    code, status = "refused", 403
    default = _("This is not there, or not open to you.")


class OnlyReads(Refused):
    default = _("This token may only read.")


class Conflict(HubError):
    code, status = "conflict", 409
    default = _("Somebody else changed this first.")


class TooLarge(HubError):
    code, status = "too_large", 413
    default = _("This is too large to send.")


class RateLimited(HubError):
    code, status = "rate_limited", 429
    default = _("That was a lot at once. It goes on in a moment.")


class NotReady(HubError):
    code, status = "not_ready", 409
    default = _("Say hello first.")


class NotSignedIn(HubError):
    code, status = "refused", 401
    default = _("Please sign in.")


class Unavailable(HubError):
    code, status = "unavailable", 503
    default = _("The server can't save right now. Your text is kept; it will be sent.")


class Unanswered(Unavailable):
    """The same for a question: there is no text that could be kept."""

    default = _("The server can't answer right now. Try again in a moment.")


class Internal(HubError):
    pass
