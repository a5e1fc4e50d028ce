"""Files as people write them, for property tests: every style of value, any indentation, comments everywhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from hypothesis import strategies as st

WRITTEN = ["a", "b", "c", "d", "e", '"f"', "'g h'", '"i: # j"', "k#l", "12:30"]
NAMES = [key.strip("\"'") for key in WRITTEN]
KEYS = st.lists(
    st.sampled_from(WRITTEN),
    min_size=1,
    max_size=5,
    unique=True,
)


@dataclass
class Written:
    """A file's text while it is drawn, and the comments put into it."""

    draw: Callable
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    numbers: count = field(default_factory=lambda: count(1))

    def comment(self) -> str:
        words = self.draw(st.sampled_from(["why", "key: value", "- x", "# #", '"', "|"]))
        text = f"# {next(self.numbers)} {words}"
        self.comments.append(text)
        return text

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def space(self, indents: list[int]) -> None:
        """Comments and empty lines between two lines, at one of the indents or anywhere."""
        while self.chance(20):
            if self.chance(50):
                self.lines.append(self.draw(st.sampled_from(["", "  ", "    "])))
            else:
                indent = self.draw(st.sampled_from([*indents, *range(9)]))
                self.lines.append(" " * indent + self.comment())

    def behind(self) -> str:
        """What may stand behind a value."""
        if self.chance(15):
            return self.draw(st.sampled_from([" ", "   ", "\t"])) + self.comment()
        return self.draw(st.sampled_from(["", "", "", " "]))


@st.composite
def files(draw) -> Written:
    """A file whose root is a mapping or a list, with comments on top and at the end."""
    made = Written(draw)
    if made.chance(30):
        made.lines.append("# yaml-language-server: $schema=../x.json")
    made.space([0])
    if made.chance(5):
        made.lines.append("---")
    made.space([0])
    indent = draw(st.sampled_from([0, 0, 0, 2]))
    (_mapping if made.chance(80) else _list)(made, indent, "", [], 0)
    made.space([0, indent, indent + 2])
    return made


def text_of(made: Written) -> str:
    """The text; sometimes without a last line feed, sometimes with the line ends of Windows."""
    text = "\n".join(made.lines)
    if not made.chance(10):
        text += "\n"
    return text.replace("\n", "\r\n") if made.chance(10) else text


def _mapping(made: Written, indent: int, first: str, above: list[int], depth: int) -> None:
    here = [*above, indent]
    for number, key in enumerate(made.draw(KEYS)):
        if number or not first:
            if number:
                made.space(here)
            begin = " " * indent
        else:
            begin = first
        colon = made.draw(st.sampled_from([":", ":", ":", " :"]))
        _value(made, f"{begin}{key}{colon}", indent, here, depth, in_list=False)


def _list(made: Written, indent: int, first: str, above: list[int], depth: int) -> None:
    here = [*above, indent]
    for number in range(made.draw(st.integers(1, 4))):
        if number or not first:
            if number:
                made.space(here)
            begin = " " * indent
        else:
            begin = first
        _value(made, f"{begin}-", indent, here, depth, in_list=True)


def _value(made: Written, begin: str, indent: int, above: list[int], depth: int, *, in_list: bool) -> None:
    kind = made.draw(st.sampled_from(["plain", "quoted", "flow", "text", "folded", "nothing", "mapping", "list"]))
    step = made.draw(st.sampled_from([1, 2, 2, 2, 4]))
    inner = indent + step
    if kind in ("mapping", "list") and depth < 4:
        write = _mapping if kind == "mapping" else _list
        if in_list and made.chance(60):
            gap = made.draw(st.sampled_from([1, 1, 1, 3]))
            write(made, indent + 1 + gap, begin + " " * gap, above, depth + 1)
            return
        made.lines.append(begin + made.behind())
        made.space([*above, inner])
        if kind == "list" and not in_list and made.chance(30):
            inner = indent
        write(made, inner, "", above, depth + 1)
        return
    if kind not in ("plain", "quoted", "flow", "text", "folded"):
        made.lines.append(begin + made.behind())
        return
    if made.chance(8):
        made.lines.append(begin + made.behind())
        made.space([*above, inner])
        begin = " " * (inner - 1)
    begin += made.draw(st.sampled_from([" ", " ", " ", "  "]))
    _SCALARS[kind](made, begin, indent, step)


def _plain(made: Written, begin: str, indent: int, step: int) -> None:
    rows = made.draw(st.sampled_from([["a"], ["2026-03-02"], ["x#y z"], ["one", "two"], ["one", "", "two"], ["12"]]))
    _rows(made, begin, rows, " " * (indent + step))


def _quoted(made: Written, begin: str, indent: int, step: int) -> None:
    rows = made.draw(
        st.sampled_from(
            [
                ["'it''s'"],
                ['"a\\"b # c"'],
                ["'one", "two'"],
                ['"a\\ ', "# b", '"'],
                ['"a\\', '\\ b: "'],
                ["'a", "", "b'"],
            ]
        )
    )
    _rows(made, begin, rows, " " * (indent + step))


def _flow(made: Written, begin: str, indent: int, step: int) -> None:
    pad = " " * (indent + step)
    inside = " " + made.comment() if made.chance(20) else ""
    rows = made.draw(
        st.sampled_from(
            [
                ["[a, b]"],
                ["{b: 1, a: [x, z]}"],
                ["[]"],
                ["{}"],
                ["[a,", "b]"],
                ["[a,", "  'b", "  c'", "]"],
                ["{a: 1,", " b}"],
            ]
        )
    )
    if inside and len(rows) > 1:
        rows = [rows[0] + inside, *rows[1:]]
    elif inside:
        made.comments.pop()
    _rows(made, begin, rows, pad)


def _text(made: Written, begin: str, indent: int, step: int) -> None:
    _block_text(made, begin, "|", indent, step)


def _folded(made: Written, begin: str, indent: int, step: int) -> None:
    _block_text(made, begin, ">", indent, step)


def _block_text(made: Written, begin: str, sign: str, indent: int, step: int) -> None:
    digit = str(step) if made.chance(20) else ""
    chomp = made.draw(st.sampled_from(["", "", "-", "+"]))
    signs = digit + chomp if made.chance(50) else chomp + digit
    made.lines.append(f"{begin}{sign}{signs}{made.behind()}")
    pad = " " * (indent + step)
    rows = made.draw(
        st.lists(st.sampled_from(["one", "# no comment", "", "  further in", "ends in spaces  ", "key: x"]), max_size=4)
    )
    if not digit:
        while rows and rows[0].startswith((" ", "#")):
            rows = rows[1:]
        if rows and not rows[0]:
            rows = ["", "one", *rows]
    made.lines += [pad + row if row or made.chance(20) else "" for row in rows]


def _rows(made: Written, begin: str, rows: list[str], pad: str) -> None:
    *most, last = [begin + rows[0], *(pad + row if row else "" for row in rows[1:])]
    made.lines += [*most, last + made.behind()]


_SCALARS = {"plain": _plain, "quoted": _quoted, "flow": _flow, "text": _text, "folded": _folded}
