"""Frames as no client should send them: valid ones, changed by a seeded chance."""

from __future__ import annotations

import copy
import json
import random
import re
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.contract import document_of_routing

Frame = dict[str, Any]

PROTOCOL = Path(__file__).parents[2] / "docs" / "protocol.md"
ODD_TEXTS = [
    *("", " ", "\x00", "\u202e", "\ufeff", "null", "true", "-1", "0", "0x10", "1e9"),
    *("room:", ":", "room:1:2", "user:1", "room:-1", "room:٣", "../../etc/passwd"),
    *("' OR 1=1 --", "%s%n", "{0}", "<script>", "x" * 61, "x" * 4001, "ש" * 2000),
    *(
        "👩‍👩‍👧‍👦" * 100,
        "a\u0301" * 2000,
        "\n" * 4000,
        str(uuid.UUID(int=0)),
        "🏳" * 1500,
    ),
]
ODD_NUMBERS = [0, -0.0, -1, 1, 2**31, 2**53, 2**53 + 1, 2**63, 2**64, 10**30, -(10**30)]
ODD_VALUES: list[Any] = [
    *(None, True, False, [], {}, [[]], [None], {"": ""}, [1, 2, 3], ["4R9L", 1]),
    *(0.5, 1.0, 1e308, {"a": {"b": {"c": []}}}, [{}] * 200, ["x"] * 600),
    *ODD_NUMBERS,
    *ODD_TEXTS,
]
JUNK = ["", " ", "\ufeff", "\x00", "{", "}", "[", '"', ",", ":", "\\", "\\ud83d", "NaN"]
JUNK += ["Infinity", "-", "1e999", "9" * 400, "[" * 2000, '{"a":' * 600, "//", "\x7f"]


def examples() -> list[Frame]:
    """Each request that docs/protocol.md shows, as it stands there."""
    operations = document_of_routing()["operations"]
    blocks = re.findall(r"```json\n(.*?)\n```", PROTOCOL.read_text(), re.DOTALL)
    frames = [json.loads(line) for block in blocks for line in block.splitlines()]
    return [
        frame
        for frame in frames
        if operations.get(frame["type"], {}).get("action") == "receive"
        and "users" not in frame
    ]


class Mutator:
    """The same seed makes the same frames, given the same answers."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._examples = examples()
        self._known: dict[str, list[Any]] = defaultdict(list)

    def learn(self, fields: Frame) -> None:
        """What the server named is asked for later, so that more is reached."""
        for name, value in fields.items():
            if isinstance(value, (str, int)) and name not in ("type", "ref"):
                self._known[name] = [*self._known[name][-20:], value]

    def frame(self, ref: int) -> Frame:
        """A request with this `ref`; valid, or wrong in one place or several."""
        chance = self.chance
        frame: Frame = copy.deepcopy(chance.choice(self._examples))
        for name in frame:
            if name in self._known and chance.random() < 0.9:
                frame[name] = chance.choice(self._known[name])
        if "client_id" in frame and chance.random() < 0.9:
            frame["client_id"] = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
            self._spoil(frame)
        frame["ref"] = ref
        if frame["type"] == "typing":
            del frame["ref"]
        return frame

    def text(self, ref: int) -> str:
        """A message that is most often no JSON, or no frame."""
        chance = self.chance
        text = json.dumps(self.frame(ref), ensure_ascii=chance.random() < 0.5)
        for _ in range(chance.randint(1, 4)):
            at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
            text = chance.choice(
                [
                    text[:at],
                    text[:at] + text[to:],
                    text[:at] + chance.choice(JUNK) + text[at:],
                    text[:at] + text[at:to] * 2 + text[to:],
                    json.dumps([json.dumps(text[:200])]),
                ]
            )
        # What is larger closes the socket with 1009.
        return text.encode(errors="replace")[:60_000].decode(errors="ignore")

    def _spoil(self, frame: Frame) -> None:
        chance = self.chance
        names = [name for name in frame if name != "type"] or ["ref"]
        name = chance.choice(names)
        match chance.randrange(7):
            case 0:
                frame.pop(name, None)
            case 1 | 2:
                frame[name] = chance.choice(ODD_VALUES)
            case 3:
                frame[name] = frame.get(chance.choice(names))
            case 4:
                frame[chance.choice(list(self._known) or ["x"])] = chance.choice(
                    ODD_VALUES
                )
            case 5:
                frame[name] = [frame.get(name)]
            case 6:
                frame["type"] = chance.choice(self._examples)["type"]
