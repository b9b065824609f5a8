"""What was mailed, read from the folder that stands for the post."""

import re


def code_mailed(server, address):
    """The six digits of the newest mail to an address."""
    mails = sorted(server.mailbox.iterdir(), key=lambda mail: mail.stat().st_mtime)
    for mail in reversed(mails):
        text = mail.read_text()
        codes = re.findall(r"^\d{6}$", text, re.MULTILINE)
        if address in text and codes:
            return codes[-1]
    raise AssertionError(f"no mail to {address}")
