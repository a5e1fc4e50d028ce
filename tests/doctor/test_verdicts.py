"""What each fact means: decided by functions that look at nothing."""

import pytest

from turnabout.doctor import verdicts
from turnabout.doctor.verdicts import Fault, Ran, State

GONE = Fault("git is not installed, or not on the PATH", "install git 2.31 or newer")
RIGHT = Ran(0, '["PuLP 3.3.2 with HiGHS 1.15.1", 8]\n', "")


@pytest.mark.parametrize(
    ("verdict", "state", "words"),
    [
        (verdicts.python((3, 11, 0)), "ok", "3.11.0"),
        (verdicts.python((3, 10, 12)), "fail", "3.10.12"),
        (verdicts.python((4, 0, 0)), "ok", "4.0.0"),
        (verdicts.git((2, 31)), "ok", "2.31"),
        (verdicts.git((2, 30, 9)), "fail", "2.30.9, which is too old"),
        (verdicts.git(GONE), "fail", "not installed"),
        (verdicts.program(None), "warn", "no folder `program`"),
        (verdicts.program("/srv/program"), "ok", "/srv/program"),
        (verdicts.repository(Fault("this repository has no commits yet", "Commit first.")), "fail", "no commits"),
        (verdicts.repository("0123456789abcdef"), "ok", "0123456789ab"),
        (verdicts.remote((), None), "warn", "no remote `origin`"),
        (verdicts.remote(("home", "work"), None), "warn", "known here: `home`, `work`"),
        (verdicts.remote(("origin",), None), "note", "--offline"),
        (verdicts.remote(("origin",), "main"), "ok", "`main`"),
        (
            verdicts.remote(("origin",), Fault("remote `origin` cannot be reached", "Check.")),
            "fail",
            "cannot be reached",
        ),
        (verdicts.unlooked("remote", "it needs Git"), "note", "not looked at: it needs Git"),
        (verdicts.solver("PuLP", RIGHT), "ok", "HiGHS 1.15.1"),
        (verdicts.solver("PuLP", Ran(0, "a banner\n" + RIGHT.out, "")), "ok", "HiGHS 1.15.1"),
        (verdicts.solver("PuLP", Ran(0, '["PuLP 3.3.2", 6]\n', "")), "fail", "finds 6 in a small problem, where 8"),
        (
            verdicts.solver("PuLP", Ran(1, "", "Traceback\nImportError: no highspy\n")),
            "fail",
            "ImportError: no highspy",
        ),
        (verdicts.solver("PuLP", Ran(-11, "", "")), "fail", "no reason given"),
        (verdicts.solver("PuLP", Ran(1, RIGHT.out, "died at the end")), "fail", "died at the end"),
        (verdicts.solver("PuLP", Ran(0, "8", "")), "fail", "cannot solve"),
        (verdicts.solver("PuLP", Ran(None, "", "timed out")), "fail", "no answer in time"),
        (verdicts.site_engine(Ran(0, "python -m mkdocs, version 1.6.1 from x (Python 3.11)", ""), True), "ok", "1.6.1"),
        (verdicts.site_engine(Ran(0, "hello version", ""), True), "ok", "unknown version"),
        (verdicts.site_engine(Ran(0, "version 1.6.1", ""), False), "fail", "mkdocs-material"),
        (verdicts.site_engine(Ran(1, "", "No module named mkdocs"), True), "fail", "does not start"),
        (verdicts.site_engine(Ran(None, "", ""), True), "fail", "does not start"),
        (verdicts.browser("chromium"), "ok", "chromium"),
        (verdicts.browser(None), "note", "no Chromium"),
        (verdicts.disk("disk", None, 5_000_000_000), "ok", "5.0 GB"),
        (verdicts.disk("disk", None, 5_000_000), "warn", "5 MB"),
        (verdicts.disk("disk", "read-only file system", 5_000_000_000), "fail", "read-only file system"),
        (verdicts.time_zones((0, 60)), "ok", "summer"),
        (verdicts.time_zones((0, 0)), "fail", "wrong rules"),
        (verdicts.time_zones(None), "fail", "no rules"),
        (verdicts.schemas({"a": 1, "b": 2}, {"b": 2, "a": 1}), "ok", "2 schemas"),
        (verdicts.schemas({"a": 1}, {}), "warn", "no schemas"),
        (verdicts.schemas({"a": 1}, None), "warn", "no schemas"),
        (
            verdicts.schemas({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "d": 4}),
            "warn",
            "differ: `b`; missing: `c`; unknown to the tool: `d`",
        ),
        (verdicts.data_format(1, 1, can_migrate=False), "ok", "version 1"),
        (verdicts.data_format(1, None, can_migrate=False), "note", "no files"),
        (verdicts.data_format(1, 2, can_migrate=True), "fail", "version 2, and this"),
        (verdicts.data_format(2, 1, can_migrate=True), "fail", "version 1, and this"),
    ],
    ids=lambda value: f"{value.name}-{value.state}" if isinstance(value, verdicts.Verdict) else "",
)
def test_each_fact_has_its_verdict_and_whatever_is_wrong_a_fix(
    verdict: verdicts.Verdict, state: str, words: str
) -> None:
    assert verdict.state == state
    assert words in verdict.found
    assert "\n" not in verdict.found + verdict.fix
    if verdict.state in (State.WARN, State.FAIL):
        assert verdict.fix


def test_an_older_format_is_migrated_only_where_there_is_a_command_for_it() -> None:
    assert "turnabout migrate" in verdicts.data_format(2, 1, can_migrate=True).fix
    assert "migrate" not in verdicts.data_format(2, 1, can_migrate=False).fix


def test_a_long_reason_is_cut() -> None:
    assert len(verdicts.solver("PuLP", Ran(1, "", "x" * 5000)).found) < 300
