"""The server of the built site, for this machine only."""

import functools
import http.server
import sys
from pathlib import Path
from typing import Any

from turnabout.errors import EnvironmentFaultError, UsageError


def server(folder: Path, port: int = 8000) -> http.server.ThreadingHTTPServer:
    """A server of the built site on this machine only; the caller runs `serve_forever` and closes it. Port 0: any free one.

    UsageError where nothing is built yet, EnvironmentFaultError where the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise UsageError("the site is not built yet", "run `turnabout publish build` first")
    handler = functools.partial(_Quiet, directory=str(folder))
    try:
        return _Server(("127.0.0.1", port), handler)
    except OSError as fault:
        raise EnvironmentFaultError(
            f"port {port} cannot be used: {fault.strerror}",
            f"try another one: `turnabout publish serve --port {port + 1}`",
        ) from fault


class _Server(http.server.ThreadingHTTPServer):
    """A browser may leave before a page has come whole; that is no fault."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tells of faults, and is silent about connections that ended."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing: what is printed is the command line's business."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class calls it so
        """Nothing."""
