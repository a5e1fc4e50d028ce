"""Criteria that an installed package adds through the entry point `turnabout.criteria`, and the checks of what they return.

An own criterion is a function of `Columns` that returns a table of numbers from 0 to 1, a row for every mentee and a column
for every mentor. It is called for some of the mentees at a time. The first line of its docstring says to people what it
is about. The same columns have to give the same table, or the same files would not give the same pairs.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import numpy as np

from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.ids import nearest
from turnabout.matching.people.columns import Columns, Points
from turnabout.matching.people.criteria import CRITERIA, FULL, Criterion
from turnabout.model import Program

GROUP = "turnabout.criteria"


def own_criteria(program: Program) -> dict[str, Criterion]:
    """The program's own criteria by name, in the order of the names.

    Raises UsageError for a name that no installed package offers, or that the tool has itself, and EnvironmentFaultError
    for one that two packages offer or that cannot be loaded.
    """
    if not program.pairing.criteria:
        return {}
    offered: dict[str, list[EntryPoint]] = {}
    for each in entry_points(group=GROUP):
        offered.setdefault(each.name, []).append(each)
    return {name: _criterion(program, name, offered) for name in program.pairing.criteria}


def sentence(criterion: Callable[..., Any]) -> str:
    """What an own criterion says to people: the first line of its docstring, or empty."""
    lines = (criterion.__doc__ or "").strip().splitlines()
    return lines[0].strip() if lines else ""


def _criterion(program: Program, name: str, offered: Mapping[str, list[EntryPoint]]) -> Criterion:
    place = f"{program.path}: pairing.criteria"
    if name in CRITERIA:
        raise UsageError(f"{place}: `{name}` is a criterion of the tool itself", "give its weight under `weights`")
    if name not in offered:
        alike = nearest(name, [*offered, *CRITERIA])
        known = (
            f"installed are {', '.join(f'`{each}`' for each in sorted(offered))}" if offered else "none is installed"
        )
        raise UsageError(
            f"{place}: no installed package offers the criterion `{name}`",
            f"did you mean `{alike}`?" if alike else f"install the package that has it; {known}",
        )
    packages = sorted({each.dist.name if each.dist else each.value for each in offered[name]})
    if len(packages) > 1:
        raise EnvironmentFaultError(
            f"the criterion `{name}` is offered by several packages: {', '.join(packages)}", "uninstall all but one"
        )
    found = _loaded(offered[name][0])
    if not callable(found) or not sentence(found):
        raise EnvironmentFaultError(
            f"the criterion `{name}` of `{packages[0]}` is no function with a docstring",
            "ask its author: the first line of the docstring is what people read",
        )

    def criterion(columns: Columns) -> Points:
        return _points(name, found(columns), columns.shape)

    criterion.__doc__ = found.__doc__
    return criterion


def _loaded(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except (ImportError, AttributeError) as fault:
        raise EnvironmentFaultError(
            f"the criterion `{entry.name}` cannot be loaded from `{entry.value}`: {fault}", "ask its author"
        ) from fault


def _points(name: str, values: Any, shape: tuple[int, int]) -> Points:
    """The table in points, rounded half up; EnvironmentFaultError where it is no table of numbers from 0 to 1."""
    fault = ""
    table = np.asarray(values)
    if table.shape != shape:
        fault = f"a table of {shape[0]} mentees by {shape[1]} mentors, found the shape {table.shape}"
    elif table.dtype.kind not in "biuf":
        fault = f"numbers, found the type `{table.dtype}`"
    elif not (right := (table >= 0) & (table <= 1)).all():  # in this form NaN is wrong
        fault = f"numbers from 0 to 1, found `{table[~right][0]}`"
    if fault:
        raise EnvironmentFaultError(
            f"the criterion `{name}` was expected to return {fault}", "ask its author to mend it"
        )
    points: Points = np.floor(table.astype(np.float64) * FULL + 0.5).astype(np.int32)
    return points
