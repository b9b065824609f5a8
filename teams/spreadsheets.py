"""Tables that spreadsheets open: none of their cells is run as a formula."""

BOM = "\ufeff"  # Without it spreadsheets take UTF-8 for something older.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """As text; what a spreadsheet would take for a formula gets an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
