"""Settings under which pages may be stamped: the repository's own, and nothing that could make a page depend on others."""

import pytest

from support_stamping import ROOT
from turnabout.publish.stamping import settings
from turnabout.publish.writer import read_tree

CONFIG = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_the_repositorys_own_settings_and_overrides_are_known():
    assert settings.obstacle(CONFIG, read_tree(ROOT / "site/overrides")) is None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("\nnav:", "\nhooks: [x.py]\nnav:", "mkdocs.yml has `hooks`"),
        ("\nnav:", "\nuse_directory_urls: false\nnav:", "mkdocs.yml has `use_directory_urls`"),
        ("\nnav:", "\nextra_templates: [x.html]\nnav:", "mkdocs.yml has `extra_templates`"),
        ("\nnav:", "\nextra_nav:", "mkdocs.yml has `extra_nav`"),
        ("\nnav:", "\nINHERIT: other.yml\nnav:", "mkdocs.yml has `INHERIT`"),
        ("\nnav:", '\n"hooks": [x.py]\nnav:', 'mkdocs.yml has `"hooks"`'),
        ("\nnav:", "\n? hooks\n: [x.py]\nnav:", "mkdocs.yml has `? hooks`"),
        ("docs_dir: build/docs", "docs_dir: docs", "mkdocs.yml builds into another folder"),
        ("  - search:\n", "  - tags\n  - search:\n", "mkdocs.yml has other `plugins`"),
        ("      separator:", "      jieba_dict: x\n      separator:", "mkdocs.yml has other `plugins`"),
        ("use_pygments: false", "use_pygments: true", "mkdocs.yml has other `markdown_extensions`"),
        ("  - tables\n", "", "mkdocs.yml has other `markdown_extensions`"),
        ("  custom_dir: site/overrides\n", "", "the theme has no `custom_dir`"),
    ],
)
def test_other_settings_are_left_to_the_engine(old, new, why):
    assert old in CONFIG
    assert settings.obstacle(CONFIG.replace(old, new), {}) == why


def test_without_a_navigation_the_engine_makes_one_of_all_pages():
    start, end = CONFIG.index("\nnav:"), CONFIG.index("\nnot_in_nav:")
    assert settings.obstacle(CONFIG[:start] + CONFIG[end:], {}) == "mkdocs.yml has no `nav`"


def test_a_template_that_lists_all_pages_is_left_to_the_engine():
    template = b"{# pages #} <p>pages</p> {% for each in pages %}{{ each.url }}{% endfor %}"
    assert settings.obstacle(CONFIG, {"main.html": template}) == "main.html lists all pages"
    assert settings.obstacle(CONFIG, {"main.html": b"{# all pages #} <p>pages</p> {{ page.title }}"}) is None


def test_comments_and_empty_lines_make_no_difference():
    assert settings.obstacle(CONFIG.replace("\n  - tables\n", "\n\n  # grids\n  - tables  # of rows\n"), {}) is None


def test_a_run_for_shells_has_folders_of_its_own_and_builds_no_document_that_is_only_linked():
    made = settings.derived(CONFIG, "../../", ["people/ana/index.md"])
    assert made == (
        "INHERIT: ../../mkdocs.yml\ndocs_dir: docs\nsite_dir: html\ntheme:\n  custom_dir: ../../site/overrides\n"
        "exclude_docs: |\n  /people/ana/index.md\n"
    )


def test_every_page_of_the_navigation_is_found():
    assert {"index.md", "people/index.md", "guides/exit.md"} <= settings.named_pages(CONFIG)
