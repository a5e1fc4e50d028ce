"""The check of built HTML, on small pages and on the real site."""

import pytest

from turnabout.publish.check import check_pages, check_site


def codes(page, **more):
    files = {"index.html": page.encode(), "a/index.html": b'<h1 id="here">a</h1>', "pic.svg": b"", **more}
    return [(each.code, each.position.line, each.position.column) for each in check_pages(files)]


@pytest.mark.parametrize(
    "page",
    [
        '<a href="a/">x</a>',
        '<a href="a/#here">x</a>',
        '<a href="a/index.html">x</a>',
        '<a href="/a/">x</a>',
        '<a href="#">x</a>',
        '<a href="?q=1">x</a>',
        '<img src="pic.svg">',
        '<img src="data:image/png;base64,x">',
        '<a href="https://example.org/">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<link rel="canonical" href="https://example.org/">',
        '<p id="b&amp;c"></p><a href="#b&amp;c">x</a>',
        '<!-- <img src="https://evil.example/"> -->',
    ],
)
def test_good_pages_pass(page):
    assert codes(page) == []


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ('<a href="b/">x</a>', "SITE002"),
        ('<a href="../up/">x</a>', "SITE002"),
        ('<img src="gone.svg">', "SITE002"),
        ('<a href="a/#there">x</a>', "SITE003"),
        ('<a href="#there">x</a>', "SITE003"),
        ('<script src="https://cdn.example/x.js"></script>', "SITE004"),
        ('<script src="//cdn.example/x.js"></script>', "SITE004"),
        ('<link rel="preconnect" href="https://fonts.example">', "SITE004"),
        ('<svg><use href="https://cdn.example/x.svg#y"/></svg>', "SITE004"),
        ('<iframe src="https://evil.example"></iframe>', "SITE004"),
        ('<a href="javascript:alert(1)">x</a>', "SITE005"),
        ('<a href=" JavaScript:alert(1)">x</a>', "SITE005"),
        ('<a href="https://[">x</a>', "SITE005"),
    ],
)
def test_each_fault_is_found_at_its_place(page, code):
    assert codes(f"<p>\n  {page}")[0][0] == code
    assert codes(f"<p>\n  {page}")[0][1] == 2


def test_an_empty_folder_is_no_site(tmp_path):
    assert [each.code for each in check_site(tmp_path)] == ["SITE001"]


def test_the_built_site_is_clean(pleasant, hostile):
    assert check_site(pleasant) == []
    assert check_site(hostile) == []
