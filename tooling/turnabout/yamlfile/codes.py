"""The dialect's codes, each documented once: the reference page and the tests are made from this table."""

from enum import StrEnum

from turnabout.frozen import dataclass


class Code(StrEnum):
    """The codes of the YAML dialect. A published code never changes its meaning."""

    TOO_LARGE = "YAML001"
    NOT_UTF8 = "YAML002"
    BYTE_ORDER_MARK = "YAML003"
    UNSEEN_CHARACTER = "YAML004"
    TAB_INDENT = "YAML005"
    EMPTY = "YAML006"
    TOO_DEEP = "YAML007"
    TOO_MANY_PARTS = "YAML008"
    SECOND_DOCUMENT = "YAML009"
    DIRECTIVE = "YAML010"
    ANCHOR = "YAML011"
    ALIAS = "YAML012"
    TAG = "YAML013"
    MERGE_KEY = "YAML014"
    KEY_NOT_TEXT = "YAML015"
    DUPLICATE_KEY = "YAML016"
    DOUBTFUL_WORD = "YAML017"
    LONG_NUMBER = "YAML018"
    MISSING_COLON = "YAML019"
    OPEN_QUOTE = "YAML020"
    INDENTATION = "YAML021"
    COLON_IN_TEXT = "YAML022"
    OPEN_BRACKET = "YAML023"
    RESERVED_SIGN = "YAML024"
    ESCAPE = "YAML025"
    AFTER_QUOTE = "YAML026"
    BLOCK_TEXT = "YAML027"
    DASH = "YAML028"
    SYNTAX = "YAML029"


@dataclass(frozen=True, slots=True)
class CodePage:
    """One code for readers: what it is called, why it exists, a file that has the fault and one that has not.

    Where a sample would be too long to print, `bad` describes it and `described` is true.
    """

    code: str
    title: str
    why: str
    bad: str
    good: str
    described: bool = False


YAML_PAGES: tuple[CodePage, ...] = (
    CodePage(
        Code.TOO_LARGE,
        "file too large",
        "A file over 256 KB is refused before it is read, so that nobody can stall the checks with one.",
        "a file of more than 256 KB",
        "title: Digital 2026\n",
        described=True,
    ),
    CodePage(
        Code.NOT_UTF8,
        "not UTF-8",
        "Names keep their accents only if every file has the same encoding.",
        "a file saved as Latin-1 or UTF-16",
        "name: Zoë\n",
        described=True,
    ),
    CodePage(
        Code.BYTE_ORDER_MARK,
        "byte order mark",
        "Some tools take this unseen character for part of the first key.",
        "\ufefftitle: Digital 2026\n",
        "title: Digital 2026\n",
    ),
    CodePage(
        Code.UNSEEN_CHARACTER,
        "unseen character",
        "Control characters and direction marks make a reviewer read something else than the tool does.",
        "title: Digital\u202e 2026\n",
        "title: Digital 2026\n",
    ),
    CodePage(
        Code.TAB_INDENT,
        "TAB at the start of a line",
        "A TAB is as wide as each editor likes, so YAML counts spaces only.",
        "rhythm:\n\tminutes: 60\n",
        "rhythm:\n  minutes: 60\n",
    ),
    CodePage(
        Code.EMPTY,
        "empty file",
        "A file without content is most often one that was not saved.",
        "# to be written\n",
        "title: Digital 2026\n",
    ),
    CodePage(
        Code.TOO_DEEP,
        "nested too deep",
        "No file of ours needs more than 24 levels; deeper ones are made to break tools.",
        "a: [[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        "a: [[1, 2], [3, 4]]\n",
    ),
    CodePage(
        Code.TOO_MANY_PARTS,
        "too many values",
        "A file with more than 20,000 keys, values and brackets is refused while it is read.",
        "a list of 20,000 numbers",
        "numbers: [1, 2, 3]\n",
        described=True,
    ),
    CodePage(
        Code.SECOND_DOCUMENT,
        "second document in one file",
        "The path of a file is its identity, so one file holds one thing.",
        "title: Digital 2026\n---\ntitle: Finance 2026\n",
        "title: Digital 2026\n",
    ),
    CodePage(
        Code.DIRECTIVE,
        "directive",
        "Directives change how YAML is read; ours is read one way.",
        "%YAML 1.1\n---\ntitle: Digital 2026\n",
        "title: Digital 2026\n",
    ),
    CodePage(
        Code.ANCHOR,
        "anchor",
        "Text that is reused out of sight is easily changed by mistake.",
        "window: &tuesday {day: tue}\n",
        "window: {day: tue}\n",
    ),
    CodePage(
        Code.ALIAS,
        "alias",
        "An alias of an alias can grow to gigabytes, and a reader has to search what it stands for.",
        "first: 1\nsecond: *first\n",
        "first: 1\nsecond: 1\n",
    ),
    CodePage(
        Code.TAG,
        "tag",
        "Tags ask a program to build objects; files hold plain data.",
        "capacity: !!int 2\n",
        "capacity: 2\n",
    ),
    CodePage(
        Code.MERGE_KEY,
        "merge key",
        "Not every tool merges, so the same file would mean different things.",
        "<<: {day: tue}\n",
        "day: tue\n",
    ),
    CodePage(
        Code.KEY_NOT_TEXT,
        "key that is no text",
        "Numbers, true and false, lists and empty keys are read differently by each tool.",
        "1: kick-off\n",
        '"1": kick-off\n',
    ),
    CodePage(
        Code.DUPLICATE_KEY,
        "key given twice",
        "YAML tools keep one of the two and do not say which.",
        "capacity: 1\ncapacity: 2\n",
        "capacity: 2\n",
    ),
    CodePage(
        Code.DOUBTFUL_WORD,
        "word that may mean true, false or nothing",
        "To some tools `no` is false and to others it is Norwegian.",
        "languages: [en, no]\n",
        'languages: [en, "no"]\n',
    ),
    CodePage(
        Code.LONG_NUMBER,
        "number with too many digits",
        "Numbers over 18 digits lose their last digits in some tools; long codes are text.",
        "code: 1234567890123456789\n",
        'code: "1234567890123456789"\n',
    ),
    CodePage(
        Code.MISSING_COLON,
        "missing colon",
        "A key and its value are parted by a colon and a space.",
        "title: Digital 2026\ncapacity 2\nlevel: 3\n",
        "title: Digital 2026\ncapacity: 2\nlevel: 3\n",
    ),
    CodePage(
        Code.OPEN_QUOTE,
        "quote not closed",
        "A text that begins with a quote ends with the same quote.",
        'title: "Digital 2026\ncapacity: 2\n',
        'title: "Digital 2026"\ncapacity: 2\n',
    ),
    CodePage(
        Code.INDENTATION,
        "indentation",
        "What belongs together stands at the same distance from the left edge.",
        "rhythm:\n    minutes: 60\n  weeks: 2\n",
        "rhythm:\n  minutes: 60\n  weeks: 2\n",
    ),
    CodePage(
        Code.COLON_IN_TEXT,
        "colon inside text",
        "A colon followed by a space begins a value, so text that has one stands in quotes.",
        "title: Digital: the basics\n",
        'title: "Digital: the basics"\n',
    ),
    CodePage(
        Code.OPEN_BRACKET,
        "bracket or comma",
        "Each bracket is closed by its partner, and commas part the entries.",
        "languages: [en, fr\ncapacity: 2\n",
        "languages: [en, fr]\ncapacity: 2\n",
    ),
    CodePage(
        Code.RESERVED_SIGN,
        "sign that cannot begin a value",
        "YAML keeps some signs for itself; text that begins with one stands in quotes.",
        "handle: @ana\n",
        'handle: "@ana"\n',
    ),
    CodePage(
        Code.ESCAPE,
        "backslash in double quotes",
        "In double quotes a backslash begins a code such as `\\n`, so a plain backslash is written twice.",
        'folder: "C:\\Users"\n',
        "folder: 'C:\\Users'\n",
    ),
    CodePage(
        Code.AFTER_QUOTE,
        "text behind a closing quote",
        "The closing quote ends the value, so a quote inside the text has to be written twice or avoided.",
        "goal: 'learn what's new'\n",
        'goal: "learn what\'s new"\n',
    ),
    CodePage(
        Code.BLOCK_TEXT,
        "start of a block of text",
        "Behind `|` or `>` the line ends, and the text begins on the next one.",
        "note: | We met\n",
        "note: |\n  We met\n",
    ),
    CodePage(
        Code.DASH,
        "misplaced dash",
        "The dashes of one list stand under each other, each on its own line.",
        "topics:\n  - cloud\n   - data\n",
        "topics:\n  - cloud\n  - data\n",
    ),
    CodePage(
        Code.SYNTAX,
        "not YAML",
        "What cannot be read in one way is not read at all.",
        "title: Digital 2026\n...\ncapacity: 2\n",
        "title: Digital 2026\ncapacity: 2\n",
    ),
)
