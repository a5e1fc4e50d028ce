"""A program's impact: what people answered before and after, with intervals, who answered, and which pledges were kept."""

from collections.abc import Iterator, Sequence

from turnabout.frozen import dataclass
from turnabout.publish import charts
from turnabout.publish.inputs import Asked, SiteInputs, SurveyWave
from turnabout.publish.pages.programs import INDEX
from turnabout.publish.pages.shared import numbers, page, trail
from turnabout.publish.text import inert, inside, number, table, time_tag, with_unit, words
from turnabout.publish.view import ProgramView, SiteView
from turnabout.small_groups import SMALL_GROUP
from turnabout.wording import counted

RECOMMEND = "recommend"  # the question's id, as the schema's example has it
_ROLES = {"mentor": "mentors", "mentee": "mentees", "both": "mentors and mentees"}
_SCALES = (5, 7, 10)


@dataclass(frozen=True, slots=True)
class _Change:
    """One question that the same people were asked at least twice."""

    role: str
    before: Asked
    after: Asked

    @property
    def unit(self) -> str:
        """Percent for a share, nothing for a mean."""
        return "" if self.after.share is None else "%"

    @property
    def apart(self) -> bool:
        """Whether the two intervals do not overlap."""
        ends = (self.before.low, self.before.high, self.after.low, self.after.high)
        if None in ends:
            return False
        low, high, new_low, new_high = (each or 0.0 for each in ends)
        return new_low > high or new_high < low


def pages(site: SiteView, inputs: SiteInputs) -> dict[str, str]:
    """Every program's impact page by path."""
    made = {}
    for program in site.programs:
        here = f"programs/{program.id}/impact.md"
        measures = inputs.measures.get(program.id)
        waves = measures.waves if measures else ()
        body = [
            trail(here, [("Programs", INDEX), (program.title, program.page)]),
            f"# What came of {inert(program.title)}",
            f'<p class="stamp">Data as of {time_tag(measures.as_of if measures else site.today)}</p>',
            numbers(_headline(program, waves)),
            "## What changed for the people in it?",
            *_changes(waves),
            "## Who answered?",
            _waves(waves),
            f"The objectives and what pairs learned are on the page {inside('How it goes', here, _progress(program))}. "
            "A single person's answers are never in these files, and no figure has fewer than "
            f"{SMALL_GROUP} people behind it.",
        ]
        title = f"Impact of {program.title}"
        made[here] = page(title, body, description=f"What changed with {program.title}.", record=True)
    return made


def _progress(program: ProgramView) -> str:
    return f"programs/{program.id}/progress.md"


def _headline(program: ProgramView, waves: Sequence[SurveyWave]) -> list[tuple[str, str]]:
    found = []
    if waves:
        last = waves[-1]
        said = f"answered the last survey: {last.answered} of {last.invited}"
        found.append((f"{round(100 * last.answered / last.invited)} %", said))
    asked = [each for wave in waves for each in wave.questions if each.id == RECOMMEND and each.share is not None]
    if asked:
        found.append((with_unit(asked[-1].share or 0, "%"), f"would recommend it: {_range(asked[-1], '%')}"))
    if program.pledges is not None:
        made = program.pledges.kept + program.pledges.open + program.pledges.dropped
        found.append((f"{program.pledges.kept} of {made}", "pledges of leaders kept"))
    return found or [(str(program.held), "sessions held; nothing has been asked yet")]


def _range(asked: Asked, unit: str) -> str:
    """The figure's interval in words, with how many answered."""
    answers = counted(asked.answers, "answer")
    if asked.low is None or asked.high is None:
        return answers
    return f"between {number(asked.low)} and {with_unit(asked.high, unit)}, {answers}"


def _pairs(waves: Sequence[SurveyWave]) -> Iterator[_Change]:
    """For each question of each role: the first wave that asked it and the last, where both give the same kind of figure."""
    first: dict[tuple[str, str], Asked] = {}
    last: dict[tuple[str, str], Asked] = {}
    for wave in waves:
        for each in wave.questions:
            first.setdefault((wave.role, each.id), each)
            last[wave.role, each.id] = each
    for (role, ident), before in first.items():
        after = last[role, ident]
        alike = (before.share is None) == (after.share is None)
        if after is not before and alike and before.figure is not None and after.figure is not None:
            yield _Change(role, before, after)


def _changes(waves: Sequence[SurveyWave]) -> list[str]:
    changes = list(_pairs(waves))
    if not changes:
        return [f"No question has been answered twice by at least {SMALL_GROUP} people yet."]
    several = len({each.role for each in changes}) > 1
    rows = [
        [
            each.after.text + (f" ({_ROLES[each.role]})" if several else ""),
            _cell(each.before, each.unit),
            _cell(each.after, each.unit),
        ]
        for each in changes
    ]
    return [
        *(_change(place, each, several) for place, each in enumerate(changes, start=1)),
        "A bar is the 95 % interval: where the true figure of everybody may lie. Where two bars do not touch, the change is "
        "larger than chance would explain. There is no group without the program to compare with, so other causes cannot be "
        "ruled out.",
        charts.data_table(["Question", "First asked", "Last asked"], rows),
    ]


def _cell(asked: Asked, unit: str) -> str:
    return f"{with_unit(asked.figure or 0, unit)} ({_range(asked, unit)})"


def _change(place: int, change: _Change, several: bool) -> str:
    before, after = change.before.figure or 0.0, change.after.figure or 0.0
    low, high = (0.0, 100.0) if change.unit else (1.0, float(_top(change)))
    way = "the same" if after == before else "up" if after > before else "down"
    sure = "" if after == before else "; more than chance explains" if change.apart else "; it may be chance"
    sentence = f"From {with_unit(before, change.unit)} to {with_unit(after, change.unit)}: {way}{sure}."
    svg = charts.intervals(
        f"change-{place}",
        change.after.text,
        sentence,
        [
            charts.Interval("before", before, change.before.low, change.before.high),
            charts.Interval("after", after, change.after.low, change.after.high),
        ],
        (low, high),
    )
    who = f" ({_ROLES[change.role]})" if several else ""
    return (
        f'<figure class="chart">\n<p class="asked">{inert(change.after.text)}{who}</p>\n{svg}\n'
        f"<figcaption>{inert(sentence)}</figcaption>\n</figure>"
    )


def _top(change: _Change) -> int:
    """The upper end of the question's scale: files give means without it, so the smallest usual one that holds them."""
    highest = max(change.before.high or change.before.figure or 0, change.after.high or change.after.figure or 0)
    return next((top for top in _SCALES if highest <= top), round(highest + 0.5))


def _waves(waves: Sequence[SurveyWave]) -> str:
    if not waves:
        return "No survey has closed yet."
    several = len({each.role for each in waves}) > 1
    rows = [
        [
            f"**{inert(words(each.wave))}**" + (f" ({_ROLES[each.role]})" if several else ""),
            time_tag(each.on),
            f"{each.answered} of {each.invited} ({round(100 * each.answered / each.invited)}&#160;%)",
        ]
        for each in waves
    ]
    return table(["Survey", "Closed", "Answered"], rows)
