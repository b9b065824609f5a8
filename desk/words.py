"""Words as search compares them, in any language."""

import re

from hub.letters import folded

SHORTEST = 2
LONGEST = 40
MOST_TERMS = 400

_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل")
_ENDINGS = ("es", "s", "e")
# English, Spanish, and Arabic as it looks after the letters above are made one.
_SMALL_WORDS = """
a an and any are as at be but by can could did do does for from had has have he her him
his how i if in is it its me my no not of on or our she should so still that the their
them there they this to us was we were what when where which who will with would you
your
al algo como con cual cuando de del donde el ella ellos en era es esta este esto la las
le les lo los mas me mi no nos o para pero por puede pueden puedo que quien se si sin
sobre su sus tengo tiene un una unas uno unos y ya
الذي التي الي ان انا او اين بعد ثم ذلك علي عن في قبل قد كان كل كيف لا لم لن ما ماذا متي
مع من هذا هذه هل هم هو هي يمكن يمكنني
"""
_STOP_WORDS = frozenset(_SMALL_WORDS.split())


def terms_of(text: str) -> list[str]:
    """The words that count, in order; the same for indexing and for asking."""
    words = _WORD.findall(folded(text))
    kept = [_stem(word) for word in words if word not in _STOP_WORDS]
    return [term[:LONGEST] for term in kept if len(term) >= SHORTEST][:MOST_TERMS]


def _stem(word: str) -> str:
    if _ARABIC.search(word):
        article = next((a for a in _ARTICLES if word.startswith(a)), "")
        return word[len(article) :] if len(word) - len(article) >= 3 else word
    if word.endswith("ss"):
        return word
    ending = next((e for e in _ENDINGS if word.endswith(e)), "")
    return word[: -len(ending)] if ending and len(word) - len(ending) >= 3 else word
