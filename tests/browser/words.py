"""What the web client says in one language: journeys are walked in all three."""

import json
import re
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[2] / "frontend" / "locales"


class Words:
    """`words("people.do_mute", name="Sam")` is the text on the screen."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = {
            f"{path.stem}.{key}": text
            for path in (LOCALES / language).glob("*.json")
            for key, text in json.loads(path.read_text()).items()
        }

    def __call__(self, key: str, **values: str) -> str:
        text: str = self._texts[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def begins(self, key: str, **values: str) -> re.Pattern[str]:
        """What begins so; values may be set off from text that runs the other way."""
        pattern = re.escape(self(key, **{name: "\0" + name for name in values}))
        for name, value in values.items():
            apart = f"\u2068?{re.escape(value)}\u2069?"
            pattern = pattern.replace(re.escape("\0" + name), apart)
        return re.compile(f"^{pattern}")
