"""From format 0 to 1: `on` becomes `date` where it stood, and nothing else changes in the file."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.formats.from_0 import rewrite
from turnabout.yamlfile import emit, load
from turnabout.yamlfile.rename import rename_keys

PROGRAM = "program/digital-2026.yaml"
PAIR = "program/pairs/digital-2026/ana-ruiz--lee-wong.yaml"
RESULT = "program/feedback/digital-2026/start.yaml"

OLD = {
    PROGRAM: """\
# yaml-language-server: $schema=../schema/program.schema.json

title: On the way   # on: not a key
surveys:
  # the first one
  - id: start
    on: 2026-09-01   # a Tuesday
    instrument: "on: paper"
  - {id: end, on : 2027-05-31}
  - "on": 2027-06-01
    id: later
purpose: |
  on: 2026-09-01
""",
    PAIR: "status: active\nmilestones:\n-   on: 2026-12-09\n    title: Shadowing\n- {'on': 2027-01-20, title: Talk}\n",
    RESULT: "on: 2025-10-03\r\nrole: both\r\nquestions:\r\n  - id: on-time\r\n",
    "program/topics.yaml": "topics:\n  - {id: on, title: On}\n",
    "program/sessions/digital-2026/ana-ruiz--lee-wong/2026-09-09.yaml": "held: true\non: 2026-09-09\n",
}


def test_every_old_key_is_renamed_and_every_other_character_stays():
    changed, found = rewrite(OLD)
    assert found == []
    assert changed == {
        PROGRAM: OLD[PROGRAM]
        .replace("    on: 2026-09-01   #", "    date: 2026-09-01   #")
        .replace("end, on :", "end, date :")
        .replace('"on": 2027', "date: 2027"),
        PAIR: OLD[PAIR].replace("on: 2026", "date: 2026").replace("'on':", "date:"),
        RESULT: OLD[RESULT].replace("on: 2025", "date: 2025"),
    }
    for path, text in changed.items():
        document, faults = load(path, text.encode())
        assert document is not None, faults
    assert rewrite(changed) == ({}, [])


def back(path: str, text: str) -> str:
    """The step undone, for what had no quotes."""
    places = {PROGRAM: ("surveys", 0, "date"), PAIR: ("milestones", 0, "date"), RESULT: ("date",)}

    def old_name(keys):
        return "on" if tuple(key if isinstance(key, str) else 0 for key in keys) == places[path] else None

    return rename_keys(path, text, old_name)[0]


words = st.text("ab on:#'\"é\\", max_size=12)
days = st.dates().map(str)
entries = st.lists(
    st.fixed_dictionaries({"title": words}, optional={"date": days, "note": words, "onset": st.integers(0, 9)}),
    max_size=4,
)


@given(st.sampled_from([PROGRAM, PAIR, RESULT]), entries, words, days, st.sampled_from(["", "  # on: no key"]))
def test_the_step_loses_nothing(path, listed, title, day, comment):
    """Any new file, called as of old, comes through the step as it was; and undone, as it was before."""
    if path == RESULT:
        data = {"date": day, "questions": listed, "on-time": title}
    else:
        data = {"title": title, {PROGRAM: "surveys", PAIR: "milestones"}[path]: listed, "date": day}
    new = re.sub(r"(date: \S*)$", rf"\1{comment}", emit(data, ["on: the top"]), flags=re.MULTILINE)
    old = back(path, new)
    changed, found = rewrite({path: old})
    assert found == []
    assert changed.get(path, old) == new
    assert back(path, changed.get(path, old)) == old


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("date: 2025-10-03\non: 2025-10-04\n", "YAML016", 2),
        ("on: 2025-10-03\nrole: yes\n", "YAML017", 2),
        ("on: 2025-10-03\nrole: both\non: 2025-10-04\n", "YAML015", 1),
        ("on: 2025-10-03\nrole: [\n", "YAML023", 3),
    ],
    ids=range(4),
)
def test_a_file_that_could_not_be_read_afterwards_is_told_of_at_its_place(text, code, line):
    changed, found = rewrite({RESULT: text})
    assert changed == {}
    assert (code, line) in [(fault.code, fault.position.line) for fault in found]


def test_a_file_over_the_limit_is_left_to_the_loader():
    assert rewrite({RESULT: "on: 2025-10-03\n" + "# x\n" * 100_000}) == ({}, [])
