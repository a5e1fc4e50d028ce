"""The codes of an import, each documented once: the reference page is made from this table."""

from enum import StrEnum

from turnabout.frozen import dataclass


class Code(StrEnum):
    """The codes of an import. A published code never changes its meaning."""

    ENCODING = "IMPORT001"
    TOO_LARGE = "IMPORT002"
    EMPTY_TABLE = "IMPORT003"
    WORKBOOK = "IMPORT004"
    QUOTES = "IMPORT005"
    RAGGED = "IMPORT006"
    HEADER_TWICE = "IMPORT007"
    HEADER_BLANK = "IMPORT008"
    FORMULA = "IMPORT009"
    SHEETS = "IMPORT010"
    UNKNOWN_HEADER = "IMPORT011"
    COLUMN_UNUSED = "IMPORT012"
    SENSITIVE_DROPPED = "IMPORT013"
    SENSITIVE_MAPPED = "IMPORT014"
    FIELD_TWICE = "IMPORT015"
    FIELD_MISSING = "IMPORT016"
    COLUMN_EMPTY = "IMPORT017"
    CELL = "IMPORT018"
    CELL_MISSING = "IMPORT019"
    TOPIC = "IMPORT020"
    NO_ID = "IMPORT021"
    ID_TWICE = "IMPORT022"
    DIFFERS = "IMPORT023"
    PERSON = "IMPORT024"
    FAULTY_FILE = "IMPORT025"
    READ_AS_NUMBER = "IMPORT026"
    PSEUDONYMOUS = "IMPORT027"


@dataclass(frozen=True, slots=True)
class CodeNote:
    """One code for readers, of an import or of a form: what it is called and why it exists."""

    code: StrEnum
    title: str
    why: str


NOTES: tuple[CodeNote, ...] = (
    CodeNote(
        Code.ENCODING, "not UTF-8", "In another encoding names lose their accents, so the file is not read at all."
    ),
    CodeNote(
        Code.TOO_LARGE,
        "table too large",
        "An import takes at most 20 MB, 100,000 rows, 500 columns and 1,500,000 cells: more is a wrong file.",
    ),
    CodeNote(Code.EMPTY_TABLE, "no rows", "A table has one row of headers and at least one row below it."),
    CodeNote(Code.WORKBOOK, "not a workbook", "The file is damaged, protected by a password, or of another kind."),
    CodeNote(
        Code.QUOTES, "quotes", "A quote that is not closed swallows the rows behind it, so nothing behind it is read."
    ),
    CodeNote(
        Code.RAGGED, "row of another length", "A row with more or fewer cells than headers is often a broken one."
    ),
    CodeNote(
        Code.HEADER_TWICE,
        "header given twice",
        "A map names columns by their headers, so two alike cannot be told apart.",
    ),
    CodeNote(Code.HEADER_BLANK, "column without a header", "A column without a header cannot be named in a map."),
    CodeNote(
        Code.FORMULA,
        "formula without a result",
        "A workbook written by a program holds formulas, but no results, until a spreadsheet has opened and saved it.",
    ),
    CodeNote(Code.SHEETS, "several sheets", "Only one sheet is read; which one is your choice, not ours."),
    CodeNote(Code.UNKNOWN_HEADER, "header not in the table", "The map names a column that this table does not have."),
    CodeNote(
        Code.COLUMN_UNUSED,
        "column neither taken over nor ignored",
        "What people wrote is not lost by accident: a column is mapped, or knowingly ignored.",
    ),
    CodeNote(
        Code.SENSITIVE_DROPPED,
        "sensitive column left out",
        "Gender, age, origin, religion, health, family, pay and the like have no place in a repository.",
    ),
    CodeNote(
        Code.SENSITIVE_MAPPED,
        "sensitive column mapped",
        "A sensitive column is never taken over, whatever the field it would go to.",
    ),
    CodeNote(Code.FIELD_TWICE, "field given twice", "A field comes from a column or from `constants`, not from both."),
    CodeNote(
        Code.FIELD_MISSING, "field missing", "Each participant needs these fields, so the map says where they are."
    ),
    CodeNote(Code.COLUMN_EMPTY, "mapped column is empty", "The map expects answers in a column that has none."),
    CodeNote(Code.CELL, "cell not understood", "A cell that could mean several things is asked about, not guessed."),
    CodeNote(Code.CELL_MISSING, "cell empty", "A field that each participant needs is empty in this row."),
    CodeNote(
        Code.TOPIC,
        "topic not in the vocabulary",
        "Pairs are found on topics, so each one has to be spelled as in `program/topics.yaml`, or be an alias there.",
    ),
    CodeNote(Code.NO_ID, "no id", "The file of a participant is called by their id, made of letters a-z and digits."),
    CodeNote(
        Code.ID_TWICE, "two rows for one id", "Two people may have one name, or one person may have signed up twice."
    ),
    CodeNote(
        Code.DIFFERS,
        "table and file differ",
        "A file that exists is never overwritten: somebody may have edited it since the form was filled in.",
    ),
    CodeNote(
        Code.PERSON, "unknown person", "A wish or a manager names somebody who is in neither table nor repository."
    ),
    CodeNote(
        Code.FAULTY_FILE, "existing file has faults", "A file with faults is mended before something is added to it."
    ),
    CodeNote(
        Code.READ_AS_NUMBER,
        "number with a zero fraction",
        "Some exports write `2.0` for 2; it is read so, and said once.",
    ),
    CodeNote(
        Code.PSEUDONYMOUS,
        "pseudonymous program",
        "No name and nothing made of a name may be written down, so the table has to bring ids of its own.",
    ),
)
