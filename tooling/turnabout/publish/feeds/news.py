"""What happened in the programs, newest first: starts, milestones, results, and stories of those who agreed.

Every date is one of the data: the same files on the same day give the same news.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from turnabout.frozen import dataclass
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.pages.shared import pair_title
from turnabout.publish.text import with_unit, words
from turnabout.publish.view import PairView, ProgramView, SiteView
from turnabout.wording import counted

STORIES, THANKS = "stories/index.md", "thanks/index.md"


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news: `ident` never changes, `title` and `text` are not yet made inert, `page` says more."""

    ident: str
    program: str
    on: datetime.date
    title: str
    text: str
    page: str


def news(site: SiteView, inputs: SiteInputs) -> tuple[News, ...]:
    """All news up to the view's day, newest first."""
    seen: Counter[str] = Counter()
    found = []
    for each in (each for program in site.programs for each in _of(program, inputs)):
        seen[each.ident] += 1
        again = seen[each.ident]
        found.append(replace(each, ident=f"{each.ident}/{again}") if again > 1 else each)
    return tuple(
        sorted((each for each in found if each.on <= site.today), key=lambda one: (-one.on.toordinal(), one.ident))
    )


def _of(program: ProgramView, inputs: SiteInputs) -> Iterator[News]:
    def made(ident: str, on: datetime.date, title: str, text: str, page: str) -> News:
        return News(f"{program.id}/{ident}", program.id, on, title, text, page)

    people = f"{counted(program.mentors + program.mentees, 'person takes', 'people take')} part."
    yield made("starts", program.starts, f"{program.title} starts", program.purpose, program.page)
    yield made("ends", program.ends, f"{program.title} is over", people, program.page)
    if program.sign_up_opens:
        yield made("sign-up", program.sign_up_opens, f"Sign-up is open: {program.title}", program.purpose, program.page)
    for mark in program.marks:
        yield made(f"sessions/{mark.count}", mark.on, f"{mark.count} sessions held", program.title, _progress(program))
    for each in program.objectives:
        if each.now is not None and each.measured_on is not None:
            now, target = with_unit(each.now, each.unit), with_unit(each.target, each.unit)
            yield made(
                f"objective/{each.id}/{each.measured_on.isoformat()}",
                each.measured_on,
                f"{each.title}: now {now}",
                f"The target is {target}.",
                _progress(program),
            )
    measures = inputs.measures.get(program.id)
    for wave in measures.waves if measures else ():
        said = f"{wave.answered} of {wave.invited} answered."
        title = f"Results of the survey {words(wave.wave)}: {program.title}"
        yield made(f"survey/{wave.wave}", wave.on, title, said, f"programs/{program.id}/impact.md")
    for pair in program.pairs:
        yield from _of_pair(program, pair)
    for story in program.stories:
        if story.pair.consented:
            yield made(f"story/{story.pair.key.slug}", story.on, story.title, story.text, STORIES)
    for thanks in program.thanks:
        if thanks.pair.consented:
            giver, taker = thanks.pair.mentor.name, thanks.pair.mentee.name
            if thanks.by == "mentee":
                giver, taker = taker, giver
            yield made(
                f"thanks/{thanks.pair.key.slug}/{thanks.by}/{thanks.on.isoformat()}",
                thanks.on,
                f"{giver} thanks {taker}",
                thanks.text,
                THANKS,
            )


def _of_pair(program: ProgramView, pair: PairView) -> Iterator[News]:
    """A pair's start, end and milestones; nothing of one that is only proposed or ended early."""
    if pair.status in ("draft", "ended"):
        return
    ident = f"{program.id}/pair/{pair.key.slug}"
    title = pair_title(pair)
    if pair.since:
        yield News(f"{ident}/starts", program.id, pair.since, f"{title} are a pair", pair.why, pair.page)
    if pair.status == "completed" and pair.until:
        said = f"{counted(pair.held, 'session')} held."
        yield News(f"{ident}/completed", program.id, pair.until, f"{title} have completed their time", said, pair.page)
    for each in pair.milestones:
        yield News(f"{ident}/milestone/{each.what}", program.id, each.on, each.what, title, pair.page)


def _progress(program: ProgramView) -> str:
    return f"programs/{program.id}/progress.md"
