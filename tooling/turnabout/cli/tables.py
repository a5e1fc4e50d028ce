"""Tables for a terminal: columns as wide as they need, the last one wrapped to the window."""

import shutil
import textwrap
from collections.abc import Sequence

NARROWEST = 24  # a last column below this is harder to read than a long line


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], indent: str = "  ") -> list[str]:
    """The lines of the table. Columns whose cells are all numbers are set to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    numeric = [all(row[at].lstrip("-").isdigit() for row in rows) for at in range(len(headings))]
    head = sum(widths[:-1]) + 2 * (len(widths) - 1) + len(indent)
    room = max(NARROWEST, shutil.get_terminal_size((100, 24)).columns - head)
    lines = []
    for row in (headings, *rows):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row[:-1], widths, numeric, strict=False)
        ]
        first, *rest = textwrap.wrap(row[-1], room) or [""]
        lines.append((indent + "  ".join([*cells, first])).rstrip())
        lines += [" " * head + line for line in rest]
    return lines
