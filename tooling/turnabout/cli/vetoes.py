"""Reads the file of refused pairs that a coordinator keeps outside the repository, and never shows what stands in it."""

import functools
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from turnabout.errors import UsageError
from turnabout.frozen import dataclass
from turnabout.model import Role, Vetoes
from turnabout.model.vetoes import vetoes as vetoes_of
from turnabout.wording import counted
from turnabout.workspace import Workspace, read_outside
from turnabout.yamlfile import Document


@dataclass(frozen=True, slots=True)
class VetoesFile:
    """What was said of vetoes: the file, or that there are none (any more), or neither."""

    path: Path | None
    none: bool

    @property
    def option(self) -> str:
        """The option that was given, or nothing."""
        return "--vetoes" if self.path is not None else "--no-vetoes" if self.none else ""

    @property
    def words(self) -> str:
        """What a next command has to say of it, too, with a blank before: else it would pair who was to be kept apart."""
        return f" --vetoes {shlex.quote(str(self.path))}" if self.path is not None else " --no-vetoes" * self.none


def vetoes_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--vetoes FILE` and `--no-vetoes`; the command receives a `VetoesFile` as `vetoes`."""

    @functools.wraps(command)
    def wrapped(*args: Any, vetoes: Path | None, no_vetoes: bool, **rest: Any) -> Any:
        return command(*args, vetoes=VetoesFile(vetoes, no_vetoes), **rest)

    for option in (
        click.option("--no-vetoes", is_flag=True, help="Nobody refuses anybody any more, though somebody did before."),
        click.option(
            "--vetoes",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="Refused pairs, in a file outside the repository. Never shown, stored or committed.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


def given_vetoes(file: VetoesFile, workspace: Workspace, program: str) -> Vetoes | None:
    """The vetoes in the file, or None without one.

    Raises UsageError where the file cannot be read, is about another program or names somebody who has not that role: a
    slip of the pen would pair two people whom somebody meant to keep apart. Likewise where no file is named although the
    last pairing of the program took one into account.
    """
    if file.path is None:
        _require_none_before(file, workspace, program)
        return None
    document, found = read_outside(file.path, "vetoes")
    if document is None:
        # The file is sensitive: say where the fault is, and nothing of what stands there.
        place = found[0].position
        raise UsageError(
            f"the vetoes file has {counted(len(found), 'fault')}, first in line {place.line}",
            "compare it with schema/vetoes.schema.json; nothing of it is shown here on purpose",
        )
    given = vetoes_of(str(file.path), document.data)
    if given.program != program:
        raise UsageError(f"the vetoes file is about `{given.program}`, not `{program}`", "name the right file")
    _require_known_people(document, workspace, program)
    stay = sum(pair.stays and pair.key in given.pairs for pair in workspace.pairs_of(program))
    if stay:
        click.echo(
            f"note: {counted(stay, 'pair')} in the vetoes file stand{'s' if stay == 1 else ''} today and "
            "will stay until you end it in its file",
            err=True,
        )
    return given


def _require_none_before(file: VetoesFile, workspace: Workspace, program: str) -> None:
    certificate = workspace.certificates.get(program)
    if certificate is not None and certificate.data["withheld"] and not file.none:
        raise UsageError(
            f"the last pairing of `{program}` took refused pairs into account, and no vetoes file is named",
            "name it with `--vetoes FILE`, or say `--no-vetoes` where there are none any more",
        )


def _require_known_people(document: Document, workspace: Workspace, program: str) -> None:
    roles = {role: {person.id for person in workspace.members(program, role)} for role in Role}
    for at, entry in enumerate(document.data["vetoes"]):
        for role in Role:
            if entry[role.value] not in roles[role]:
                line = document.at("vetoes", at, role.value).line
                raise UsageError(
                    f"line {line} of the vetoes file names as {role.value} somebody who is no {role.value} in `{program}`",
                    "correct the id; the mentor is the junior, the mentee the senior",
                )
