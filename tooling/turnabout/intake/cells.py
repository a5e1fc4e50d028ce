"""Turns one cell into the value of one field, or says why it cannot be; nothing is guessed."""

import datetime
import difflib
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from turnabout.diagnostics import Severity
from turnabout.frozen import dataclass
from turnabout.ids import id_fault
from turnabout.intake.codes import Code
from turnabout.intake.mapping import Column
from turnabout.intake.names import slug
from turnabout.intake.table import tidy
from turnabout.intake.vocabulary import Vocabulary
from turnabout.languages import code_of
from turnabout.yamlfile import clean_text

SKIP = "skip"
# What spreadsheets show where a formula failed.
_FAILED = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!", "#SPILL!", "#CALC!"}
)
_WHOLE, _ZERO_FRACTION = re.compile(r"-?[0-9]{1,9}"), re.compile(r"(-?[0-9]{1,9})[.]0+")
_DATE = re.compile(r"([0-9]{1,4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,4})(?:[T ,].*)?")
_ORDERS = {"year-month-day": (0, 1, 2), "day-month-year": (2, 1, 0), "month-day-year": (2, 0, 1)}
# A day, or the first and the last of several, then the hours.
_WINDOW = re.compile(
    r"([a-z]+)\.?(?:(?:\s*[-–—]\s*|\s+to\s+)([a-z]+))?[.:,]?\s+"
    r"([0-9]{1,2}):([0-9]{2})\s*(?:-|–|—|to)\s*([0-9]{1,2}):([0-9]{2})"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Topics and windows with the delimiter in them are put together again from at most so many pieces.
_PIECES = 6
# How alike a manager's name must be to somebody's in the program to ask whether it is a slip: stricter than difflib's.
_SLIP = 0.85
_PRIVATE = frozenset({"wishes", "forge"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell. `missing` is the text of a topic that the vocabulary lacks."""

    code: Code
    message: str
    fix: str
    severity: Severity = Severity.ERROR
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may refer to: topics, and people's ids by id and by the slug of their names."""

    topics: Vocabulary
    people: Mapping[str, str]
    _alike: dict[str, str | None] = field(default_factory=dict, compare=False)

    def nearly(self, name: str) -> str | None:
        """The id of somebody whose name is so like this slug that one of the two may be a slip, or None."""
        if name not in self._alike:
            # Many rows have the same manager.
            found = difflib.get_close_matches(name, sorted(self.people), n=1, cutoff=_SLIP)
            self._alike[name] = self.people[found[0]] if found else None
        return self._alike[name]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a mapped column: `text` is tidied and not empty; `where` is how messages call the column."""

    column: Column
    text: str
    where: str
    known: Known


Read = tuple[Any, list[Fault]]


def read_cell(cell: Cell) -> Read:
    """The value as a participant's file holds it (None: as if empty), and what is wrong; the value is None then.

    Of topics, a list of ids; of a role also `skip`; of a number with a zero fraction the number and a warning.
    """
    if cell.text in _FAILED and cell.column.meaning(cell.text) == cell.text:
        return None, [
            Fault(
                Code.CELL,
                f"expected a value in {cell.where}, found the failed formula `{cell.text}`",
                "correct the formula in the table",
            )
        ]
    return _READERS[cell.column.target](cell)


def shown(cell: Cell, text: str | None = None) -> str:
    """The cell's text for a message, shortened; private fields are not shown."""
    if cell.column.target in _PRIVATE:
        return "something else"
    text = clean_text(tidy(cell.text if text is None else text)).replace("`", "'")
    return f"`{text if len(text) <= 60 else text[:59] + '…'}`"


def _explain(cell: Cell, expected: str, text: str | None = None) -> Read:
    quoted = shown(cell, text)
    fix = f"correct the cell, or say what it means under `columns.{cell.column.target}.values` in the map"
    return None, [Fault(Code.CELL, f"expected {expected} in {cell.where}, found {quoted}", fix)]


def _entries(cell: Cell, is_known: Callable[[str], bool] = lambda _: False) -> list[str | int]:
    """What the entries of the cell stand for, in order, each once; entries with the separator in them are found."""
    column = cell.column
    whole = column.meaning(cell.text)
    if whole != cell.text or not column.separator:
        pieces: list[str | int] = [whole]
    else:
        texts = cell.text.split(column.separator)
        pieces, start = [], 0
        while start < len(texts):
            ends = range(min(len(texts), start + _PIECES), start + 1, -1)
            joined = ((end, tidy(column.separator.join(texts[start:end]))) for end in ends)
            end, text = next(
                ((end, text) for end, text in joined if is_known(text) or column.meaning(text) != text),
                (start + 1, tidy(texts[start])),
            )
            pieces.append(column.meaning(text))
            start = end
    return list(dict.fromkeys(piece for piece in pieces if piece != ""))


def _text(cell: Cell) -> Read:
    value = clean_text(str(cell.column.meaning(cell.text)))
    return value or None, []


def _texts(cell: Cell) -> Read:
    return [clean_text(str(each)) for each in _entries(cell)] or None, []


def _languages(cell: Cell) -> Read:
    """Codes, or English names of languages: people are asked for languages, and answer with names."""
    texts = [clean_text(str(each)) for each in _entries(cell)]
    return list(dict.fromkeys(code_of(text) or text.lower() for text in texts)) or None, []


def _short(cell: Cell) -> Read:
    meaning = str(cell.column.meaning(cell.text))
    if not meaning:
        return None, []
    made = slug(meaning)
    return _explain(cell, "letters a-z or digits to make a short name of", meaning) if made is None else (made, [])


def _style(cell: Cell) -> Read:
    return clean_text(str(cell.column.meaning(cell.text))).lower() or None, []


def _id(cell: Cell) -> Read:
    meaning = str(cell.column.meaning(cell.text))
    if not meaning:
        return None, []
    made = slug(meaning)
    fault = "there is something else than letters a-z, digits and blanks in it" if made is None else id_fault(made)
    if "@" in meaning:
        fault = "an e-mail address is no id, since files are called by it"
    if fault is None:
        return made, []
    return None, [
        Fault(
            Code.NO_ID,
            f"expected a code or name that an id can be made of in {cell.where}, found {shown(cell)}: {fault}",
            "write an id such as `ana-ruiz` into a column of its own, and map it to `id`",
        )
    ]


def _role(cell: Cell) -> Read:
    meaning = str(cell.column.meaning(cell.text)).lower()
    if meaning in ("mentor", "mentee", SKIP):
        return meaning, []
    return _explain(cell, "`mentor`, `mentee` or `skip`") if meaning else (None, [])


def _number(cell: Cell) -> Read:
    meaning = cell.column.meaning(cell.text)
    if isinstance(meaning, int):
        return meaning, []
    if not meaning:
        return None, []
    if _WHOLE.fullmatch(meaning):
        return int(meaning), []
    match = _ZERO_FRACTION.fullmatch(meaning)
    if match is None:
        return _explain(cell, "a whole number", meaning)
    message = f"expected a whole number in {cell.where}, found {shown(cell, meaning)}, read as `{int(match[1])}`"
    fix = f"if that is right, leave it, or put {shown(cell)} under `columns.{cell.column.target}.values` in the map"
    return int(match[1]), [Fault(Code.READ_AS_NUMBER, message, fix, Severity.WARNING)]


def _date(cell: Cell) -> Read:
    meaning = str(cell.column.meaning(cell.text))
    if not meaning:
        return None, []
    order, match = cell.column.date_order, _DATE.fullmatch(meaning)
    if match:
        year, month, day = (match[index + 1] for index in _ORDERS[order])
        try:
            if len(year) == 4:  # a year of two digits could be any part of the date
                return datetime.date(int(year), int(month), int(day)).isoformat(), []
        except ValueError:
            pass  # no such day: said below
    faults = _explain(cell, f"a date in the order {order}", meaning)[1]
    fix = "correct the cell, or set `date_order` in the map to the order that the table has"
    return None, [Fault(fault.code, fault.message, fix) for fault in faults]


def _windows(cell: Cell) -> Read:
    windows: list[dict[str, str]] = []
    for entry in _entries(cell):
        match = _WINDOW.fullmatch(str(entry).lower())
        days = _days(match[1], match[2]) if match else ()
        if match is None or not days:
            return _explain(cell, "a window such as `tue 14:00-16:00` or `mon-fri 9:00-12:00`", str(entry))
        hours = {"from": f"{int(match[3]):02}:{match[4]}", "to": f"{int(match[5]):02}:{match[6]}"}
        windows += [{"day": day[:3], **hours} for day in days]
    return windows or None, []


def _days(first: str, last: str | None) -> tuple[str, ...]:
    """The days from the first to the last, within a week that begins on Monday; none where one cannot be meant."""
    start, end = _day(first), _day(last or first)
    return () if start is None or end is None else _DAYS[start : end + 1]


def _day(word: str) -> int | None:
    """Which day of the week, from 0, the beginning of its name stands for."""
    days = [at for at, day in enumerate(_DAYS) if len(word) >= 3 and day.startswith(word)]
    # Common short forms that are no beginning of the day.
    days = days or [at for at, day in enumerate(_DAYS) if word in (f"{day[:4]}s", f"{day[:3]}s")]
    return days[0] if len(days) == 1 else None


def _topics(cell: Cell) -> Read:
    vocabulary = cell.known.topics
    ids: list[str] = []
    faults: list[Fault] = []
    for entry in _entries(cell, lambda text: bool(vocabulary.find(text))):
        match vocabulary.find(str(entry)):
            case (only,):
                ids.append(only)
            case ():
                listed = not cell.column.separator and any(sign in str(entry) for sign in ",;|")
                alike = vocabulary.nearest(str(entry))
                fix = f"did you mean `{alike}`? " if alike and not listed else ""
                if listed:
                    fix += f"if the cell is a list, write `separator` under `columns.{cell.column.target}` in the map"
                else:
                    fix += (
                        "correct the cell, add the topic, or an alias of one, to program/topics.yaml, or say what it "
                    )
                    fix += f"means under `columns.{cell.column.target}.values` in the map"
                message = f"expected a topic in {cell.where}, found {shown(cell, str(entry))}"
                faults.append(Fault(Code.TOPIC, message, fix, missing="" if listed else str(entry)))
            case several:
                which = " and ".join(f"`{each}`" for each in several)
                message = f"expected one topic in {cell.where}, found {shown(cell, str(entry))}, which may mean {which}"
                faults.append(Fault(Code.TOPIC, message, "take the alias away from one of them in program/topics.yaml"))
    return (None if faults else list(dict.fromkeys(ids)) or None), faults


def _manager(cell: Cell) -> Read:
    meaning = str(cell.column.meaning(cell.text))
    if not meaning or re.fullmatch(r"external:[0-9a-f]{8,64}", meaning):
        return meaning or None, []
    made = slug(meaning) or ""
    if made in cell.known.people:
        return cell.known.people[made], []
    # The same manager gives the same hash, so that two people who report to them can be told.
    value = f"external:{hashlib.sha256(f'turnabout manager {meaning.casefold()}'.encode()).hexdigest()[:16]}"
    alike = cell.known.nearly(made) if made else None
    if alike is None:
        return value, []
    message = f"expected somebody who takes part in {cell.where}, or somebody quite different, found {shown(cell)}"
    fix = f"if `{alike}` is meant, correct the cell; the manager is stored as one who takes no part"
    return value, [Fault(Code.PERSON, message, fix, Severity.WARNING)]


def _people(cell: Cell) -> Read:
    ids: list[str] = []
    for entry in _entries(cell, lambda text: (slug(text) or "") in cell.known.people):
        person = cell.known.people.get(slug(str(entry)) or "")
        if person is None:
            message = f"expected people who take part in {cell.where}, found somebody else"
            fix = "write the name or id of a participant, or map the cell to an empty text under `values`"
            return None, [Fault(Code.PERSON, message, fix)]
        ids.append(person)
    return list(dict.fromkeys(ids)) or None, []


def _consent(cell: Cell) -> Read:
    meaning = str(cell.column.meaning(cell.text)).lower()
    if meaning in ("participants", "public", ""):
        return meaning or None, []
    return _explain(cell, "`participants` or `public`")


_READERS: dict[str, Callable[[Cell], Read]] = {
    "id": _id, "name": _text, "role": _role, "level": _number, "capacity": _number, "job_title": _text,
    "department": _short, "site": _short, "time_zone": _text, "languages": _languages, "availability": _windows,
    "manager": _manager, "topics": _topics, "offers": _topics, "seeks": _topics, "interests": _texts, "style": _style,
    "goals": _texts, "wishes": _people, "joined": _date, "forge": _text, "consent_profile": _consent,
    "consent_languages": _consent, "consent_pair": _consent, "consent_story": _consent,
}  # fmt: skip
