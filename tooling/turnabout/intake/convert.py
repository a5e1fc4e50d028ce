"""Plans an import: which participant files a table makes, which it leaves as they are, and what a person has to decide."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from turnabout.diagnostics import Diagnostic, has_errors
from turnabout.frozen import dataclass
from turnabout.intake.cells import SKIP, Known
from turnabout.intake.codes import Code
from turnabout.intake.identities import identities, people
from turnabout.intake.mapping import FormMap
from turnabout.intake.records import read_row, record
from turnabout.intake.settle import Outcome, settle
from turnabout.intake.table import Table
from turnabout.intake.vocabulary import entries_to_add, vocabulary
from turnabout.model import Status
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. `files` maps paths to whole new texts, ready for `turnabout.writer.write_files`.

    `created`, `joined` and `updated` are the paths in `files` of new people, of known people who join this program, and
    of people in it with a changed field; `unchanged` are paths of people in it without one. `absent` are ids of active
    people in the program whom the table does not have. `rows_left_out` make no file for an error, `rows_skipped` since
    the map or the caller leaves them out. `topics_to_add` is text for program/topics.yaml, or empty.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    created: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    rows_left_out: tuple[int, ...] = ()
    rows_skipped: tuple[int, ...] = ()
    topics_to_add: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


def plan(
    table: Table,
    form: FormMap,
    workspace: Workspace,
    program_id: str,
    contents: Mapping[str, bytes],
    *,
    earlier: Sequence[Diagnostic] = (),
    partial: bool = False,
    update: frozenset[str] = frozenset(),
    known_only: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Plan:
    """What importing this table into the program would do; nothing is written.

    `contents` are the bytes of the repository's files by path, as `workspace` was built of them. `earlier` is what was
    found while table and map were read; it counts, and is told, with the rest. With an error there are no files at all,
    but with `partial` those of the rows without one. `update` names fields (some of `settle.UPDATABLE`) that are changed
    in the files of people in the program; without it no value of a file is changed. With `known_only` rows of people who
    are not in the program are skipped. `progress` is told the rows done. UsageError where there is no such program.
    """
    program = workspace.program(program_id)
    named = program.privacy != "pseudonymous"
    if not named and "id" not in form.columns:
        return Plan(diagnostics=tuple(sorted([*earlier, _pseudonymous(form, program_id)])))
    members = {person.id for person in workspace.people.values() if program_id in person.programs}
    topics = vocabulary(workspace.topics)
    found = list(earlier)
    ids, names = identities(table, form, found)
    known = Known(topics, people(workspace, ids, names))
    outcomes: list[Outcome] = []
    missing: list[str] = []
    left_out: list[int] = []
    skipped: list[int] = []
    for done, row in enumerate(table.rows, start=1):
        progress(done)
        person = ids.get(row.number, "")
        if known_only and person and person not in members:
            skipped.append(row.number)
            continue
        reading = read_row(table, row, form, known)
        made = record(table, row, form, program_id, person, reading, named=named)
        found += reading.found
        missing += reading.unknown_topics
        if reading.values.get("role") == SKIP:
            skipped.append(row.number)
            continue
        outcome = settle(table, made, program_id, workspace, contents, update) if made and person else Outcome("faulty")
        found += outcome.found
        outcomes.append(outcome)
        if outcome.kind == "faulty":
            left_out.append(row.number)
    found = _counted(found)
    written = [each for each in outcomes if each.text] if partial or not has_errors(found) else []

    def paths(kind: str, among: list[Outcome]) -> tuple[str, ...]:
        return tuple(sorted(each.path for each in among if each.kind == kind))

    return Plan(
        files={each.path: each.text for each in sorted(written, key=lambda each: each.path)},
        created=paths("created", written),
        joined=paths("joined", written),
        updated=paths("updated", written),
        unchanged=paths("unchanged", outcomes),
        absent=tuple(
            each for each in sorted(members - set(ids.values())) if workspace.people[each].status is Status.ACTIVE
        ),
        rows_left_out=tuple(left_out),
        rows_skipped=tuple(skipped),
        topics_to_add=entries_to_add(missing, topics),
        diagnostics=tuple(sorted(found)),
    )


def _counted(found: list[Diagnostic]) -> list[Diagnostic]:
    """One warning for each column of numbers such as `2.0`, at the first, with their count."""
    many = Counter(each.position.column for each in found if each.code == Code.READ_AS_NUMBER)
    kept: list[Diagnostic] = []
    told: set[int] = set()
    for each in found:
        if each.code == Code.READ_AS_NUMBER:
            column = each.position.column
            if column in told:
                continue
            told.add(column)
            if many[column] > 1:
                each = replace(each, message=f"{each.message}; {many[column] - 1} more in this column")
        kept.append(each)
    return kept


def _pseudonymous(form: FormMap, program: str) -> Diagnostic:
    return Diagnostic(
        form.columns_at,
        Code.PSEUDONYMOUS,
        f"expected `id` in `columns`, since `{program}` is pseudonymous and an id made of a name would tell it",
        "add a column with a code for each person to the table, and map it to `id`",
    )
