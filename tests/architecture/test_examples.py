"""The client and the curl command of README and docs/protocol.md really work."""

import asyncio
import json
import re
import shlex
import sys

import httpx
import pytest

from tests.architecture.repository import ROOT

PAGES = [ROOT / "README.md", ROOT / "docs" / "protocol.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
async def test_the_ten_line_client_posts_and_sees_its_message(page, server, tmp_path):
    code = first(r"```python\n([^`]*)```", page)
    assert len(code.splitlines()) == 10
    client = tmp_path / "client.py"
    client.write_text(code)

    running = await asyncio.create_subprocess_exec(
        sys.executable,
        client,
        server.socket_url,
        server.token("alice"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    try:
        async with asyncio.timeout(20):
            while True:
                frame = json.loads(await running.stdout.readline())
                if frame.get("kind") == "message.posted":
                    break
    finally:
        running.kill()
        await running.wait()

    assert frame["data"]["message"]["text"] == "Hello from Python"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_curl_command_posts_once_and_then_says_so(page, server):
    words = shlex.split(first(r"^(curl (?:.*\\\n)*.*)$", page))
    headers = dict(word.split(": ", 1) for word in after("-H", words))
    headers["Authorization"] = f"Bearer {server.token('alice')}"
    frame = json.loads(after("-d", words)[0]) | {"room": server.room("riverside")}
    path = words[1].removeprefix("http://127.0.0.1:8000")

    with httpx.Client(trust_env=False) as client:
        answers = [
            client.post(server.url + path, headers=headers, content=json.dumps(frame))
            for _time in range(2)
        ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].json() == answers[0].json() | {"duplicate": True}


def after(flag, words):
    return [words[at + 1] for at, word in enumerate(words) if word == flag]


def first(pattern, page):
    found = re.search(pattern, page.read_text(), re.MULTILINE)
    assert found, f"{page.name} has no {pattern}"
    return found[1]
