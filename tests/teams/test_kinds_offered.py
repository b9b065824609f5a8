"""The web client offers what may stand below a place: the same as the server allows."""

import json
import re
from pathlib import Path

from teams.models import KINDS_BELOW

PLACES = Path(__file__).parents[2] / "frontend" / "arranging" / "places.ts"


def test_the_client_offers_the_kinds_that_the_server_allows():
    block = re.search(r"KINDS_BELOW[^=]*= \{(.*?)\n\};", PLACES.read_text(), re.DOTALL)
    assert block
    offered = {
        kind: set(json.loads(below))
        for kind, below in re.findall(r"(\w+): (\[.*?\])", block[1])
    }

    assert offered == {kind: set(below) for kind, below in KINDS_BELOW.items() if below}
