"""Where the site's edit buttons and forms lead: the environment before `turnabout.yaml`, as for proposals."""

import datetime
from pathlib import Path

import pytest

from turnabout.cli.publish import _forge_environ
from turnabout.cli.setting import Setting, Unsound
from turnabout.cli.site_inputs import site_host
from turnabout.forge.hosts import Host

VARIABLES = ("TURNABOUT_REPO_URL", "TURNABOUT_WEB_URL", "TURNABOUT_HOST", "TURNABOUT_EDIT_PATH")
PAGE = "https://git.example.org/hr/mentoring"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Setting:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "turnabout.yaml").write_text(f"host: gitlab\nweb_url: {PAGE}\n")
    return Setting(tmp_path, datetime.date(2026, 11, 23))


def test_the_settings_name_the_page_and_the_kind_of_forge(here: Setting) -> None:
    assert site_host(here) == Host("gitlab", PAGE)
    assert _forge_environ(here) == {"TURNABOUT_REPO_URL": PAGE, "TURNABOUT_EDIT_PATH": "-/edit/main"}


def test_the_environment_goes_first(here: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNABOUT_REPO_URL", "https://code.example/other/place")
    assert site_host(here) == Host("gitlab", "https://code.example/other/place")
    monkeypatch.setenv("TURNABOUT_HOST", "gitea")
    monkeypatch.setenv("TURNABOUT_EDIT_PATH", "my/editor")
    assert site_host(here).kind == "gitea"
    assert _forge_environ(here) == {
        "TURNABOUT_REPO_URL": "https://code.example/other/place",
        "TURNABOUT_EDIT_PATH": "my/editor",
    }


def test_without_either_there_is_no_page_to_lead_to(here: Setting) -> None:
    (here.root / "turnabout.yaml").unlink()
    assert site_host(here) == Host("none", None)
    assert _forge_environ(here) == {"TURNABOUT_REPO_URL": "", "TURNABOUT_EDIT_PATH": ""}


def test_a_page_whose_forge_is_unknown_says_what_to_write(here: Setting, capsys: pytest.CaptureFixture[str]) -> None:
    (here.root / "turnabout.yaml").write_text(f"web_url: {PAGE}\n")
    assert _forge_environ(here)["TURNABOUT_EDIT_PATH"] == ""
    assert "`host` in turnabout.yaml can say whether this is on github, gitlab or gitea" in capsys.readouterr().err


@pytest.mark.parametrize("settings", ["host: sourceforge\n", "host: [\n"])
def test_faults_of_the_settings_stop_the_publishing(
    settings: str, here: Setting, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.root / "turnabout.yaml").write_text(settings)
    with pytest.raises(Unsound, match=r"`turnabout.yaml` has errors, so nothing was published"):
        site_host(here)
    assert "turnabout.yaml:" in capsys.readouterr().err
