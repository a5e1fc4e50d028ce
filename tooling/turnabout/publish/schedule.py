"""Which step of a path a session is, and how its minutes are shared out: all from the program's own figures."""

import itertools
from collections.abc import Iterable, Sequence

from turnabout.agendas import Step
from turnabout.frozen import dataclass

EDGE = 5  # minutes that arriving and closing take, however long the session is
_WRITTEN_FOR = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a session: `minutes` of an hour, what happens, who does what, what there is at its end.

    `topical` marks the part that the topic fills: its agenda says with what.
    """

    minutes: int
    name: str
    mentor: str
    mentee: str
    output: str
    topical: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a session of the program's length, in minutes from its beginning."""

    start: int
    end: int
    part: Part


_FIRST = (
    Part(
        10, "Who we are", "in three sentences, and no career history; goes first", "the same", "two names with a face"
    ),
    Part(
        15,
        "The charter",
        "reads it out, point by point, and says what would make it safe",
        "asks what the other needs, and promises only what they can keep",
        "the charter agreed, with its date",
    ),
    Part(5, "The word for stop", "chooses it", "says it aloud as well", "a word that ends a subject at once"),
    Part(
        15,
        "Your topic",
        "says what they can offer and what they leave out",
        "says what they want to understand",
        "one goal in one sentence",
        topical=True,
    ),
    Part(10, "Dates", "brings the days that suit", "puts all of them into the calendar now", "all dates, and a place"),
    Part(5, "Close", "runs the closing ritual", "thanks for one concrete thing", "session logged"),
)
_MIDDLE = (
    Part(
        5,
        "Arrive",
        "opens, says the aim, repeats the word for stop and the limits",
        "puts the phone away",
        "both know the aim",
    ),
    Part(7, "Look back", "asks about the pledge, then listens", "answers kept, open or dropped", "pledge updated"),
    Part(
        20,
        "Show",
        "shows, tells, lets the other try",
        "asks and tries; does not advise",
        "one thing seen or done",
        topical=True,
    ),
    Part(
        15,
        "Turn it over",
        "asks what surprised and where it meets the other's work",
        "thinks aloud, connects it to own decisions",
        "one insight in one sentence",
        topical=True,
    ),
    Part(8, "Decide", "asks what will change, and by when", "says one pledge", "pledge with a date"),
    Part(5, "Close", "runs the closing ritual, names the next date", "thanks for one concrete thing", "session logged"),
)
_CLOSING = (
    Part(15, "Every pledge", "listens, asks what came of it", "says of each: kept, open, dropped", "pledges settled"),
    Part(
        15,
        "What each sees differently now",
        "gives one example",
        "gives one example, from a decision of their own",
        "the goal's result in one line",
        topical=True,
    ),
    Part(10, "The program", "says what it should do better", "the same", "what may be passed on, written down"),
    Part(
        10,
        "What stays between us",
        "says it aloud, for good",
        "says it too; both destroy notes that nobody needs",
        "nothing left lying about",
    ),
    Part(
        10,
        "Thanks",
        "says whether a story may name them; a no needs no reason",
        "the same",
        "the last session logged",
    ),
)
PARTS = {Step.FIRST: _FIRST, Step.PRACTICE: _MIDDLE, Step.DEEPENING: _MIDDLE, Step.CLOSING: _CLOSING}


def step_of(number: int, sessions: int) -> Step:
    """The step that session `number`, counted from 1, of `sessions` is.

    The first and the last are fixed. Of those between, the first half practises; an odd one out practises too.
    """
    if number <= 1:
        return Step.FIRST
    if number >= sessions:
        return Step.CLOSING
    return Step.PRACTICE if number - 1 <= (sessions - 1) // 2 else Step.DEEPENING


def numbers_of(step: Step, sessions: int) -> list[int]:
    """The numbers of the sessions that are this step; none where a short program has no room for it."""
    return [number for number in range(1, sessions + 1) if step_of(number, sessions) is step]


def timetable(step: Step, minutes: int) -> list[Slot]:
    """The parts of a session of that length, in minutes without gaps.

    Parts of EDGE minutes at either end keep theirs where there is half an hour; all others share what is left as they
    share an hour, each boundary rounded down by itself, so that the last one ends with the session.
    """
    parts = PARTS[step]
    if minutes < _WRITTEN_FOR // 2:
        return _shared(parts, 0, minutes)
    first = [each for each in parts[:1] if each.minutes == EDGE]
    last = [each for each in parts[-1:] if each.minutes == EDGE]
    middle = parts[len(first) : len(parts) - len(last)]
    start, end = len(first) * EDGE, minutes - len(last) * EDGE
    return [*_shared(first, 0, start), *_shared(middle, start, end), *_shared(last, end, minutes)]


def _shared(parts: Sequence[Part], start: int, end: int) -> list[Slot]:
    whole = sum(each.minutes for each in parts)
    bounds = [start]
    done = 0
    for each in parts:
        done += each.minutes
        bounds.append(start + (end - start) * done // whole)
    return [Slot(*ends, part) for ends, part in zip(itertools.pairwise(bounds), parts, strict=True)]


def topical(slots: Iterable[Slot]) -> tuple[int, int]:
    """The minutes from which and to which the topic's own part goes."""
    found = [each for each in slots if each.part.topical]
    return found[0].start, found[-1].end
