"""Decides what becomes of a filled-in form: the files it changes, checked with all rules, or what is wrong with it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace

from turnabout.checking import Checked, check
from turnabout.diagnostics import Diagnostic, Position, Severity, has_errors
from turnabout.files import Files
from turnabout.forms import meeting, standing
from turnabout.forms.codes import Code
from turnabout.forms.edits import Change, Edit, Write, texts
from turnabout.forms.event import Sender
from turnabout.forms.fields import Filled
from turnabout.forms.joining import join
from turnabout.forms.plan import Ground, Plan
from turnabout.frozen import dataclass
from turnabout.ids import ID_MAX
from turnabout.yamlfile import EmitError, SpliceError, load

_MAKERS: Mapping[str, Callable[[Filled, Ground], Plan]] = {
    "join-mentor": join,
    "join-mentee": join,
    "session": meeting.session,
    "pledge": meeting.pledge,
    "pause": standing.pause,
    "leave": standing.leave,
    "manager": standing.manager,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one form: a change set with its reasons.

    `files` maps paths to whole new texts, None where a file goes; there are none where the form is refused, or where
    all that it asks for is there already. `said` is what it asks for in a few words, `name` an id for its proposal.
    `closes` is the number of the issue that its proposal settles, 0 for none. `found` are complaints and notes, in
    order; `form` is the form's name.
    """

    form: str = ""
    name: str = ""
    said: str = ""
    files: Mapping[str, str | None] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()
    closes: int = 0

    @property
    def state(self) -> str:
        """`refused`, `unchanged` or `changed`."""
        return "refused" if has_errors(self.found) else "changed" if self.files else "unchanged"


def settle(filled: Filled, files: Files, before: Checked, sender: Sender) -> Outcome:
    """What becomes of the form on these files, which `before` is what is found in.

    Errors that the change would bring into a file it writes refuse the form. What it brings to light elsewhere, such as
    a pair inside the new reporting line, is told and refuses nothing: it is true whether it is written down or not.
    """
    plan = _MAKERS[filled.form.id](filled, Ground(before.workspace, files.contents, sender))
    told = list(plan.found)
    outcome = Outcome(filled.form.name, _name(filled, plan, sender), plan.said, closes=sender.issue)
    if has_errors(told):
        return replace(outcome, found=tuple(sorted(told)))
    try:
        made = texts(plan.edits, files.contents)
    except (SpliceError, EmitError) as fault:
        told.append(_no_place(filled, plan, fault))
        return replace(outcome, found=tuple(sorted(told)))
    if made:
        told += _brought(filled, plan.edits, files, before, made)
    return replace(outcome, files={} if has_errors(told) else made, found=tuple(sorted(told)))


def laid_over(files: Files, changes: Mapping[str, str | None]) -> Files:
    """The files with changes made to them."""
    contents = {path: content for path, content in files.contents.items() if path not in changes}
    contents |= {path: text.encode("utf-8") for path, text in changes.items() if text is not None}
    return Files(dict(sorted(contents.items())), files.refused)


def _name(filled: Filled, plan: Plan, sender: Sender) -> str:
    """An id: one for each issue, else one for each form that says something else, with whom it is about for people."""
    if sender.issue:
        return f"issue-{sender.issue}"
    said = repr([(id_, each.text, each.chosen) for id_, each in filled.answers.items()])
    mark = hashlib.sha256(said.encode()).hexdigest()[:8]
    readable = f"{filled.form.id}-{plan.about}"[: ID_MAX - len(mark) - 1].rstrip("-")
    return f"{readable}-{mark}"


def _brought(
    filled: Filled, edits: Iterable[Edit], files: Files, before: Checked, made: Mapping[str, str | None]
) -> list[Diagnostic]:
    """What is wrong after the change and was not before: told at the answer that it comes from, where there is one."""
    after = check(laid_over(files, made), before.state.today, before.state)
    known = {(each.position.path, each.code, each.message) for each in before.diagnostics}
    written = list(edits)
    found = []
    for each in after.diagnostics:
        if (each.position.path, each.code, each.message) in known:
            continue
        if each.position.path not in made:
            message = f"{each.message}, in {each.position.path}:{each.position.line}"
            found.append(replace(each, position=_first(filled), message=message, severity=Severity.WARNING))
            continue
        field_id = _source(each, written, made[each.position.path] or "")
        place = filled.answers[field_id].at if field_id else _first(filled)
        found.append(replace(each, position=place))
    return found


def _source(fault: Diagnostic, edits: Iterable[Edit], text: str) -> str:
    """The field that what stands at the complaint's place comes from, empty where it is none of the form's."""
    document, _ = load(fault.position.path, text.encode("utf-8"))
    path = () if document is None else document.path_at(fault.position)
    for edit in edits:
        if isinstance(edit, Write) and edit.path == fault.position.path and path:
            return edit.sources.get(str(path[0]), "")
        if isinstance(edit, Change) and edit.path == fault.position.path and path[: len(edit.keys)] == edit.keys:
            return edit.source
    return ""


def _no_place(filled: Filled, plan: Plan, fault: Exception) -> Diagnostic:
    what = ", ".join(sorted({edit.path for edit in plan.edits}))
    message = f"expected a place for the answers in {what}, found none: {fault}"
    return Diagnostic(_first(filled), Code.NO_PLACE, message, "a coordinator can write it there by hand")


def _first(filled: Filled) -> Position:
    """The place of the first answer, for what no single answer is to blame for."""
    return next(iter(filled.answers.values())).at
