"""Guesses from an English header, and from the kind of answers below it, which field a column is for."""

import re
from collections.abc import Callable

from turnabout.intake.sensitive import sensitive, words_of
from turnabout.intake.table import Table, tidy

# How many rows are looked at to see what kind of answers a column has.
_LOOK_AT = 200


def _numbers(cells: list[str]) -> bool:
    return any(re.match("[0-9]", cell) for cell in cells)


def _no_numbers(cells: list[str]) -> bool:
    return not any(re.fullmatch("[0-9.]+", cell) for cell in cells)


def _windows(cells: list[str]) -> bool:
    return any(re.search("[0-9]{1,2}:[0-9]{2}", cell) for cell in cells)


def _dates(cells: list[str]) -> bool:
    return all(re.match("[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}", cell) for cell in cells)


def _short(cells: list[str]) -> bool:
    return _no_numbers(cells) and all(len(cell) <= 80 for cell in cells)


# Field, pattern in the header's lower-case words, what the answers have to look like. The first field that fits wins a
# column, the first column wins a field; special ones stand before general ones.
_RULES: tuple[tuple[str, str, Callable[[list[str]], bool]], ...] = (
    ("joined", r"^timestamp$|^(date )?submitted( at| on)?$|^(start|completion) time$|^sign up date$", _dates),
    ("capacity", r"\bhow many\b.*\b(mentor|mentors|mentees?|partners?|people|students?)\b|\bcapacity\b", _numbers),
    (
        "role",
        r"\bmentor\b.*\bor\b.*\bmentee\b|\bmentee\b.*\bor\b.*\bmentor\b|^(your |preferred |program )?role$",
        _no_numbers,
    ),
    ("time_zone", r"\btime ?zone\b", _no_numbers),
    # Before the profile: who agrees to show their languages has not agreed to show the rest.
    ("consent_languages", r"\b(agree|consent|permission|show)\b.*\blanguages?\b", _no_numbers),
    ("consent_profile", r"\b(agree|consent|permission)\b.*\b(directory|profile|published?|show|shown)\b", _no_numbers),
    (
        "name",
        r"^(your |full |preferred |display |first and last |employee )*name$|^what is your (full )?name$",
        _no_numbers,
    ),
    ("manager", r"\bmanager\b|\bsupervisor\b|\breports to\b|\b(research )?advis[eo]r\b", _no_numbers),
    ("job_title", r"\bjob ?(title|role)\b|^(your )?(title|position)$", _short),
    ("level", r"\b(job )?level\b|\bgrade\b|\bseniority\b|\bwhat year are you\b|^band$", _numbers),
    ("department", r"\bdepartment\b|\bdivision\b|\bbusiness unit\b|^(your )?team$", _short),
    ("site", r"^(your |which )?(office|site|city|campus|work location|office location|location)$", _short),
    ("languages", r"\blanguages?\b", _no_numbers),
    ("availability", r"\bavailab\w+\b|\bwhen (can|could) you\b|\b(hours|times) you (can|could)\b", _windows),
    ("offers", r"\b(can|could) you (show|share|teach|offer)\b|^(offers|skills|expertise)$|\bexpertise\b", _no_numbers),
    ("seeks", r"\b(want|like|hope|need) to learn\b|^seeks$|\blearning needs\b", _no_numbers),
    ("topics", r"\btopics?\b|\bdisciplines?\b|\bsubjects?\b|\bthemes?\b", _no_numbers),
    ("interests", r"^(your )?interests$|\bhobb(y|ies)\b", _no_numbers),
    ("style", r"\blearn best\b|\b(working|learning) style\b", _no_numbers),
    ("goals", r"^(your )?goals?$|\bhope to (achieve|reach)\b|\bwhat are your goals\b", _no_numbers),
    ("forge", r"^(your )?(github|gitlab|codeberg)( login| handle| user ?name)?$", _no_numbers),
)
_IDS = r"^(employee|staff|person|personnel|student|participant)? ?(id|number|code)$"


def recognise(table: Table) -> dict[str, int]:
    """The column, by index from 0, that each field is guessed to come from, in order of column.

    Sensitive, repeated and empty columns are not looked at. `id` only where no column has names.
    """
    fields: dict[str, int] = {}
    codes: int | None = None
    for index, header in enumerate(table.headers):
        cells = [tidy(row.cells[index]) for row in table.rows[:_LOOK_AT] if row.cells[index].strip()]
        if not header or not cells or sensitive(header) or table.headers.count(header) > 1 or len(header) > 1000:
            continue
        words = " ".join(words_of(header))
        if codes is None and re.search(_IDS, words):
            codes = index
        for field, pattern, fits in _RULES:
            if field not in fields and re.search(pattern, words) and fits(cells):
                fields[field] = index
                break
    if "name" not in fields and codes is not None and codes not in fields.values():
        fields["id"] = codes
    return dict(sorted(fields.items(), key=lambda each: each[1]))
