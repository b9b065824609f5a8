"""Letters as search compares them, in any language."""

import unicodedata

# Forms of one Arabic letter that people type for each other.
_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ـ": None,
    }
)


def folded(text: str) -> str:
    """Without capitals, accents and vowel marks, and one form of each letter."""
    base = unicodedata.normalize("NFKC", text).casefold().translate(_ARABIC)
    parts = unicodedata.normalize("NFD", base)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
