"""Writes the first draft of a map from a table's headers: a person reads it, mends it and keeps it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from turnabout.intake.headers import recognise
from turnabout.intake.mapping import REQUIRED
from turnabout.intake.sensitive import sensitive
from turnabout.intake.table import Table, tidy
from turnabout.intake.vocabulary import Vocabulary, vocabulary
from turnabout.languages import code_of
from turnabout.model import Topic
from turnabout.yamlfile import clean_text

HEADER_MAX = 1000
# More different answers than this are no choice of a form, and listing them would list people.
_FEW = 8
_SHOWN = 40
_LISTED = frozenset({"topics", "offers", "seeks", "languages", "interests", "availability"})
_TOPICAL = frozenset({"topics", "offers", "seeks"})
_SIGNS = (";", ",", "|")
_LEADING = re.compile(r"([0-9]{1,2})(?![0-9])")
_SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}")
_EXAMPLES = {
    "role": "mentor",
    "level": "2",
    "department": "finance",
    "time_zone": "Europe/Lisbon",
    "languages": "[en]",
}


def suggest_map(table: Table, topics: Mapping[str, Topic], schema: str = "schema/map.schema.json") -> str:
    """The draft as YAML, deterministic, of the map's shape; what it is not sure of stands in comments with a `?`.

    `schema` is the path of the map's schema from the folder where the draft will lie. Sensitive columns and those
    that no rule recognises go under `ignore`; answers are shown where a column has few different ones.
    """
    known = vocabulary(topics)
    fields = recognise(table)
    lines = [
        f"# yaml-language-server: $schema={schema}",
        "# A first draft, made from the headers. Read it through; lines with a `?` wait for you.",
        "columns:" if fields else "columns: {}",
    ]
    for name, index in fields.items():
        lines += _column(table, name, index, known)
    lines += _constants(fields)
    lines += _ignored(table, set(fields.values()))
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(clean_text(text), ensure_ascii=False)


def _column(table: Table, name: str, index: int, known: Vocabulary) -> list[str]:
    answers = _answers(table, index)
    lines = [f"  {name}:", f"    from: {_quoted(table.headers[index])}{_few(table, index)}"]
    separator = _separator(answers, known if name in _TOPICAL else None) if name in _LISTED else ""
    if separator:
        lines.append(f"    separator: {_quoted(separator)}")
    if name == "joined":
        lines += _date_order(answers)
    return lines + _values(name, answers, separator, known)


def _values(name: str, answers: Counter[str], separator: str, known: Vocabulary) -> list[str]:
    """What the draft says of single answers: a meaning where one is plain, else a comment that asks for it."""
    meant: dict[str, str] = {}
    asked: list[str] = []
    match name:
        case "role":
            for answer in answers:
                role = _role(answer)
                if role is None:
                    asked.append(answer)
                elif answer.casefold() != role:
                    meant[answer] = role
        case "level" | "capacity":
            for answer in answers:
                found = _LEADING.match(answer)
                if found and answer != found[1] and not re.fullmatch(r"[0-9]+[.]0+", answer):
                    meant[answer] = f"{int(found[1])}  # check this"
                elif not found:
                    asked.append(answer)
        case "languages":
            listed = _entries(answers, separator)
            asked = [each for each in listed if not re.fullmatch("[A-Za-z]{2,3}", each) and code_of(each) is None]
        case "topics" | "offers" | "seeks":
            asked = [each for each in _entries(answers, separator) if not known.find(each)]
        case _ if name.startswith("consent_"):
            asked = list(answers)
    # A column with many strange answers is not one of choices: the import will name each cell.
    asked = asked if len(asked) <= 3 * _FEW else []
    lines = [f"      {_quoted(answer)}: {meaning}" for answer, meaning in sorted(meant.items())]
    lines += [f"      # {_quoted(answer)}: ?" for answer in sorted(asked)]
    if not lines:
        return []
    return ["    values:" if meant else "    # values:", *lines]


def _role(answer: str) -> str | None:
    """The one role that the answer speaks of; None where it speaks of both or neither."""
    words = set(re.findall("[a-z]+", answer.casefold()))
    mentor, mentee = bool(words & {"mentor", "share", "teach"}), bool(words & {"mentee", "learn", "protege"})
    return None if mentor == mentee else "mentor" if mentor else "mentee"


def _constants(fields: Mapping[str, int]) -> list[str]:
    missing = [name for name in REQUIRED if name not in fields]
    if not missing:
        return []
    return [
        "# ? No column was recognised for these. Name one above, or give everybody one value here:",
        "# constants:",
        *(f"#   {name}: {_EXAMPLES[name]}" for name in missing),
    ]


def _ignored(table: Table, used: set[int]) -> list[str]:
    lines: list[str] = []
    told: set[str] = {table.headers[index] for index in used}
    empty = 0
    for index, header in enumerate(table.headers):
        if not header or index in used:
            continue
        if not _answers(table, index):
            empty += 1
        elif header not in told and len(header) <= HEADER_MAX:
            told.add(header)
            lines.append(f"  - {_quoted(header)}{_why(table, index)}")
    note = [f"# Columns without any answer, which need not be named: {empty}"] if empty else []
    return [*note, *(["ignore:", *lines] if lines else [])]


def _why(table: Table, index: int) -> str:
    header = table.headers[index]
    word = sensitive(header)
    if word is not None:
        return f"  # sensitive for its `{word}`: stays out of the repository"
    if table.headers.count(header) > 1:
        return "  # several columns have this header: rename them to map one"
    if re.search(r"\be-?mail", header.casefold()):
        return "  # addresses stay out of the repository"
    return f"  # ? not recognised: map it, or leave it here{_few(table, index).replace('  #', ';')}"


def _answers(table: Table, index: int) -> Counter[str]:
    """How often each answer of the column was given, in order of first appearance."""
    return Counter(text for row in table.rows if (text := tidy(clean_text(row.cells[index]))))


def _few(table: Table, index: int) -> str:
    """A comment with the answers of a column that has few different ones, each given more than once on average."""
    answers = _answers(table, index)
    if not answers or len(answers) > _FEW or 2 * len(answers) > answers.total() or len(max(answers, key=len)) > _SHOWN:
        return ""
    counted = sorted(answers.items(), key=lambda each: (-each[1], each[0]))
    return "  # answers: " + ", ".join(f"{clean_text(answer)} ({count})" for answer, count in counted)


def _entries(answers: Iterable[str], separator: str) -> list[str]:
    parts = [tidy(part) for answer in answers for part in (answer.split(separator) if separator else [answer])]
    return sorted({part for part in parts if part})


def _separator(answers: Mapping[str, int], known: Vocabulary | None) -> str:
    """The sign that splits the answers into most known topics, or else the one in most answers; empty for none."""

    def score(sign: str) -> tuple[int, int]:
        found = 0 if known is None else sum(bool(known.find(entry)) for entry in _entries(answers, sign))
        return found, sum(sign in answer for answer in answers)

    sign = max(_SIGNS, key=score)
    return sign if score(sign)[1] else ""


def _date_order(answers: Iterable[str]) -> list[str]:
    dates = [found for answer in answers if (found := _SLASHED.match(answer))]
    if not dates:
        return []
    if any(int(found[1]) > 12 for found in dates):
        return ["    date_order: day-month-year"]
    if any(int(found[2]) > 12 for found in dates):
        return ["    date_order: month-day-year"]
    return ["    # date_order: ?  # day-month-year or month-day-year"]
