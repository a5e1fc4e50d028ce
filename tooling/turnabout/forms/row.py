"""Reads filled-in forms from a table: a row each, headers that are the form's headings or the ids of its fields."""

from collections.abc import Sequence

from turnabout.diagnostics import Diagnostic, has_errors
from turnabout.forms.answers import Raw, read_answer
from turnabout.forms.codes import Code
from turnabout.forms.fields import Filled, Form
from turnabout.forms.hidden import hidden
from turnabout.intake.table import Table, tidy
from turnabout.yamlfile.characters import character_name

Rows = list[tuple[int, Filled | None]]


def read_rows(table: Table, form: Form) -> tuple[Rows, list[Diagnostic]]:
    """The forms by number of row, None where a row has errors; and what is wrong, in order.

    Columns that belong to no question are an error: what somebody wrote is not lost by accident.
    """
    names = {tidy(name).casefold(): field.id for field in form.fields for name in (field.label, field.id)}
    columns = {number: names.get(header.casefold()) for number, header in enumerate(table.headers)}
    found = [
        Diagnostic(
            table.at(table.header_row, number),
            Code.HEADING,
            f"expected the headings of `{form.name}`, found {table.name(number)}",
            "rename the header to that of the question, or delete the column",
        )
        for number, id_ in columns.items()
        if id_ is None and (table.headers[number] or any(row.cells[number].strip() for row in table.rows))
    ]
    places = {id_: number for number, id_ in reversed(columns.items()) if id_ is not None}
    found += _missing(table, form, places)
    if found:
        return [], sorted(found)
    rows: Rows = []
    for row in table.rows:
        faults: list[Diagnostic] = []
        answers = {}
        for field in form.fields:
            at = table.at(row.number, places.get(field.id, 0))
            text = row.cells[places[field.id]].replace("\r\n", "\n") if field.id in places else ""
            unseen = hidden(text)
            if unseen is not None:
                message = f"expected text in `{field.label}`, found {character_name(text[unseen])}"
                faults.append(Diagnostic(at, Code.UNREADABLE, message, "delete the word around it and type it again"))
                text = ""
            answers[field.id] = read_answer(field, Raw(text.strip(), at), faults)
        rows.append((row.number, None if has_errors(faults) else Filled(form, answers)))
        found += faults
    return rows, sorted(found)


def _missing(table: Table, form: Form, places: dict[str, int]) -> Sequence[Diagnostic]:
    return [
        Diagnostic(
            table.at(table.header_row, 0),
            Code.HEADING,
            f"expected a column `{field.label}`, found none",
            "add the column, with an answer in each row",
        )
        for field in form.fields
        if (field.required or any(choice.required for choice in field.choices)) and field.id not in places
    ]
