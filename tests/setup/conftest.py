import os
import shutil
import subprocess

import pytest

from tests.architecture.repository import ROOT


@pytest.fixture
def bare_clone(tmp_path):
    """As much of a fresh clone as the first steps of the set-up look at."""
    clone = tmp_path / "clone"
    shutil.copytree(
        ROOT / "bin", clone / "bin", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("requirements.txt", "requirements.lock"):
        shutil.copy(ROOT / name, clone)
    return clone


@pytest.fixture
def serve(bare_clone, tmp_path):
    """Runs bin/serve where it must fail; gives its exit code and what it said."""

    def run(*arguments, **settings):
        kept = {
            name: os.environ[name]
            for name in ("PATH", "HOME", "LANG")
            if name in os.environ
        }
        done = subprocess.run(
            [str(bare_clone / "bin" / "serve"), *arguments],
            cwd=tmp_path,
            env={**kept, **settings},
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stderr.strip()

    return run


@pytest.fixture
def path_without(tmp_path):
    """A PATH of its own: the usual small tools, and what the test puts there."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "dirname"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder
