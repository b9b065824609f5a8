"""Times as they travel: RFC 3339 in UTC with milliseconds."""

from datetime import UTC, datetime


def wire_time(at: datetime) -> str:
    """'2026-11-03T18:04:05.123Z'."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
