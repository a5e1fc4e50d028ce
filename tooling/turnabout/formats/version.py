"""Says which version of the data format the files follow, and complains where this Turnabout does not read it."""

from collections.abc import Mapping

from turnabout.diagnostics import Diagnostic, Position
from turnabout.file_codes import FileCode
from turnabout.formats.steps import STEPS, Step
from turnabout.layout import FOLDER
from turnabout.yamlfile import Document, load

FORMAT = 1
"""The version that this Turnabout reads and writes."""
TOPICS = f"{FOLDER}/topics.yaml"
"""The one file that every repository has once: its key `format` states the version, left out it is 1."""
KEY = "format"
MIGRATE = "run `turnabout migrate`, which keeps values and comments"


def followed(contents: Mapping[str, bytes], steps: tuple[Step, ...] = STEPS) -> int:
    """The version that the files follow: the one stated, else 0 where a file shows signs of that, else 1."""
    document = _topics(contents)
    if document is not None:
        return int(document.data[KEY])
    return 1 if all(_unstated(path, content, steps) is None for path, content in contents.items()) else 0


def unfit(contents: Mapping[str, bytes], known: int = FORMAT) -> Diagnostic | None:
    """The complaint at the place where the files state a version that this Turnabout does not read, or None."""
    document = _topics(contents)
    stated = 1 if document is None else int(document.data[KEY])
    if stated == known:
        return None
    position = Position(TOPICS) if document is None else document.at(KEY)
    message = f"expected data format {known}, which this Turnabout reads, found format {stated}"
    fix = MIGRATE if stated < known else "install a newer Turnabout; this one would not understand the files"
    return Diagnostic(position, FileCode.FORMAT, message, fix)


def outdated(path: str, content: bytes, steps: tuple[Step, ...] = STEPS) -> Diagnostic | None:
    """The complaint about one file in a format from before versions were stated, or None. For files that do not load."""
    position = _unstated(path, content, steps)
    if position is None:
        return None
    message = f"expected data format {FORMAT}, found a key of format 0"
    return Diagnostic(position, FileCode.FORMAT, message, MIGRATE)


def _unstated(path: str, content: bytes, steps: tuple[Step, ...]) -> Position | None:
    """Where the file shows that it follows format 0, which no file states."""
    return next((found for step in steps if step.before == 0 and (found := step.sign(path, content))), None)


def _topics(contents: Mapping[str, bytes]) -> Document | None:
    """The file of topics where it states a version; with faults in it, it states none."""
    content = contents.get(TOPICS, b"")
    if KEY.encode() not in content:
        return None
    document, _ = load(TOPICS, content)
    if document is None or not isinstance(document.data, dict):
        return None
    stated = document.data.get(KEY)
    return document if type(stated) is int and stated > 0 else None
