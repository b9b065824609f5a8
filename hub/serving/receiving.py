"""The short way in for what nearly all clients send: whole, small text frames.

autobahn takes a frame apart in a dozen calls, and makes coloured texts for a log that
nobody reads each time bytes arrive. Whatever is not as simple as this is left to it:
fragments, control frames, broken ones.
"""

FINAL_TEXT = 0x81
MASKED = 0x80
# What stands for a length that follows in so many bytes.
TWO_BYTES, EIGHT_BYTES = 126, 127
MASK_BYTES = 4


def whole_texts(data: bytes) -> list[str] | None:
    """The texts of `data` if it is complete final masked text frames and no more."""
    texts: list[str] = []
    start, end = 0, len(data)
    while start < end:
        if end - start < 2 + MASK_BYTES or data[start] != FINAL_TEXT:
            return None
        length = data[start + 1] - MASKED
        start += 2
        if length < 0 or length == EIGHT_BYTES:
            return None
        if length == TWO_BYTES:
            length = int.from_bytes(data[start : start + 2])
            start += 2
            if length < TWO_BYTES:
                return None
        body = start + MASK_BYTES
        start = body + length
        if start > end:
            return None
        try:
            texts.append(_unmasked(data[body - MASK_BYTES : body], data[body:start]))
        except UnicodeDecodeError:
            return None
    return texts


def _unmasked(mask: bytes, payload: bytes) -> str:
    length = len(payload)
    key = int.from_bytes((mask * (length // MASK_BYTES + 1))[:length])
    return (int.from_bytes(payload) ^ key).to_bytes(length).decode()
