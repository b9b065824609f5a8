"""What was mailed, read from the folder that stands for the post."""

import re


def code_mailed(server, address):
    """The six digits of the newest mail to an address."""
    mails = sorted(server.mailbox.iterdir(), key=lambda mail: mail.stat().st_mtime)
    for mail in reversed(mails):
        text = mail.read_text()
        if address in text:
            return re.findall(r"\b\d{6}\b", text)[-1]
    raise AssertionError(f"no mail to {address}")
