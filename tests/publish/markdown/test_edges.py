"""Markdown near the edges of what the narrow renderer knows: it agrees with the engine, or gives the page up."""

import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from support_markdown import agreed, elsewhere, engine
from turnabout.publish import charts, text
from turnabout.publish.markdown import render
from turnabout.publish.pages import shared
from turnabout.publish.pages.programs import plan
from turnabout.publish.view import PlanView

KNOWN = {
    "paragraph": "one line\nand another",
    "marked paragraph": "text [a](b.md)\n{ #id .by }",
    "emphasis": "**bold `x` [a](b)**, *slanted*; **a**b**c** and a_b",
    "links": "[](z) [a **b** `]`](x.md?a=1&b=2#c){ rel=noreferrer .button .primary } ![pic&#33;](y.svg)",
    "brackets": "[x] and [1]; a > b, & and R&D &amp; &copy; &#44;",
    "raw tags": '<span class="pill">x</span> <time datetime="2026-01-02">2 January</time><br>\n<code>y</code>',
    "headings": "# A\n\n## A { #own }\n\n## A\n\n### [A](b) `c` **d**\n\n# &#42;\n\n# é",
    "list": "- a\n- b\n  more\n    - nested\n    - two\n- c",
    "deep list": "- a\n    - b\n        1. c\n        2. d\n    - e",
    "loose list": "1. a\n\n    below\n\n    ```sh\n    code\n\n      more\n    ```\n\n2. b\n3. c\n\n4. d",
    "table": "| a | b |\n| --- | :-: |\n| `x` | **y** |\n|  | z |",
    "terms": "Term\n:   said\n\nOther\n:   [a](b){ .c }",
    "div": '<div class="a b" markdown>\n\n# x\n\n<div class="c" markdown>\ntext\n</div>\n\n- a\n\n</div>',
    "numbers": '<div class="a" markdown>\n\n<dl class="numbers">\n<div><dt>a</dt><dd>1</dd></div>\n</dl>\n\n</div>',
    "raw": '<p class="stamp">x &#44; <b>y</b></p>\n\n<ol class="strip">\n<li class="a">x</li>\n</ol>\n\n- a',
    "fold": '??? plan "1&#46; `a`"\n\n    text\n\n    - a\n    - b\n\n    ??? b\n        c\n\n???+ tip "x"\n    y',
    "admonition": '!!! tip "**a**"\n\n    | a |\n    | --- |\n    | b |\n\n!!! note\n    text',
    "quote": "> a\n> b\n>\n> c\n\n> d",
    "code": "```python\nif a < b & c:\n\n\n    `x`  # y\n```\n\n```\nplain\n```",
    "empty": "",
}


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_is_rendered_and_agrees(name):
    assert agreed(KNOWN[name]) is not None


GIVEN_UP = (
    "a  \nb",
    "a\tb",
    "a\u00a0b",
    "a\\*b",
    "a\n---",
    "a\n===",
    "***",
    "-",
    "- a\n1. b",
    "- a\n\n1. b",
    "- a\n    - b\n\n- c",
    "- # a",
    "# a #",
    "#a",
    "a\n# b",
    "    code",
    "a\n: b",
    ": b",
    "[a]: b",
    "[a][b](c)",
    "[a](b c)",
    "[a](&#)",
    "[a](<b>)",
    '[a](b "c")',
    "[[a]](b)",
    "[TOC]",
    "[a](b){ .c",
    "[a](b){: .c }",
    "[a](b){ onclick=x }",
    "[a](b) {x}",
    "![a](b){ .c }",
    "a { .b }",
    "**a*",
    "***a***",
    "** a **",
    "_a_",
    "__a__",
    "``a``",
    "`a",
    "`<div>`",
    "`&#44`",
    "&#44",
    "&#x;",
    "&İ;",
    "a <b",
    "<b",
    "<script>",
    "<span onclick=x>",
    '<span class="<">',
    "<!-- a -->",
    "<https://a.b>",
    "<a@b.c>",
    "<hr>",
    "<div>\n\na\n\n</div>",
    '<div class="a" markdown>\n\na',
    '<div class="a" markdown>\n\n</div>',
    "</div>",
    '<p class="a">b\n\nc</p>',
    "<p>a</p> b",
    "<p>a</p></p>",
    "<p>\n```\na\n```\n</p>",
    '<dl class="numbers">\n\n</dl>',
    '<div class="a" markdown>\n\n<p>b</p>\n\n</div>',
    "| a |\n| --- |",
    "| a | b |\n| --- |\n| c | d |",
    "| a |\n| --- |\n| b | c |",
    "| `a | b` |\n| --- | --- |\n| c | d |",
    "a | b\n--- | ---\nc | d",
    "> ",
    "> - a\nb",
    "> a\n>",
    ">\n> a",
    "??? x\n\n    - a\n\n        b",
    '??? x ""\n\n    a',
    '??? x " a"\n\n    b',
    '??? x "# a"\n\n    b',
    "??? x\nb",
    "```\na",
    "a\n```\nb\n```",
    "```\na\n```\nb",
    "``` {.a}\nb\n```",
    "~~~\na\n~~~",
    "\x02wzxhzdk:0\x03",
    "\ud800",
)


@pytest.mark.parametrize("page", GIVEN_UP)
def test_what_could_be_taken_in_two_ways_is_given_up(page):
    assert render(page, elsewhere) is None


def test_characters_that_are_blank_to_anybody_are_given_up():
    # The engine strips and splits at whatever Python takes for blank.
    for sign in map(chr, range(sys.maxunicode + 1)):
        if (sign.isspace() or sign < " ") and sign not in " \n":
            assert render(f"a{sign}b", elsewhere) is None, hex(ord(sign))


def test_deep_nesting_is_given_up_and_not_followed():
    assert render('<div class="a" markdown>\n\n' * 10_000 + "a" + "\n\n</div>" * 10_000, elsewhere) is None
    lists = "\n".join("    " * depth + "- x" for depth in range(300))
    assert render(lists, elsewhere) is None
    folds = "\n\n".join("    " * depth + "??? x" for depth in range(1_000))
    assert render(folds, elsewhere) is None


@pytest.mark.parametrize(
    "part", ["[", "`", "*a ", "<", "&#1;", "![a", "- a\n", "> a\n", "[a](", "# a\n\n", "| a ", '??? x "']
)
def test_long_pages_cost_time_by_their_length_only(part):
    import time

    def seconds(times):
        started = time.process_time()
        render(part * times, elsewhere)
        return time.process_time() - started

    seconds(10)
    assert seconds(40_000) < 2


words = st.one_of(
    st.text(max_size=12),
    st.text(st.sampled_from("ab_*`[](){}<>#&;:|!?-+.\\/\"'= \n0"), max_size=16),
    st.sampled_from(["", "x", "&#44;", "javascript:alert(1)", "</div>", "markdown", "\n\n    code", "[TOC]"]),
)
paths = st.sampled_from(["a.md", "people/ana/index.md", "index.md", "b.md#c", "#d", "x/y.ics"])
harmless = st.one_of(
    words.map(text.inert),
    st.builds(text.inside, words, paths, paths, st.sampled_from(["", "chip", "button primary"])),
    st.builds(text.outside, words, st.just("https://a.example/?b=c&d=%20"), st.sampled_from(["", "button"])),
    st.dates().map(text.time_tag),
    st.builds(text.pill, st.sampled_from(["held", "over"]), st.sampled_from(["good", "off"])),
    words.map(lambda each: f"<code>{text.inert(each)}</code>"),
    words.map(lambda each: f"**{text.inert('x' + each)}**"),
)
# An address may hold what a page is given up for; then the engine makes the page.
inline = st.one_of(harmless, st.builds(text.outside, words, st.one_of(words, words.map("https://a.example/{}".format))))
lines = st.lists(inline, min_size=1, max_size=3).map(" ".join)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 3))
    row = st.lists(inline, min_size=width, max_size=width)
    return text.table(draw(row), draw(st.lists(row, min_size=1, max_size=3)))


def lists(mark):
    return st.lists(lines, min_size=1, max_size=3).map(lambda each: "\n".join(f"{mark} {one}" for one in each))


leaves = st.one_of(
    lines,
    lines.map("# {}".format),
    st.builds("### {} {{ #{} }}".format, words.map(text.inert), st.sampled_from(["a", "b-1"])),
    lists("-"),
    lists("1."),
    tables(),
    st.lists(st.tuples(lines, lines), min_size=1, max_size=3).map(text.facts),
    lines.map("{}\n{{ .by }}".format),
    st.lists(st.tuples(st.integers(0, 9).map(str), st.sampled_from(["pairs", "days"])), max_size=2).map(shared.numbers),
    st.builds(charts.meter, st.just("m"), words, st.integers(0, 100)).map(
        '<figure class="chart">\n{}\n</figure>'.format
    ),
    words.map(lambda each: f'<p class="stamp">{text.inert(each)}</p>'),
    st.builds(
        plan,
        st.builds(
            PlanView,
            number=st.just(1),
            title=words,
            aim=words,
            questions=st.lists(words, max_size=2).map(tuple),
            output=words,
        ),
    ),
)
blocks = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(shared.card),
        st.lists(st.lists(inner, min_size=1, max_size=2).map(shared.card), min_size=1, max_size=2).map(shared.cards),
    ),
    max_leaves=6,
)


@given(st.lists(blocks, min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_pages_made_by_what_makes_pages_agree(parts):
    agreed("\n\n".join(each for each in parts if each) + "\n")


@given(st.lists(st.lists(harmless, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4), paths)
@settings(max_examples=150, deadline=None)
def test_text_of_users_never_makes_a_page_be_given_up(parts, page):
    assume(all(part.strip(" ") == part and part for part in parts))
    made = [shared.trail("a/b.md", [("x", page)]), f"# {parts[0]}", text.facts([("State", each) for each in parts])]
    made += [text.table(["a"], [[each] for each in parts]), "\n".join(f"- {each}" for each in parts)]
    assert agreed("\n\n".join(made)) is not None


EDGES = (
    "\n", "\n\n", "\n\n\n", " ", "    ", "- ", "1. ", "# ", "*", "**", "_", "`", "```\n", "[", "](", ")", "{ .a }", "\n{ #b }",
    "<", "</div>", '<div class="a" markdown>', "<p>", "</p>", "<br>", "<b>", "</b>", "&", "&#44;", "&#", ";", "> ", "\n>", "| ",
    " |", "\n| --- | --- |\n", ":   ", "\n: ", "!!! note\n", '??? x "y"\n', "\\", "[1]: x", "[TOC]", "~~~\n", "===", "---", "a",
    "é", "x y",
)  # fmt: skip
pieces = st.sampled_from(EDGES)


@given(st.lists(st.one_of(pieces, leaves), min_size=1, max_size=10).map("".join))
@settings(max_examples=300, deadline=None)
def test_lines_mixed_near_the_edges_agree_or_are_given_up(page):
    agreed(page)


@given(st.sampled_from(sorted(KNOWN.values())), st.data())
@settings(max_examples=300, deadline=None)
def test_a_known_page_with_something_put_in_or_left_out_agrees_or_is_given_up(page, data):
    at = data.draw(st.integers(0, len(page)))
    left_out = data.draw(st.integers(0, 3))
    agreed(page[:at] + data.draw(st.one_of(pieces, st.just(""))) + page[at + left_out :])


def test_addresses_are_mapped_as_they_were_written():
    seen = []

    def link(address):
        seen.append(address)
        return "x"

    render("[a](b.md#c){ .d }\n\n- ![e](../f.svg)\n\n| [g](h?i=1&j=2) |\n| --- |\n| <b>[k](#l)</b> |", link)
    assert seen == ["b.md#c", "../f.svg", "h?i=1&j=2", "#l"]


def test_headings_come_in_order_with_their_anchors_and_what_they_show():
    made = render("before\n\n# A *b*\n\nfirst\n\n## B\n\n## B\n\n## C { #see }\n\n- last", elsewhere)
    assert [(each.level, each.anchor, each.title, each.name) for each in made.headings] == [
        (1, "a-b", "A <em>b</em>", "A b"),
        (2, "b", "B", "B"),
        (2, "b_1", "B", "B"),
        (2, "see", "C", "C"),
    ]


def test_the_oracle_sees_what_the_sites_settings_say():
    html, headings = engine("# A\n\n```sh\nx\n```", elsewhere)
    assert 'title="Link to this section">#</a>' in html
    assert '<code class="language-sh">' in html
    assert headings == [(1, "a", "A")]
