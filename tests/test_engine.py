"""The site engine as a process."""

import pytest

from turnabout import engine
from turnabout.errors import EnvironmentFaultError, UsageError

CONFIG = "site_name: x\ndocs_dir: build/docs\nsite_dir: build/html\ntheme: mkdocs\n"


def site(root, page, config=CONFIG):
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (root / "build/docs").mkdir(parents=True)
    (root / "build/docs/index.md").write_text(page, encoding="utf-8")
    return root


def test_a_site_is_built_and_its_pages_counted(tmp_path):
    built = engine.build(site(tmp_path, "# Hello"), {}, epoch=0)
    assert built.pages == len(list(built.folder.rglob("*.html")))
    assert "Hello" in (built.folder / "index.html").read_text(encoding="utf-8")


def test_a_dead_link_is_one_sentence_with_the_engines_complaint(tmp_path):
    with pytest.raises(EnvironmentFaultError) as caught:
        engine.build(site(tmp_path, "# Hello\n\n[x](gone.md)"), {})
    assert caught.value.message == "the site was not built: the engine found 1 problem"
    assert "gone.md" in caught.value.hint


def test_a_broken_configuration_is_one_sentence(tmp_path):
    with pytest.raises(EnvironmentFaultError) as caught:
        engine.build(site(tmp_path, "# Hello", CONFIG + "theme: nosuch\nplugins: [nosuch]\n"), {})
    assert "Traceback" not in caught.value.message + caught.value.hint


def test_a_folder_without_a_configuration_is_told_so(tmp_path):
    with pytest.raises(UsageError):
        engine.build(tmp_path, {})


def test_the_engine_sees_only_what_it_is_given(tmp_path):
    config = CONFIG + "site_description: !ENV [SECRET, none]\nsite_author: !ENV [TURNABOUT_SITE_URL, none]\n"
    given = {"SECRET": "leaked", "TURNABOUT_SITE_URL": "https://turnabout.example/"}
    built = engine.build(site(tmp_path, "# Hello", config), given)
    page = (built.folder / "index.html").read_text(encoding="utf-8")
    assert "leaked" not in page
    assert "https://turnabout.example/" in page
