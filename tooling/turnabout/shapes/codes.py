"""The codes of shape, each documented once: the reference page and the tests are made from this table.

The samples are for one small schema, `SAMPLE_SCHEMA`.
"""

from enum import StrEnum
from typing import Any

from turnabout.yamlfile.codes import CodePage


class Code(StrEnum):
    """The codes of shape. A published code never changes its meaning."""

    UNKNOWN_KEY = "SHAPE001"
    MISSING_KEY = "SHAPE002"
    TYPE = "SHAPE003"
    CHOICE = "SHAPE004"
    FORM = "SHAPE005"
    FORMAT = "SHAPE006"
    RANGE = "SHAPE007"
    LENGTH = "SHAPE008"
    COUNT = "SHAPE009"
    REPEATED = "SHAPE010"
    KEY_FORM = "SHAPE011"
    OTHER = "SHAPE012"


SAMPLE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title"],
    "properties": {
        "title": {
            "title": "Title",
            "description": "What people call it.",
            "type": "string",
            "minLength": 1,
            "maxLength": 40,
            "examples": ["Digital 2026"],
        },
        "capacity": {
            "title": "Capacity",
            "description": "How many pairs at once.",
            "type": "integer",
            "minimum": 0,
            "maximum": 9,
            "not": {"const": 7},
            "examples": [2],
        },
        "status": {
            "title": "Status",
            "description": "Whether it goes on.",
            "type": "string",
            "enum": ["active", "paused"],
            "examples": ["active"],
        },
        "topic": {
            "title": "Topic",
            "description": "The topic's id.",
            "type": "string",
            "pattern": "^[a-z-]+$",
            "examples": ["cloud-basics"],
        },
        "since": {
            "title": "Since",
            "description": "The first day.",
            "type": "string",
            "format": "date",
            "examples": ["2026-03-02"],
        },
        "languages": {
            "title": "Languages",
            "description": "Spoken ones.",
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string"},
            "examples": [["en"]],
        },
        "points": {
            "title": "Points",
            "description": "Points by criterion.",
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]+$"},
            "additionalProperties": {"type": "integer"},
            "examples": [{"hours": 3}],
        },
    },
}

SHAPE_PAGES: tuple[CodePage, ...] = (
    CodePage(
        Code.UNKNOWN_KEY,
        "unknown key",
        "A misspelt key would be ignored, and nobody would notice.",
        "title: Digital 2026\ncapcity: 2\n",
        "title: Digital 2026\ncapacity: 2\n",
    ),
    CodePage(
        Code.MISSING_KEY,
        "missing key",
        "Without it the rest of the file cannot be understood.",
        "capacity: 2\n",
        "title: Digital 2026\ncapacity: 2\n",
    ),
    CodePage(
        Code.TYPE,
        "wrong kind of value",
        "A list where one text is expected, or text where a number is, cannot be used.",
        "title: Digital 2026\ncapacity: two\n",
        "title: Digital 2026\ncapacity: 2\n",
    ),
    CodePage(
        Code.CHOICE,
        "not one of the choices",
        "Only these values have a meaning.",
        "title: Digital 2026\nstatus: activ\n",
        "title: Digital 2026\nstatus: active\n",
    ),
    CodePage(
        Code.FORM,
        "text in another form",
        "Ids and other codes are written in one way, so that they can be found again.",
        "title: Digital 2026\ntopic: Cloud basics\n",
        "title: Digital 2026\ntopic: cloud-basics\n",
    ),
    CodePage(
        Code.FORMAT,
        "no such day, time, link or address",
        "Dates that are not in the calendar and links that lead nowhere are found before somebody relies on them.",
        "title: Digital 2026\nsince: 2026-02-30\n",
        "title: Digital 2026\nsince: 2026-03-02\n",
    ),
    CodePage(
        Code.RANGE,
        "number out of range",
        "The bounds are those beyond which a number is most often a slip.",
        "title: Digital 2026\ncapacity: 20\n",
        "title: Digital 2026\ncapacity: 2\n",
    ),
    CodePage(
        Code.LENGTH,
        "text too short or too long",
        "Empty text says nothing, and very long text breaks the pages it is shown on.",
        'title: ""\n',
        "title: Digital 2026\n",
    ),
    CodePage(
        Code.COUNT,
        "too few or too many entries",
        "An empty list is most often one that somebody meant to fill in later.",
        "title: Digital 2026\nlanguages: []\n",
        "title: Digital 2026\nlanguages: [en]\n",
    ),
    CodePage(
        Code.REPEATED,
        "entry given twice",
        "An entry counts once; the second is a slip or was meant to be another.",
        "title: Digital 2026\nlanguages: [en, en]\n",
        "title: Digital 2026\nlanguages: [en, fr]\n",
    ),
    CodePage(
        Code.KEY_FORM,
        "key in another form",
        "Keys that are ids are written as ids are.",
        "title: Digital 2026\npoints:\n  Hours: 3\n",
        "title: Digital 2026\npoints:\n  hours: 3\n",
    ),
    CodePage(
        Code.OTHER,
        "not what the schema asks for",
        "A condition of the schema that has no code of its own.",
        "title: Digital 2026\ncapacity: 7\n",
        "title: Digital 2026\ncapacity: 6\n",
    ),
)
