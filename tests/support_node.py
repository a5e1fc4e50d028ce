"""Starts other people's servers that the set-up installed from npm: emulate and Prism, on 127.0.0.1 only."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parent
PROGRAMS = TESTS.parent / ".venv" / "node" / "node_modules" / ".bin"
_SECONDS = 60.0


@contextmanager
def serving(program: str, *arguments: str, log: Path) -> Iterator[str]:
    """The address of the running program; `{port}` in its arguments is replaced. Its output goes to `log`."""
    path = PROGRAMS / program
    assert path.exists(), f"{program} is missing: `make test` installs it (Node.js 20 and npm are needed)"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(path), *(argument.replace("{port}", str(port)) for argument in arguments)]
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(log.parent),
        "NODE_OPTIONS": f"--require {TESTS / 'forge' / 'loopback.cjs'}",
    }
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, env=environ) as process:
        try:
            _wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing answers after {_SECONDS:g} s: {log.read_text(encoding='utf-8', errors='replace')}")
