"""Which settings of the site engine stamping knows. With any other the engine builds every page itself."""

import re
from collections.abc import Mapping

_TOP = re.compile(r"^([^\s:][^:\n]*)", re.MULTILINE)  # whatever stands at a line's beginning
_COMMENT = re.compile(r"(?:^|\s+)#(?:\s.*)?$")
# Keys that say the same of a page whether the engine sees all of them or only a shell of each kind.
_KNOWN = frozenset(
    [
        "copyright",
        "docs_dir",
        "extra",
        "extra_css",
        "extra_javascript",
        "markdown_extensions",
        "nav",
        "not_in_nav",
        "plugins",
        "repo_name",
        "repo_url",
        "site_author",
        "site_description",
        "site_dir",
        "site_name",
        "site_url",
        "strict",
        "theme",
        "validation",
    ]
)
# Our renderer of Markdown gives what these give.
_EXTENSIONS = """\
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - md_in_html
  - tables
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.highlight:
      use_pygments: false
  - toc:
      permalink: "#"
      permalink_title: Link to this section"""
_PLUGINS = re.compile(r"plugins:\n  - search(?::(?:\n {6}(?:separator|lang): .*)+)?")
_CUSTOM = re.compile(r"^  custom_dir: ([\w./-]+)$", re.MULTILINE)
_JINJA = re.compile(rb"\{#.*?#\}|(\{[{%].*?[%}]\})", re.DOTALL)
_NAMED = re.compile(r"[\w./-]+\.md\b")


def obstacle(config: str, overrides: Mapping[str, bytes]) -> str | None:
    """What keeps the pages from being stamped under `mkdocs.yml` and the theme's overrides; None where nothing does."""
    blocks = _blocks(config)
    unknown = sorted(blocks.keys() - _KNOWN)
    if unknown:
        return f"mkdocs.yml has `{unknown[0]}`"
    if "nav" not in blocks:
        return "mkdocs.yml has no `nav`"
    if blocks.get("docs_dir") != "docs_dir: build/docs" or blocks.get("site_dir") != "site_dir: build/html":
        return "mkdocs.yml builds into another folder"
    if blocks.get("markdown_extensions") != _EXTENSIONS:
        return "mkdocs.yml has other `markdown_extensions`"
    if not _PLUGINS.fullmatch(blocks.get("plugins", "")):
        return "mkdocs.yml has other `plugins`"
    if _CUSTOM.search(blocks.get("theme", "")) is None:
        return "the theme has no `custom_dir`"
    listing = [path for path, content in overrides.items() if _lists_pages(content)]
    return f"{listing[0]} lists all pages" if listing else None


def _lists_pages(template: bytes) -> bool:
    # The engine that renders shells does not see every page.
    return any(re.search(rb"\bpages\b", match[1] or b"") for match in _JINJA.finditer(template))


def _blocks(config: str) -> dict[str, str]:
    """The text of each top-level key, without comments and empty lines."""
    lines = [_COMMENT.sub("", line).rstrip() for line in config.splitlines()]
    text = "\n".join(line for line in lines if line)
    starts = [*_TOP.finditer(text)]
    ends = [*(each.start() for each in starts[1:]), len(text)]
    return {start[1]: text[start.start() : end].rstrip("\n") for start, end in zip(starts, ends, strict=True)}


def derived(config: str, up: str, hidden: list[str]) -> str:
    """The configuration of a run that renders shells: `config` with folders of its own, `up` steps below it.

    `hidden` are documents that exist for links only.
    """
    custom = _CUSTOM.search(_blocks(config)["theme"])
    lines = [f"INHERIT: {up}mkdocs.yml", "docs_dir: docs", "site_dir: html"]
    if custom is not None:
        lines += ["theme:", f"  custom_dir: {up}{custom[1]}"]
    if hidden:
        lines += ["exclude_docs: |", *(f"  /{path}" for path in hidden)]
    return "\n".join([*lines, ""])


def named_pages(config: str) -> frozenset[str]:
    """Every page that mkdocs.yml may have in its navigation: whatever there looks like the path of one."""
    return frozenset(_NAMED.findall(config))
