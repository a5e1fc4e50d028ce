"""What the narrow Markdown has to agree with: Python-Markdown as the site engine sets it up from mkdocs.yml."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.config import load_config

from turnabout.publish.markdown import Memory, Rendered, render

ROOT = Path(__file__).resolve().parents[1]
SEEN = Memory()  # whatever was rendered before: it changes nothing
LATE = 0  # the priority that the engine's own mapping has


@functools.cache
def settings() -> dict[str, Any]:
    """The extensions and their settings, with those that the engine adds itself."""
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(ROOT / "site"))
    return {"extensions": config["markdown_extensions"], "extension_configs": config["mdx_configs"]}


class _Addresses(Treeprocessor):
    """Maps the addresses of all links and pictures at the moment when the engine does."""

    def __init__(self, link: Callable[[str], str]) -> None:
        self.link = link

    def run(self, root: Any) -> None:
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(element.tag)
            if key is not None:
                element.set(key, self.link(element.get(key)))


def engine(body: str, link: Callable[[str], str]) -> tuple[str, list[tuple[int, str, str]]]:
    """The HTML that the engine makes of a page, and the headings of its table of contents."""
    parser = markdown.Markdown(**settings())
    parser.treeprocessors.register(_Addresses(link), "addresses", LATE)
    html = parser.convert(body)
    return html, [*_flat(getattr(parser, "toc_tokens", []))]


def _flat(tokens: list[dict[str, Any]]) -> Any:
    for each in tokens:
        yield each["level"], each["id"], each["name"]
        yield from _flat(each["children"])


def elsewhere(address: str) -> str:
    """A mapping of addresses with signs that have to be escaped; like the engine's, it leaves a page's own anchors."""
    return f'../?to="{address}"&b&amp;<' if address and not address.startswith("#") else address


def agreed(body: str) -> Rendered | None:
    """What `render` gives, which is None or the very bytes of the engine; AssertionError where they differ."""
    made = render(body, elsewhere)
    assert render(body, elsewhere, SEEN) == made, body
    if made is None:
        return None
    html, headings = engine(body, elsewhere)
    assert made.html == html, body
    assert [(each.level, each.anchor, each.name) for each in made.headings] == headings, body
    return made
