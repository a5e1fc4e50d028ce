"""The parts of stamping, each against what it stands in for: the engine's addresses, its front matter, its contents."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import nest_toc_tokens
from markupsafe import Markup, escape
from mkdocs.structure.files import File, file_sort_key
from mkdocs.utils import get_relative_url

from turnabout.publish import text
from turnabout.publish.stamping import job, shells, sitemap, toc
from turnabout.publish.stamping.links import Linker, UnsureError, relative
from turnabout.publish.stamping.sheets import address, output, sheet

PATHS = ["index.md", "people/index.md", "people/ana/index.md", "guides/exit.md", "pairs/demo/ana--lee.md", "feed.xml"]
PATHS += ["people/ana.ics", "guides/index.md", "people/ben/index.md"]


def file(path):
    return File(path, "docs", "html", use_directory_urls=True)


@pytest.mark.parametrize("path", [each for each in PATHS if each.endswith(".md")])
def test_addresses_are_the_engines(path):
    assert address(path) == file(path).url.removeprefix("./")
    assert output(path) == file(path).dest_uri


@pytest.mark.parametrize("target", PATHS)
@pytest.mark.parametrize("page", [each for each in PATHS if each.endswith(".md")])
def test_ways_between_pages_are_the_engines(page, target):
    assert relative(address(target), address(page)) == get_relative_url(file(target).url, file(page).url)


def test_pages_are_in_the_engines_order():
    pages = ["b/a.md", "b/index.md", "a/z/index.md", "a/b.md", "index.md", "z.md", "a-b/c.md", "a/b-c.md", "a/z/a.md"]
    wanted = [each.src_uri for each in sorted(map(file, pages), key=file_sort_key)]
    assert sorted(pages, key=job._order) == wanted


def test_links_become_what_the_page_gets_and_their_places_are_kept():
    linker = Linker(set(PATHS))
    link = linker.on("people/ana/index.md")
    assert link("../ben/index.md#top") == "../ben/#top"
    assert link("../../guides/exit.md") == link("../../guides/exit.md") == "../../guides/exit/"
    assert link("../ana.ics") == "../ana.ics"
    assert link("#here") == "#here"
    assert link("https://example.org/a?b#c") == "https://example.org/a?b#c"
    assert linker.places == {("people/ben/index.md", "top"), ("people/ana/index.md", "here")}


WRITTEN = [f"{'../' * up}{target}" for up in range(4) for target in (*PATHS, "ana/index.md", "ana.ics", "ana--lee.md")]
WRITTEN += ["#here", "../people/../index.md", ".././ana/index.md", "..//ana/index.md", "mailto:ana@example.org"]


def outcome(linker, page, written):
    """What the link becomes, and the places that became known with it."""
    before = set(linker.places)
    try:
        return linker.on(page)(written), linker.places - before
    except UnsureError:
        return None


@given(st.permutations([each for each in PATHS if each.endswith(".md")] + ["people/my-index.md"]))
def test_what_is_known_from_other_pages_is_what_a_link_means_on_this_one(pages):
    shared = Linker(set(PATHS))
    for page in pages:
        for written in WRITTEN:
            alone = outcome(Linker(set(PATHS)), page, written)
            made = outcome(shared, page, written)
            assert (made and made[0]) == (alone and alone[0]), (page, written)
            assert alone is None or alone[1] <= shared.places, (page, written)


@pytest.mark.parametrize(
    "written",
    ["../gone.md", "/people/", "../ben/", "a b.md", "ftp://x", "javascript:x", "..", "", "index.md?x", "%2e.md"],
)
def test_a_link_that_is_not_plain_is_the_engines_to_judge(written):
    link = Linker(set(PATHS)).on("people/ana/index.md")
    if written == "":
        assert link(written) == ""
    else:
        with pytest.raises(UnsureError):
            link(written)


TEXTS = st.text(max_size=30)


@given(TEXTS.map(lambda each: "x" + each), TEXTS, st.booleans(), st.booleans())
def test_front_matter_that_we_write_is_read_as_the_engine_reads_it(title, description, record, index):
    from turnabout.publish.pages.shared import page

    made = page(title, ["# x"], description=description, record=record, index=index)
    found = sheet("a/b.md", made.encode())
    if "\ufeff" in title + description:
        assert found is None
        return
    assert found is not None
    meta = yaml.safe_load(made.split("---\n")[1])
    assert (found.title, found.description) == (meta["title"], meta.get("description", ""))
    assert (found.record, found.searched) == (meta.get("record", False), "search" not in meta)
    assert yaml.safe_load(f"hide: {found.hide}") == {"hide": meta.get("hide")}
    assert found.body == "# x\n"


@given(st.text(alphabet="ab: #-'\"\\,.0~|>&*!%@`[]{}ynYoé", min_size=1, max_size=12))
def test_front_matter_by_hand_is_read_as_the_engine_reads_it_or_not_at_all(words):
    found = sheet("a/b.md", f"---\ntitle: {words}\n---\n\n# x\n".encode())
    if found is not None:
        assert yaml.safe_load(f"title: {words}\n") == {"title": found.title}


@pytest.mark.parametrize(
    "front",
    [
        "author: me",
        "title: yes",
        "title: Null",
        "title: 2026",
        'title: "a"\ntitle: "b"',
        "hide: [navigation]",
        "search:\n  exclude: true",
        "description: only this",
        "title:",
        "template: home.html",
    ],
)
def test_other_front_matter_is_the_engines(front):
    assert sheet("a/b.md", f"---\n{front}\n---\n\n# x\n".encode()) is None


@pytest.mark.parametrize("path", ["README.md", "a/readme.md", "a b.md", "ä.md", ".hidden/x.md", "a//b.md", "a.b.md"])
def test_other_names_are_the_engines(path):
    assert sheet(path, b'---\ntitle: "x"\n---\n\n# x\n') is None


def tree(places):
    return [(each.level, each.anchor, tree(each.below)) for each in places]


def their_tree(tokens):
    return [(each["level"], each["id"], their_tree(each["children"])) for each in tokens]


@given(st.lists(st.integers(1, 6), max_size=12))
def test_headings_nest_as_in_the_engine(levels):
    tokens = [{"level": level, "id": str(at)} for at, level in enumerate(levels)]
    ours = toc.nested([(level, str(at), "") for at, level in enumerate(levels)])
    assert tree(ours) == their_tree(nest_toc_tokens(tokens))


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4))
def test_a_table_is_there_where_it_has_anything_to_show(levels):
    headings = [(level, str(at), "") for at, level in enumerate(levels)]
    assert toc.shows(headings) == bool(toc.shown(headings))


@given(st.text(max_size=30))
def test_a_title_in_an_attribute_is_what_the_theme_makes_of_it(words):
    title = text.inert(words)
    assert toc._label(title) == str(escape(Markup(title).striptags()))


PIECES = toc.Pieces("<li>{0} {1}</li>", "<li>{0} {1} {2}<ul>{3}</ul></li>", " ", "; ")


def test_the_table_is_written_with_the_pieces_of_the_shell():
    page = (
        '<nav><ul> <li><a href="#turnaboutshellone">TurnaboutShellOne</a><nav aria-label="TurnaboutShellOne"><ul>'
        '<li><a href="#turnaboutshelltwo">TurnaboutShellTwo</a></li>; <li><a href="#turnaboutshellthree">TurnaboutShellThree</a></li>'
        '</ul></nav></li>\n<li><a href="#turnaboutshellfour">TurnaboutShellFour</a></li> </ul></nav>'
    )
    found = toc.cut(page)
    assert found is not None
    start, end, pieces = found
    assert page[:start] == "<nav><ul> "
    assert page[end:] == " </ul></nav>"
    headings = [(1, "t", "T"), (2, "a", "A"), (3, "b", "{B}"), (3, "c", "C &#38;"), (4, "d", "D")]
    assert toc.write(toc.shown(headings), pieces) == (
        '<li><a href="#a">A</a><nav aria-label="A"><ul><li><a href="#b">{B}</a></li>; '
        '<li><a href="#c">C &#38;</a><nav aria-label="C &amp;"><ul><li><a href="#d">D</a></li></ul></nav></li></ul></nav></li>'
    )
    with pytest.raises(ValueError, match="different ways"):
        toc.cut(page.replace(">TurnaboutShellThree", "> TurnaboutShellThree"))


def test_a_theme_that_does_something_to_a_title_is_found_out():
    frame = shells.Frame("", ("people",), folder=True, front='title: "TurnaboutShellTitle"\n', table=False)
    page = "<title>TurnaboutShellTitle</title><!--turnabout-shell-begins-->x<!--turnabout-shell-ends-->"
    assert shells.cut(frame, "people/turnabout-shell-1/index.md", page).parts[1] == "title"
    for other in (page.replace("<title>", "<title>TURNABOUTSHELLTITLE"), page + page, "<title>x</title>"):
        with pytest.raises(ValueError, match="theme"):
            shells.cut(frame, "people/turnabout-shell-1/index.md", other)


MAP = "<?xml?><urlset>\n  <url>\n <loc>https://x.example/a/</loc> <lastmod>2026</lastmod>\n</url>\n <url>\n <loc>https://x.example/b/</loc> <lastmod>2026</lastmod>\n</url>\n</urlset>"


def test_the_map_of_the_site_has_an_entry_like_the_engines_for_each_page():
    same = MAP.replace("\n <url>", "\n  <url>")
    made = sitemap.sitemap(same, "a/", ["", "a/", "c/"])
    assert made.count("<url>") == 3
    assert sitemap.sitemap(same, "a/", ["a/", "b/"]) == same
    assert "<loc>https://x.example/</loc>" in made
    assert sitemap.sitemap("<urlset>\n</urlset>", "a/", ["a/"]) == "<urlset>\n</urlset>"
    with pytest.raises(ValueError, match="tells its pages apart"):
        sitemap.sitemap(same.replace("2026", "2025", 1), "a/", ["a/"])
