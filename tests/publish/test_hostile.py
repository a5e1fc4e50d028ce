"""Attacks in every field of text: the pages must have the very same elements as with harmless text."""

import html.parser
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish_html import elements, read, text_of
from turnabout.publish import text


def pages(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def test_hostile_text_adds_no_element_attribute_or_address(pleasant, hostile):
    assert pages(hostile) == pages(pleasant)
    for page in pages(pleasant):
        assert elements(read(hostile, page)) == elements(read(pleasant, page)), page


def test_hostile_text_is_shown_as_it_was_written(hostile):
    from publish_hostile import HOSTILE

    assert text.one_line(HOSTILE) in text_of(read(hostile, "people/ana/index.html"))
    assert text.one_line(HOSTILE) in text_of(read(hostile, "programs/demo/index.html"))


def test_hostile_text_reaches_the_search_index_as_text_only(hostile):
    index = (hostile / "search/search_index.json").read_text(encoding="utf-8")
    assert not re.search(r"<(script|img|iframe|svg)\b", index)


def test_hostile_markdown_never_leaves_the_front_matter(hostile):
    for page in pages(hostile):
        assert not read(hostile, page).count("<h1>evil") + read(hostile, page).count('<h1 id="evil'), page


def test_hostile_text_adds_no_file_and_no_element_to_feeds_and_pictures(pleasant, hostile):
    files = [path.relative_to(pleasant).as_posix() for path in sorted(pleasant.rglob("*")) if path.is_file()]
    assert files == [path.relative_to(hostile).as_posix() for path in sorted(hostile.rglob("*")) if path.is_file()]
    for path in files:
        if path.endswith((".xml", ".svg")):
            kind, other = (ElementTree.parse(folder / path).iter() for folder in (pleasant, hostile))
            assert [(one.tag, one.keys()) for one in kind] == [(one.tag, one.keys()) for one in other], path


class Elements(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


@given(st.text(max_size=60))
def test_inert_text_is_one_run_of_text_whatever_it_says(words):
    made = text.inert(words)
    assert not re.search(r"[!-\"$-%'-/:<-@\[-`{-~]|\s{2}|[\r\n]", made.replace("&#", "").replace(";", ""))
    parser = Elements()
    parser.feed(f"<p title='{made}'>{made}</p>")
    assert [tag for tag, _ in parser.seen] == ["p"]
    assert parser.seen[0][1]["title"] == text.one_line(words)


@given(st.text(max_size=40), st.sampled_from(["paragraph", "heading", "list", "cell", "link", "block"]))
def test_markdown_makes_nothing_of_inert_text(words, place):
    import markdown

    made = text.inert("x" + words + "x")
    source = {
        "paragraph": made,
        "heading": f"# {made}",
        "list": f"- {made}",
        "cell": text.table(["a"], [[made]]),
        "link": text.inside("x" + words + "x", "a.md", "b.md", "chip"),
        "block": f'<div class="c" markdown>\n\n{made}\n\n</div>',
    }[place]
    extensions = [
        "attr_list",
        "def_list",
        "md_in_html",
        "tables",
        "admonition",
        "pymdownx.details",
        "pymdownx.superfences",
    ]
    parser = Elements()
    parser.feed(markdown.markdown(source, extensions=extensions))
    expected = {
        "paragraph": ["p"],
        "heading": ["h1"],
        "list": ["ul", "li"],
        "cell": ["table", "thead", "tr", "th", "tbody", "tr", "td"],
        "link": ["p", "a"],
        "block": ["div", "p"],
    }[place]
    assert [tag for tag, _ in parser.seen] == expected


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "http://example.org/",
        "//example.org/",
        "https://",
        "https://you@example.org/",
        "https://[",
        "mailto:",
        "mailto:nobody",
        "",
    ],
)
def test_an_address_that_is_neither_https_nor_mail_is_no_link(address):
    assert text.href(address) is None
    assert "](" not in text.outside("words", address)


@given(st.text(max_size=60))
def test_an_address_cannot_break_out_of_its_link(rest):
    import markdown

    made = text.outside("words", "https://example.org/" + rest, "button")
    parser = Elements()
    parser.feed(markdown.markdown(made, extensions=["attr_list"]))
    assert [tag for tag, _ in parser.seen] in (["p", "a"], ["p"])
    for tag, attributes in parser.seen:
        if tag == "a":
            assert set(attributes) == {"href", "rel", "class"}
            assert attributes["href"].startswith("https://example.org/")


@given(st.dictionaries(st.sampled_from(["title", "description"]), st.text(max_size=60)))
def test_front_matter_is_read_back_as_escaped_text(values):
    import html

    import yaml

    block = text.front_matter(values)
    read_back = yaml.safe_load(block.removeprefix("---\n").removesuffix("---\n\n")) or {}
    wanted = {
        key: html.escape(text.one_line(value), quote=False).replace('"', "&quot;")
        for key, value in values.items()
        if value
    }
    assert read_back == wanted
