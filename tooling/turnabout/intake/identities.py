"""Gives each row of a table an id, and tells who the names in cells are."""

from collections.abc import Mapping

from turnabout.diagnostics import Diagnostic
from turnabout.ids import id_fault
from turnabout.intake.cells import SKIP, Fault, Known
from turnabout.intake.codes import Code
from turnabout.intake.mapping import FormMap
from turnabout.intake.names import slug
from turnabout.intake.records import Reading, diagnostic, read_row
from turnabout.intake.table import Table
from turnabout.intake.vocabulary import vocabulary
from turnabout.workspace import Workspace

_FIELDS = frozenset({"id", "name", "role"})


def identities(table: Table, form: FormMap, found: list[Diagnostic]) -> tuple[dict[int, str], dict[str, list[str]]]:
    """The id of each row that gets one, by row; and the ids of people by the slug of their name.

    Of two rows with one id the first gets it. What is wrong goes to `found`; what is wrong with the cell of an id or a
    name itself does not, since reading the row tells it. Rows that the map leaves out have no id.
    """
    ids: dict[int, str] = {}
    first: dict[str, int] = {}
    names: dict[str, list[str]] = {}
    nobody = Known(vocabulary({}), {})
    source = "id" if "id" in form.columns else "name"
    index = form.columns[source].indexes[0]
    for row in table.rows:
        reading = read_row(table, row, form, nobody, _FIELDS)
        if reading.values.get("role") == SKIP:
            continue
        person, fault = _id(source, table.name(index), reading)
        if person and first.setdefault(person, row.number) != row.number:
            fault = Fault(
                Code.ID_TWICE,
                f"expected each id once, found `{person}` in row {first[person]} too",
                "if it is one person, delete the older row; if they are two, give each an id in a column of its own",
            )
        if fault is not None:
            found.append(diagnostic(table, row.number, index, fault))
        elif person:
            ids[row.number] = person
            if made := slug(str(reading.values.get("name", ""))):
                names.setdefault(made, []).append(person)
    return ids, names


def _id(source: str, where: str, reading: Reading) -> tuple[str, Fault | None]:
    """The person's id, or why there is none; neither where the cell's own fault is told elsewhere."""
    if source in reading.faulty:
        return "", None
    value = str(reading.values.get(source, ""))
    if not value:
        fix = "fill in the cell, or delete the row"
        return "", Fault(Code.CELL_MISSING, f"expected `{source}` in {where}, found an empty cell", fix)
    made = value if source == "id" else slug(value)
    why = "there is something else than letters a-z, digits and blanks in it" if made is None else id_fault(made)
    if made is not None and why is None:
        return made, None
    shown = value.replace("`", "'")[:60]
    return "", Fault(
        Code.NO_ID,
        f"expected a name that an id can be made of in {where}, found `{shown}`: {why}",
        "write an id such as `ana-ruiz` into a column of its own, and map it to `id`",
    )


def people(workspace: Workspace, ids: Mapping[int, str], names: Mapping[str, list[str]]) -> dict[str, str]:
    """Everybody whom a cell may name: ids by id, and by the slug of a name that only one person has."""
    by_name = {name: set(each) for name, each in names.items()}
    for person in workspace.people.values():
        if made := slug(person.name):
            by_name.setdefault(made, set()).add(person.id)
    known = {name: next(iter(each)) for name, each in by_name.items() if len(each) == 1}
    return known | {each: each for each in (*workspace.people, *ids.values())}
