"""Settles the forms that `turnabout intake` received on a set of files, one after the other; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from turnabout.checking import check
from turnabout.cli.received import Received, Source, receive
from turnabout.cli.setting import Setting, check_since
from turnabout.diagnostics import has_errors
from turnabout.errors import UsageError
from turnabout.files import Files
from turnabout.forms.catalog import forms as forms_of
from turnabout.forms.event import Sender
from turnabout.forms.settle import Outcome, laid_over, settle
from turnabout.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of everything that came in: one outcome for each form, and the files that change in all.

    There are no such files where a form was refused, unless the others were to be taken all the same.
    """

    outcomes: tuple[Outcome, ...]
    files: Mapping[str, str | None]
    sender: Sender


def take(setting: Setting, source: Source, files: Files) -> Taken:
    """What becomes of the forms on these files, one after the other; nothing is written."""
    before = check_since(files, setting.today, None)
    forms = forms_of(before.workspace)
    if not forms:
        raise UsageError("no program here takes forms", "forms are for programs with `privacy: named`, without faults")
    received = receive(source, forms, setting.today)
    outcomes = []
    changes: dict[str, str | None] = {}
    for filled in received.filled:
        outcome = settle(filled, files, before, received.sender)
        outcomes.append(outcome)
        if outcome.files:
            changes |= outcome.files
            files = laid_over(files, outcome.files)
            before = check(files, setting.today, before.state)
    told = tuple(_with_unread(outcomes, received))
    stopped = not source.partial and any(each.state == "refused" for each in told)
    return Taken(told, {} if stopped else changes, received.sender)


def _with_unread(outcomes: Sequence[Outcome], received: Received) -> Sequence[Outcome]:
    """What could not be read is an outcome too; notes about the only form go with that form."""
    if has_errors(received.found):
        return [*outcomes, Outcome(found=received.found, closes=received.sender.issue)]
    if received.found and outcomes:
        return [replace(outcomes[0], found=(*received.found, *outcomes[0].found)), *outcomes[1:]]
    return outcomes
