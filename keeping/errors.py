"""What went wrong, for whoever has to mend it."""

import errno


class KeepingError(Exception):
    """One sentence that says what is wrong and what to do; nothing was changed."""


class ProgramMissing(KeepingError):
    """A program of PostgreSQL's is not on this machine."""


def of_disk(error: OSError, doing: str) -> KeepingError:
    """The sentence for a file system that refuses."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return KeepingError(
            f"The disk is full while {doing}: free some space, or choose another "
            "folder; nothing was changed."
        )
    place = f" ({error.filename})" if error.filename else ""
    return KeepingError(
        f"The disk refuses while {doing}: {error.strerror or error}{place}; "
        "nothing was changed."
    )
