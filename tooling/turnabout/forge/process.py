"""Runs a program to its end without a terminal and within a time: the one place of the forge that starts processes."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import field

from turnabout.errors import EnvironmentFaultError
from turnabout.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """What a process left: exit code and both outputs as bytes. The output may hold a secret and is not shown."""

    code: int
    out: bytes = field(repr=False)
    err: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The output as text without the line end."""
        return self.out.decode("utf-8", "replace").rstrip("\n")


def finish(name: str, command: Sequence[str], stdin: bytes, environ: Mapping[str, str], timeout: float) -> Reply:
    """The reply of `command`, called `name` in messages.

    A session of its own has no terminal, so nothing can ask there, and dies with its children. Raises
    EnvironmentFaultError where the program cannot be started or gives no answer within `timeout` seconds.
    """
    program = name.partition(" ")[0]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environ),
            start_new_session=True,
        )
    except OSError as error:
        raise EnvironmentFaultError(
            f"{program} cannot be started: {error.strerror or 'no reason'}", f"check the installation of {program}"
        ) from error
    with process:
        try:
            out, err = process.communicate(stdin, timeout=timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            # From None: the exception's own text is the whole command.
            raise EnvironmentFaultError(
                f"`{name}` gave no answer within {timeout:g} seconds",
                "check the network and run the command again",
            ) from None
        except BaseException:
            _end(process)
            raise
    return Reply(process.returncode, out, err)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if os.name == "posix" and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
