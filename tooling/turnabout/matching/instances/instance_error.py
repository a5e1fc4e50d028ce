"""The error of a file that holds no pairing problem: a located message for everything that is wrong."""

from collections.abc import Sequence

from turnabout.diagnostics import Diagnostic, Position

CODE = "instance"
_FIX = "see the instance format in the reference"


class InstanceError(ValueError):
    """A file holds no pairing problem; `diagnostics` says everything that is wrong, in order of the file."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = tuple(diagnostics)


def at(path: str, line: int, column: int, message: str) -> Diagnostic:
    """One fault at a place in the file; a file that is no text has line 1, column 1 only."""
    return Diagnostic(Position(path, line, column), CODE, message, _FIX)


def located(path: str, place: tuple[str | int, ...], message: str) -> Diagnostic:
    """One fault with the way to it in the message, as in `pairs[3][2]`."""
    way = ""
    for part in place:
        way += f"[{part}]" if isinstance(part, int) else f".{part}" if way else part
    return at(path, 1, 1, f"{way}: {message}" if way else message)
