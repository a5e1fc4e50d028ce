"""The lines of hand-written pages that the program's own data fills in, so that guides and data never disagree.

A line of its own such as `<!-- turnabout: rhythm -->` is replaced.
"""

import functools
import re
from collections.abc import Callable

from turnabout.agendas import Step
from turnabout.errors import UsageError
from turnabout.ids import nearest
from turnabout.publish.pages.agendas import HOUR, minutes_table
from turnabout.publish.pages.programs import plan, rhythm
from turnabout.publish.pages.shared import charter, contact, contacts
from turnabout.publish.text import facts, inside, table, time_tag
from turnabout.publish.view import ProgramView, SiteView

_BLOCK = re.compile(r"^<!-- turnabout: *(\S+) *-->[ \t]*$", re.MULTILINE)
_BOX = re.compile(r"^([ \t]*[-*] )\[ \] ", re.MULTILINE)
NONE = "No program is running at the moment."


def fill(page: str, text: str, site: SiteView) -> str:
    """The hand-written `text` of `page` with its blocks filled in; UsageError where a block has an unknown name."""
    programs = [each for each in site.programs if each.running(site.today)]

    def replace(match: re.Match[str]) -> str:
        name = match[1]
        if name not in BLOCKS:
            alike = nearest(name, BLOCKS)
            raise UsageError(
                f"site/{page} has an unknown block `{name}`",
                f"did you mean `{alike}`?" if alike else f"the blocks are {', '.join(sorted(BLOCKS))}",
            )
        return BLOCKS[name](page, programs) if programs or name in _TIMED else NONE

    # Boxes to tick on paper: a disabled input is a control without a name to screen readers.
    return _BOX.sub(r'\1<span class="box"></span> ', _BLOCK.sub(replace, text))


def _rhythm(page: str, programs: list[ProgramView]) -> str:
    rows = [
        [inside(each.title, page, each.page), rhythm(each), f"{time_tag(each.starts)} to {time_tag(each.ends)}"]
        for each in programs
    ]
    return table(["Program", "Rhythm", "Runs"], rows)


def _people(page: str, programs: list[ProgramView]) -> str:
    """No table: four columns of names are wider than a phone."""
    return "\n\n".join(
        facts(
            [
                ("Program", inside(each.title, page, each.page)),
                ("Facilitator", contact(each.facilitator)),
                ("Coordinators", contacts(each.coordinators)),
                ("Sponsor", contact(each.sponsor)),
            ]
        )
        for each in programs
    )


def _charter(page: str, programs: list[ProgramView]) -> str:
    return "\n\n".join(f"**{inside(each.title, page, each.page)}**\n\n{charter(each)}" for each in programs)


def _curriculum(page: str, programs: list[ProgramView]) -> str:
    return "\n\n".join(
        f"**{inside(each.title, page, each.page)}**\n\n" + "\n\n".join(plan(one) for one in each.curriculum)
        for each in programs
    )


def _timed(step: Step, _: str, programs: list[ProgramView]) -> str:
    """The minutes of such a session, once for each length that a running program has."""
    lengths = sorted({each.minutes for each in programs}) or [HOUR]
    if len(lengths) == 1:
        return minutes_table(step, lengths[0])
    return "\n\n".join(f"**{each} minutes**\n\n{minutes_table(step, each)}" for each in lengths)


_TIMED = {"first-session": Step.FIRST, "session": Step.PRACTICE, "last-session": Step.CLOSING}
BLOCKS: dict[str, Callable[[str, list[ProgramView]], str]] = {
    "charter": _charter,
    "curriculum": _curriculum,
    "people": _people,
    "rhythm": _rhythm,
    **{name: functools.partial(_timed, step) for name, step in _TIMED.items()},
}
