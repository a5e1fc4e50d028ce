"""Checking again only what a change can concern: the result is that of a complete run, whatever is known before."""

import datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support_workspace import BEN, LEE, MINIATURE, PAIR, SESSION, TODAY, P, S, patched
from turnabout import rules
from turnabout.cache import FILES_KEPT, cache_file, fingerprint, remember, remembered
from turnabout.checking import State, check
from turnabout.diagnostics import Diagnostic
from turnabout.documents import Documents
from turnabout.files import Files
from turnabout.lazy import Declared, Lazy, Part

TOOL = "the same tool"
LATER = TODAY + datetime.timedelta(days=200)  # pledges are overdue and the program is over
ZOE = "program/participants/zoe-lind.yaml"
# Pieces of files under which rules look from one file to another: lines of managers, names, loads, circles, values twice.
RELATED = [
    f"# {ZOE}\n{LEE.replace('Lee Wong', 'Zoe Lind')}",
    f"# {ZOE}\n{BEN.replace('Ben Okoro', 'Zoe Lind')}",
    "# program/participants/lee-wong.yaml\nmanager: mia-sato\n",
    "# program/participants/mia-sato.yaml\nmanager: ben-okoro\n",
    "# program/participants/ben-okoro.yaml\nmanager: lee-wong\n",
    "# program/participants/ana-ruiz.yaml\nmanager: zoe-lind\n",
    "# program/participants/ana-ruiz.yaml\nmanager: ben-okoro\n",
    "# program/participants/lee-wong.yaml\nmanager: mia-sato\n# program/participants/ben-okoro.yaml\nmanager: lee-wong\n",
    "# program/participants/ana-ruiz.yaml\nwishes: [zoe-lind, mia-sato]\n",
    "# program/participants/ana-ruiz.yaml\nlevel: 7\n",
    "# program/participants/lee-wong.yaml\nlevel: 1\n",
    "# program/participants/lee-wong.yaml\nlevels: 1\n",
    "# program/participants/lee-wong.yaml\nstatus: paused\n",
    "# program/participants/lee-wong.yaml\nname: Zoe Lind\n",
    "# program/participants/mia-sato.yaml\nforge: ana-r\n",
    "# program/participants/ben-okoro.yaml\nforge: ana-r\n",
    "# program/participants/ben-okoro.yaml\nforge: ana-r\n# program/participants/mia-sato.yaml\nforge: ana-r\n",
    "# program/participants/ben-okoro.yaml\nforge: ben-o\n",
    "# program/participants/zoe-lindd.yaml\n---\n" + BEN.replace("Ben Okoro", "Zoe Lindd"),
    "# program/participants/porto/lee-wong.yaml\n---\n" + LEE,
    "# program/participants/ben-okoro.yaml\nprograms:\n  digital-2026:\n    role: mentor\n    capacity: 3\n",
    f"# {P}\nstatus: ended\nuntil: 2026-10-20\n",
    f"# {P}\nstatus: draft\n",
    "# program/pairs/digital-2026/ana-ruiz--mia-sato.yaml\n---\n" + PAIR,
    "# program/pairs/digital-2026/ben-okoro--lee-wong.yaml\n---\n" + PAIR,
    "# program/pairs/digital-2026/ben-okoro--zoe-lind.yaml\n---\n" + PAIR,
    "# program/pairs/digital-2025/ana-ruiz--lee-wong.yaml\n---\n" + PAIR.replace("active", "completed"),
    f"# {S}\nshared: Zoe Lind and Mia Sato were with us.\n",
    f'# {S}\nshared: "Z\\u006fe Lind was with us."\n',
    f"# {P}\npledges:\n  - {{text: I ask zoe lind first, state: open}}\n",
    f"# {S.replace('ana-ruiz--lee-wong', 'ana-ruiz--lee-wonk')}\n---\n{SESSION}",
    f"# {S.replace('09-21', '09-23')}\n---\n{SESSION}",
    "# program/participants/mia-sato.yaml\nprograms:\n  digital-2026:\n    role: mentor\n",
    "# program/participants/ana-ruiz.yaml\ntime_zone: Asia/Tokyo\n",
    "program/participants/mia-sato.yaml",  # a path alone: remove the file
    "program/participants/ana-ruiz.yaml",
    ZOE,
    P,
    "program/pairs/digital-2026/ben-okoro--lee-wong.yaml",
]
FAR = ["# program/topics.yaml\n---\ntopics: 5\n", "# program/digital-2026.yaml\ntitle: Another\n"]
SAMPLES = [sample for page in rules.pages() for sample in (page.passing, page.failing)]
edits = st.one_of(
    st.sampled_from(RELATED), st.sampled_from(RELATED), st.sampled_from(SAMPLES), st.sampled_from([*MINIATURE, *FAR])
)
days = st.sampled_from([TODAY, TODAY, TODAY, LATER])


def after(files: dict[str, str], edit: str) -> dict[str, str]:
    if edit.startswith("#"):
        return patched(edit, files)
    return {path: text for path, text in files.items() if path != edit}


def taken(files: dict[str, str]) -> Files:
    return Files({path: text.encode() for path, text in sorted(files.items())})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("remembered")


damages = st.sampled_from(["none", "none", "none", "gone", "other tool", "cut", "changed", "empty"])


@settings(max_examples=200)
@given(st.lists(st.tuples(edits, days, damages), min_size=1, max_size=5))
@example([(SAMPLES[0], TODAY, "none"), ("program/participants/mia-sato.yaml", TODAY, "none")])
def test_what_is_remembered_changes_nothing_about_the_result(folder: Path, steps: list[tuple[str, datetime.date, str]]):
    file = folder / "state.json"
    file.unlink(missing_ok=True)
    files = dict(MINIATURE)
    for edit, today, damage in steps:
        before = damaged(file, damage)
        now = check(taken(files), today, before)
        remember(file, TOOL, now.state)
        assert remembered(file, TOOL) == now.state
        files = after(files, edit)
        complete = check(taken(files), today)
        partial = check(taken(files), today, remembered(file, TOOL))
        assert partial.diagnostics == complete.diagnostics
        assert partial.state == complete.state
        remember(file, TOOL, partial.state)


def damaged(file: Path, damage: str) -> State | None:
    content = file.read_bytes() if file.exists() else b""
    match damage:
        case "gone":
            file.unlink(missing_ok=True)
        case "other tool":
            return remembered(file, "another tool")
        case "cut":
            file.write_bytes(content[: len(content) * 2 // 3])
        case "changed":
            file.write_bytes(content.replace(b"a", b"b", 9)[:-1])
        case "empty":
            file.write_bytes(b"")
    known = remembered(file, TOOL)
    assert damage == "none" or known is None
    return known


@pytest.mark.parametrize("first", RELATED, ids=lambda edit: edit[:60].strip())
def test_every_change_after_every_other_is_found(first: str) -> None:
    start = check(taken(after(MINIATURE, first)), TODAY)
    for second in RELATED:
        files = after(after(MINIATURE, first), second)
        assert check(taken(files), TODAY, start.state).diagnostics == complete(second, first), second


def complete(second: str, first: str) -> tuple[Diagnostic, ...]:
    return check(taken(after(after(MINIATURE, first), second)), TODAY).diagnostics


@pytest.mark.parametrize("page", rules.pages(), ids=lambda page: page.code)
def test_what_a_rule_found_is_found_again_where_nothing_or_something_far_away_has_changed(page: rules.RulePage) -> None:
    files = after(MINIATURE, page.failing)
    start = check(taken(files), TODAY)
    assert check(taken(files), TODAY, start.state).diagnostics == start.diagnostics
    far = after(files, f"# {ZOE}\n{BEN.replace('Ben Okoro', 'Zoe Lind')}")
    assert check(taken(far), TODAY, start.state).diagnostics == check(taken(far), TODAY).diagnostics


def test_a_changed_session_has_only_its_pair_checked_again() -> None:
    more = {
        f"program/participants/extra-{number}.yaml": BEN.replace("Ben Okoro", f"Extra {number} Person")
        for number in range(50)
    }
    start = check(taken(MINIATURE | more), TODAY)
    changed = check(taken(MINIATURE | more | {S: SESSION.replace("minutes: 55", "minutes: 50")}), TODAY, start.state)
    assert changed.diagnostics == start.diagnostics
    assert changed.anew < 12
    assert start.anew == len(MINIATURE) + 50


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"turnabout",
        b"\xff\xfe",
        b"turnabout the same tool 0123\n{}",
        b"[" * 100_000,
        b"turnabout the same tool cae66941d9efbd404e4d88758ea67670\n",
    ],
)
def test_what_is_no_memory_is_ignored(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.json").write_bytes(content)
    assert remembered(tmp_path / "state.json", TOOL) is None


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    state = check(taken(MINIATURE), TODAY).state
    (tmp_path / "file").write_text("")
    assert not remember(tmp_path / "file" / "below" / "state.json", TOOL, state)
    (tmp_path / "folder").mkdir()
    assert not remember(tmp_path / "folder", TOOL, state)
    assert [path.name for path in tmp_path.iterdir()] in (["file", "folder"], ["folder", "file"])


def test_the_memory_is_for_the_user_only_and_does_not_grow_without_end(tmp_path: Path) -> None:
    state = check(taken(MINIATURE), TODAY).state
    for number in range(FILES_KEPT + 5):
        assert remember(cache_file(tmp_path, Path(f"/repository-{number}")), TOOL, state)
    kept = list(tmp_path.iterdir())
    assert len(kept) == FILES_KEPT
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}


def test_sources_that_cannot_be_listed_leave_nothing_to_remember_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("turnabout.cache._PACKAGE", tmp_path)
    assert fingerprint() is None


def test_the_fingerprint_is_the_same_twice_and_no_secret_stands_in_the_open() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint() or "") == 32


@given(st.dictionaries(st.integers(0, 20), st.integers()), st.sets(st.integers(0, 20)))
def test_mappings_that_make_or_show_a_part_are_mappings(source: dict[int, int], some: set[int]) -> None:
    made: list[int] = []
    lazy = Lazy(source, lambda key, value: made.append(key) or value + 1)
    assert (len(lazy), list(lazy), made) == (len(source), list(source), [])
    part = Part(lazy, some)
    assert list(part) == [key for key in source if key in some]
    assert dict(part.items()) == {key: value + 1 for key, value in source.items() if key in some}
    assert all(part[key] == source[key] + 1 and key in part for key in source)
    assert [lazy.get(key, "none") for key in (*source, 99)] == [*(value + 1 for value in source.values()), "none"]
    assert dict(lazy.items()) == {key: value + 1 for key, value in source.items()}
    assert sorted(made) == sorted(source)


def test_documents_are_read_again_when_asked_for() -> None:
    documents = Documents({"a": b"x: 1\n"})
    documents.add_unread(["a"])
    assert documents.data("a") == documents.data("a") == documents["a"].data == {"x": 1}
    assert documents["a"].at("x").column == 4
    assert documents.lacking(["a", "b", "c"]) == {"b", "c"}
    with pytest.raises(KeyError):
        documents["b"]


def test_data_of_many_documents_is_kept_small_and_stays_the_same() -> None:
    number = 3_000
    documents = Documents({})
    for at in range(number):
        documents.add(str(at), {"x": [at]})
    assert [documents.data(str(at)) for at in range(number)] == [{"x": [at]} for at in range(number)]
    # The first ones are at hand, the others are made anew each time.
    assert documents.data("0") is documents.data("0")
    assert documents.data(str(number - 1)) is not documents.data(str(number - 1))


def test_what_is_declared_is_found_by_kind() -> None:
    declared = Declared([("pair", "a/b"), ("program", "a"), ("program", "b")])
    assert declared.by_kind["program"] == {"a", "b"}
    assert ("pair", "a/b") in declared
    assert ("pair", "a") not in declared
    assert "pair" not in declared
    assert sorted(declared) == [("pair", "a/b"), ("program", "a"), ("program", "b")]
    assert len(declared) == 3
    by_kind = {"pair": {"a/b"}, "program": {"a", "b"}}
    assert Declared(by_kind).by_kind == Declared(declared).by_kind == declared.by_kind == by_kind
