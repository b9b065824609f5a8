"""What bin/serve says when it can't: one sentence that helps, and exit code 1."""

import fcntl
import socket
import stat

import pytest


def test_port_in_use(serve):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        code, said = serve("--port", str(port))

    assert code == 1
    assert said == (
        f"Port {port} of 127.0.0.1 is in use: stop what uses it, or choose another, "
        f"as in bin/serve --port {port + 1}"
    )


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_port_that_is_none(serve, port):
    code, said = serve("--port", port)

    assert code == 1
    assert said == f"There is no port {port}: choose one from 1024 to 65535."


def test_host_that_is_not_this_machine(serve):
    code, said = serve("--port", "0", "--host", "192.0.2.7")

    assert code == 1
    assert said.startswith("Muster can't listen on 192.0.2.7")


def test_data_folder_that_cannot_be_made(serve, tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")

    code, said = serve("--port", "0", "--data", "taken", "--own")

    assert code == 1
    assert said.startswith(f"The data folder {tmp_path / 'taken'} can't be made")
    assert "--data" in said


def test_data_folder_that_others_may_read(serve, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "secret_key").write_text("for everybody to see")

    code, said = serve("--port", "0", "--data", str(folder), "--own")

    assert code == 1
    assert said.endswith(f"run chmod 700 {folder}")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_workers_without_postgresql_and_redis(serve, tmp_path):
    code, said = serve("--port", "0", "--workers", "3", "--data", "new")

    assert code == 1
    assert said.startswith("3 workers need PostgreSQL and Redis: set DATABASE_URL to")
    assert not (tmp_path / "new").exists()


def test_limits_off_for_everybody(serve, tmp_path):
    arguments = ("--port", "0", "--host", "0.0.0.0", "--data", "new")

    code, said = serve(*arguments, LIMITS="off")

    assert code == 1
    assert said == "LIMITS=off is for benches: it works on 127.0.0.1 only."
    assert not (tmp_path / "new").exists()


def test_python_that_is_too_old(serve, path_without):
    old = path_without / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    code, said = serve("--port", "0", PATH=str(path_without))

    assert code == 1
    assert said.startswith("Muster needs Python 3.11 or newer")


def test_python_without_venv(serve, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['ensurepip'] = None\n"
    )

    code, said = serve("--port", "0", PYTHONPATH=str(tmp_path))

    assert code == 1
    assert "apt install python3" in said


def test_no_network(serve, bare_clone):
    code, said = serve("--port", "0", PIP_NO_INDEX="1", PIP_CONFIG_FILE="/dev/null")

    assert code == 1
    assert said.startswith("Python packages could not be downloaded: connect this")
    assert str(bare_clone / "var" / "demo" / "setup.log") in said


def test_half_made_venv_is_made_anew(serve, bare_clone):
    (bare_clone / ".venv" / "bin").mkdir(parents=True)
    (bare_clone / ".venv" / "bin" / "python").write_text("broken off here")

    serve("--port", "0", PIP_NO_INDEX="1", PIP_CONFIG_FILE="/dev/null")

    assert (bare_clone / ".venv" / "pyvenv.cfg").exists()


def test_data_folder_that_a_server_uses(serve, tmp_path):
    folder = tmp_path / "used"
    folder.mkdir(mode=0o700)
    with (folder / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        code, said = serve("--port", "0", "--data", str(folder))

    assert code == 1
    assert said.startswith("Another Muster server already uses the data folder")
