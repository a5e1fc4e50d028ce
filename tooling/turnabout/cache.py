"""What the last check found, kept in a file of the user's cache folder: safe to delete, ignored when anything is odd.

The file is JSON behind a checksum and a fingerprint of the tool; nothing in it is ever run.
"""

import contextlib
import datetime
import hashlib
import importlib.util
import json
import os
import sys
import tempfile
import zoneinfo
from itertools import repeat
from pathlib import Path
from typing import Any

from turnabout.cards import Card
from turnabout.checking import DIGEST, ByPath, State
from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.workspace import SCHEMAS

FILES_KEPT = 40
# The fields of a card before `parts` and `wishes`: single values.
_PLAIN = Card._fields.index("parts")
_PACKAGE = Path(__file__).resolve().parent


def cache_file(folder: Path, root: Path) -> Path:
    """Where in the cache folder the state of the repository at `root` is kept."""
    name = hashlib.blake2b(os.fsencode(root.absolute()), digest_size=12).hexdigest()
    return folder / f"checked-{name}.json"


def fingerprint() -> str | None:
    """Changes with whatever can change a finding besides the files and the day; None where that cannot be read.

    The sources of this package, the schemas, Python, the installed packages, and the machine's time zones.
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(sys.version.encode())
    try:
        for folder, pattern in ((_PACKAGE, "**/*.py"), (SCHEMAS, "*.json")):
            paths = sorted(folder.glob(pattern))
            if not paths:  # a folder that may not be listed counts as empty for some versions of Python
                return None
            for path in paths:
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        for name in ("yaml", "jsonschema_rs", "tzdata"):
            found = importlib.util.find_spec(name)
            if found is not None and found.origin is not None:
                # The names of the installed distributions hold their versions.
                listed = sorted(each.name for each in Path(found.origin).parents[1].glob("*.dist-info"))
                digest.update("\n".join(listed).encode())
    except OSError:
        return None
    for path in (Path(folder, name) for folder in zoneinfo.TZPATH for name in ("tzdata.zi", "+VERSION", ".")):
        with contextlib.suppress(OSError):
            digest.update(f"{path} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def remembered(file: Path, tool: str) -> State | None:
    """The state kept in the file; None where there is none, it is damaged, or another tool wrote it."""
    try:
        head, _, body = file.read_bytes().partition(b"\n")
        if head == _head(body, tool):
            return _state(json.loads(body))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return None


def remember(file: Path, tool: str, state: State) -> bool:
    """Writes the state, whole or not at all; False where the folder cannot be written, which is no failure."""
    body = json.dumps(_plain(state), separators=(",", ":"), ensure_ascii=True).encode()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Readable by the user only: it holds names.
        handle, name = tempfile.mkstemp(prefix=file.stem, suffix=".part", dir=file.parent)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(_head(body, tool) + b"\n" + body)
        Path(name).replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        return False
    _sweep(file.parent)
    return True


def _sweep(folder: Path) -> None:
    """Removes the oldest files where there are many: repositories come and go."""
    with contextlib.suppress(OSError):
        kept = sorted(folder.glob("checked-*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in kept[FILES_KEPT:]:
            path.unlink(missing_ok=True)


def _head(body: bytes, tool: str) -> bytes:
    # For which processors have instructions: half the time of BLAKE2b on 15 MB.
    return f"turnabout {tool} {hashlib.sha256(body).hexdigest()[:32]}".encode()


def _plain(state: State) -> dict[str, Any]:
    """The state in few long texts and lists: a hundred thousand small ones would take a second to read."""
    cards = list(state.cards.values())
    parts = {each: at for at, each in enumerate(dict.fromkeys(card.parts for card in cards))}
    return {
        "today": state.today.isoformat(),
        "paths": "\n".join(state.digests),
        "digests": b"".join(state.digests.values()).hex(),
        "unsound": sorted(state.unsound),
        "people": list(state.cards),
        "plain": list(zip(*(card[:_PLAIN] for card in cards), strict=True)),
        "parts": list(parts),
        "part": [parts[card.parts] for card in cards],
        "wishes": {person: card.wishes for person, card in state.cards.items() if card.wishes},
        "faults": _rows(state.faults),
        "findings": _rows(state.findings),
    }


def _state(plain: dict[str, Any]) -> State:
    paths, joined = plain["paths"].split("\n"), bytes.fromhex(plain["digests"])
    digests = [joined[at : at + DIGEST] for at in range(0, len(joined), DIGEST)]
    parts = [tuple((program, role) for program, role in each) for each in plain["parts"]]
    columns = zip(*(plain["plain"] or [()] * _PLAIN), [parts[at] for at in plain["part"]], repeat(()), strict=False)
    # `Card` itself is a function of Python's; what it calls takes a third of the time.
    known = dict(zip(plain["people"], map(tuple.__new__, repeat(Card), columns), strict=False))
    for person, wishes in plain["wishes"].items():
        known[person] = known[person]._replace(wishes=tuple(wishes))
    return State(
        today=datetime.date.fromisoformat(plain["today"]),
        digests=dict(zip(paths, digests, strict=True)) if plain["paths"] else {},
        unsound=frozenset(plain["unsound"]),
        cards=known,
        faults=_diagnostics(plain["faults"]),
        findings=_diagnostics(plain["findings"]),
    )


def _rows(found: ByPath) -> dict[str, list[tuple[Any, ...]]]:
    return {
        path: [
            (each.position.line, each.position.column, each.code, each.message, each.fix, each.severity)
            for each in complaints
        ]
        for path, complaints in found.items()
    }


def _diagnostics(rows: dict[str, list[list[Any]]]) -> ByPath:
    return {
        path: tuple(
            Diagnostic(Position(path, line, column), code, message, fix, Severity(severity))
            for line, column, code, message, fix, severity in listed
        )
        for path, listed in rows.items()
    }
