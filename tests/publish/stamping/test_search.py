"""Search entries, against the theme's own plugin."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from material.plugins.search.plugin import SearchIndex

from turnabout.publish.markdown import render
from turnabout.publish.stamping import search
from turnabout.publish.stamping.links import UnsureError


def theirs(content):
    index = SearchIndex()
    index.add_entry_from_context(
        SimpleNamespace(meta={"title": "Page & all"}, title="", content=content, toc=[], url="people/ana/")
    )
    return index.entries


def ours(content):
    search.require_plain(content)
    return json.loads(f"[{search.entries_of(content, 'people/ana/', 'Page & all')}]")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "only text",
        "<p>One</p>\n<p>Two</p>",
        '<h1 id="a">A<a class="headerlink" href="#a" title="x">#</a></h1>\n<p>Text &amp; more.</p>',
        '<div class="trail">\n<p><a href="../">Up</a></p>\n</div>\n<h1 id="a">A</h1>',
        '<h2 id="b">First is no h1</h2><p>x</p><h1 id="c">Then</h1>',
        '<div><h3 id="card">In a card</h3><p>of the card</p></div><p>after the card</p>',
        '<h2 id="b">B</h2><div><h3 id="card">In</h3></div><ul><li>still B</li><li> </li><li></li></ul>',
        "<h2>No id</h2><p>x</p>",
        '<h1 id="a"><code>x &lt; y</code> <em>and</em></h1><pre><code>  kept\n  lines &gt; here\n</code></pre>',
        '<p>line<br />\nbreak<img alt="a > b" src="x"><input disabled></p>',
        '<figure><svg viewBox="0 0 1 1"><title>A chart</title><rect x="1"/><path d="M0"/></svg></figure>',
        "<!-- a comment --><p>x<!-- <p> in it --></p>",
        "<p>unclosed<ul><li>a</ul></p>",
        "</p><p>stray end</b></p>",
        "<table><tr><td>a</td>\n<td>b</td></tr></table>\n<ol>\n<li>\n<p>x</p>\n</li>\n</ol>",
    ],
)
def test_entries_are_the_plugins(content):
    assert ours(content) == theirs(content)


PIECES = ["<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</li>", "</ul>", '<h2 id="x">', "</h2>", "<h3>", "</h3>"]
PIECES += [
    '<h1 id="é&amp;">',
    "</h1>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<br>",
    "<path/>",
    " ",
    "\n",
    "a  b",
    "&#44;",
]
PIECES += [
    "&amp;lt;",
    "\xa0",
    '<a class="headerlink" href="#x">',
    "</a>",
    "<sub>",
    "</sub>",
    "&lt;p&gt;",
    "&notin",
    ">",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_entries_of_whatever_is_thrown_together_are_the_plugins_or_left_to_it(content):
    try:
        made = ours(f"<p>{content}</p>")
    except UnsureError:
        return
    assert made == theirs(f"<p>{content}</p>")


@pytest.mark.parametrize(
    "content",
    [
        "<script>x</script>",
        "<style>x</style>",
        '<p data-search-exclude="">x</p>',
        "<p>a < b</p>",
        '<div class="linenodiv">1</div>',
        "<title><b>x</b></title>",
    ],
)
def test_what_the_plugin_treats_in_a_way_of_its_own_is_left_to_it(content):
    with pytest.raises(UnsureError):
        ours(content)


BLOCKS = [
    "# A *b*",
    "## `c`",
    "### [A](b.md) &#1;",
    "## ![a](b.svg)",
    "# &#32;",
    "## <b>",
    "text\nmore &amp; &#44;",
    "[](a)",
]
BLOCKS += ["![a](b.svg)", "a <b> b", "</span>", "- a\n- b\n    - c", "- [](a)\n- ![a](b)", "- a\n\n    below", "1. `a`"]
BLOCKS += [
    "| a | b |\n| --- | --- |\n| `c` |  |",
    "A\n:   [](a)",
    "B\n:   b",
    "> a\n>\n> [](b)",
    "```sh\n  a\n\n  b\n```",
]
BLOCKS += ["??? x\n    a", '!!! note "&#1;"', "    inside", "    - of it", '<div class="a" markdown>', "</div>"]
BLOCKS += [
    '<div class="a" markdown>\n[](b)\n</div>',
    '<div class="a" markdown>\na\n</div>',
    "<p></p>",
    "<p><b>a</p>",
    "<p> a</p>",
]
BLOCKS += [
    '<figure class="a">\n<svg><title>a</title></svg>\n</figure>',
    "<ol><li>a<li>b</ol>",
    "<pre>\n a</pre>",
    "<pre></b></pre>",
]
BLOCKS += [
    "[x](y){ .headerlink }",
    "# [x](y){ .headerlink } a",
    "<svg><title>a</title></svg>",
    "## [](a){ .headerlink }",
]
MEMORY = search.Memory()  # of every page that was thrown together before


@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=12).map("\n\n".join))
def test_entries_put_together_from_pieces_are_those_of_the_page_as_a_whole(body):
    page = render(body, str)
    assume(page is not None)
    assert outcome(search.entries, page, "a/", "Page", MEMORY) == outcome(search.entries_of, page.html, "a/", "Page")


def outcome(work, *given):
    """What it gives, or None where it leaves the page to the engine."""
    try:
        return work(*given)
    except UnsureError:
        return None
