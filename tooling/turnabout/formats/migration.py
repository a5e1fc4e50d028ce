"""Takes all files from the format that they follow to another one: texts in, texts out, all of them or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from turnabout.diagnostics import Diagnostic
from turnabout.formats.steps import STEPS, Step
from turnabout.formats.version import FORMAT, KEY, TOPICS, followed, unfit
from turnabout.yamlfile import emit, load, splice


@dataclass(frozen=True, slots=True)
class Migration:
    """From which version to which, by which steps, and the new texts of the files that change.

    With diagnostics there are no changes: half a program in another format would help nobody.
    """

    before: int
    after: int
    steps: tuple[Step, ...] = ()
    changes: Mapping[str, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def migrate(contents: Mapping[str, bytes], target: int = FORMAT, steps: tuple[Step, ...] = STEPS) -> Migration:
    """The way from the version that `contents` follow to `target`. Files that are not UTF-8 are left to `validate`.

    Where the files are newer than `target`, the complaint about that is all there is.
    """
    before = followed(contents, steps)
    if before > target:
        newer = unfit(contents, target)
        return Migration(before, target, diagnostics=() if newer is None else (newer,))
    old = _decoded(contents)
    texts = dict(old)
    way = tuple(step for step in steps if before <= step.before < target)
    for step in way:
        changed, found = step.rewrite(texts)
        if found:
            return Migration(before, target, way, diagnostics=tuple(sorted(found)))
        texts |= changed
    if target > 1 and before < target:
        texts[TOPICS] = _stating(texts.get(TOPICS), target)
    return Migration(before, target, way, {path: text for path, text in texts.items() if text != old.get(path)})


def _decoded(contents: Mapping[str, bytes]) -> dict[str, str]:
    texts = {}
    for path, content in contents.items():
        try:
            texts[path] = content.decode("utf-8")
        except UnicodeDecodeError:
            continue
    return texts


def _stating(topics: str | None, version: int) -> str:
    """The file of topics with the version in it."""
    if topics is None:
        return emit({KEY: version, "topics": []}, schema="../schema/topics.schema.json")
    document, _ = load(TOPICS, topics.encode())
    return topics if document is None else splice(document, topics, (KEY,), version)
