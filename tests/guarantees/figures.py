"""What a server says about itself, and what the machine says about it."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from tests.server import Server


async def unsent_bytes(server: Server) -> float:
    """What waits in the server for clients that take nothing."""
    return await figure(server, "unsent_bytes")


async def figure(server: Server, name: str) -> float:
    """One of the figures of `/metrics` without labels, by its name behind `muster_`."""
    text = await figures(server)
    found = re.search(rf"^muster_{name} (\S+)$", text, re.MULTILINE)
    assert found, text
    return float(found[1])


async def figures(server: Server) -> str:
    """All that `/metrics` says."""
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        return (await client.get(f"{server.url}/metrics")).text


def memory_of(server: Server) -> int:
    """Resident, in bytes."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024
