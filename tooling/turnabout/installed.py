"""Where the files lie that Turnabout brings along beside its code: schemas, pages, workflows."""

import sys
from pathlib import Path

AGAIN = "install Turnabout again: `pip install --force-reinstall turnabout`, or `pip install --editable .` in its repository"
"""What mends an installation that lacks something, as a hint says it."""
_REPOSITORY = Path(__file__).resolve().parents[2]
_SHARE = Path(sys.prefix) / "share" / "turnabout"


def brought_along(name: str) -> Path:
    """The file or folder `name`: in Turnabout's repository where it runs from there, else where an installation puts it."""
    beside = _REPOSITORY / name
    return beside if (_REPOSITORY / "tooling" / "turnabout").is_dir() and beside.exists() else _SHARE / name
