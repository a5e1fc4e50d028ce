"""From a table to files: what is understood is written once, what is not is told at its cell, nothing is guessed."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_intake import (
    HEADERS,
    MAP,
    MINIATURE,
    NORA,
    OMAR,
    PROGRAM,
    PSEUDONYMOUS,
    SECOND,
    csv_bytes,
    mapped,
    places,
    planned,
    sign_ups,
    table_of,
)  # fmt: skip
from support_workspace import ANA, built, sound
from turnabout.diagnostics import Diagnostic, Position, Severity, has_errors
from turnabout.errors import UsageError
from turnabout.intake.convert import plan
from turnabout.intake.table import parse_table
from turnabout.yamlfile import load

FOLDER = "program/participants"
NORA_FILE = f"{FOLDER}/nora-lindqvist.yaml"


def data_of(files: Mapping[str, str], path: str) -> dict[str, object]:
    document, faults = load(path, files[path].encode())
    assert document is not None, faults
    return dict(document.data)


def test_each_row_becomes_a_file_that_passes_all_checks() -> None:
    made = planned(table_of(HEADERS, NORA, OMAR))
    assert made.diagnostics == ()
    assert (
        made.files[NORA_FILE]
        == """\
# yaml-language-server: $schema=../../schema/participant.schema.json
name: Nora Lindqvist
level: 2
department: finance
time_zone: Europe/Lisbon
languages: [en]
status: active
programs:
  digital-2026:
    role: mentor
    capacity: 2
    joined: "2026-07-20"
offers:
  - {topic: generative-ai, proficiency: 3}
  - {topic: short-video, proficiency: 3}
"""
    )
    assert data_of(made.files, f"{FOLDER}/omar-haddad.yaml") == {
        "name": "Omar Haddad",
        "programs": {PROGRAM: {"role": "mentee", "joined": "2026-07-21"}},
        "status": "active",
        "level": 6,
        "department": "sales-service",
        "time_zone": "Europe/Lisbon",
        "languages": ["en"],
        "seeks": [{"topic": "generative-ai", "priority": 3}],
    }
    assert made.created == tuple(made.files)
    assert built(MINIATURE | dict(made.files))[1] == []


def test_a_second_run_changes_nothing() -> None:
    table = table_of(HEADERS, NORA, OMAR)
    again = planned(table, files=MINIATURE | dict(planned(table).files))
    assert (again.files, again.diagnostics, len(again.unchanged)) == ({}, (), 2)


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("Timestamp", "20/07/2026", "IMPORT018"),
        ("Timestamp", "yesterday", "IMPORT018"),
        ("Timestamp", "2026-02-30", "IMPORT018"),
        ("Timestamp", "26-07-20", "IMPORT018"),
        ("Your Name", "", "IMPORT019"),
        ("Your Name", "王小明", "IMPORT021"),
        ("Your Name", "Con", "IMPORT021"),
        ("Your Name", "x " * 50, "SHAPE008"),
        ("Mentor or mentee?", "Both", "IMPORT018"),
        ("Mentor or mentee?", "", "IMPORT019"),
        ("Grade", "5+", "IMPORT018"),
        ("Grade", "1 (new)", "IMPORT018"),
        ("Grade", "2.5", "IMPORT018"),
        ("Grade", "13", "SHAPE007"),
        ("Grade", "-1", "SHAPE007"),
        ("Grade", "", "IMPORT019"),
        ("Grade", "#N/A", "IMPORT018"),
        ("Department", "??", "IMPORT018"),
        ("Department", "", "IMPORT019"),
        ("Which topics?", "Generative AI, Kniting", "IMPORT020"),
        ("How many?", "a few", "IMPORT018"),
        ("How many?", "0", "SHAPE007"),
        ("How many?", "11", "SHAPE007"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_understood_is_told_in_its_place_and_nothing_is_written(
    header: str, cell: str, code: str
) -> None:
    table = sign_ups({header: cell}, {"Your Name": "Olu Ade"})
    made = planned(table)
    column = HEADERS.index(header)
    assert places(made.diagnostics) == [(2, column + 1, code)]
    assert made.diagnostics[0].position.path == "sign-ups.csv"
    assert table.name(column) in made.diagnostics[0].message
    assert made.diagnostics[0].fix
    assert (made.files, made.created, made.rows_left_out) == ({}, (), (2,))
    kept = planned(table, partial=True)
    assert list(kept.files) == [f"{FOLDER}/olu-ade.yaml"]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    made = planned(sign_ups({"Grade": "5+", "How many?": "some", "Which topics?": "Knitting, Chess"}))
    assert places(made.diagnostics) == [
        (2, 4, "IMPORT018"), (2, 6, "IMPORT020"), (2, 6, "IMPORT020"), (2, 7, "IMPORT018"),
    ]  # fmt: skip


def test_the_map_says_what_odd_cells_mean() -> None:
    text = MAP.replace("{from: Grade}", '{from: Grade, values: {"5+": 5, "1 (New)": 1}}')
    text = text.replace('"Mentor or mentee?"}', '"Mentor or mentee?", values: {"Both": mentor, "Neither": skip}}')
    text = text.replace('"How many?"}', '"How many?", values: {"As needed": 3, "-": ""}, empty: 1}')
    text = text.replace('separator: ","', 'separator: ",", values: {"Knitting": short-video, "none": ""}, points: 4')
    table = sign_ups(
        {"Grade": "5+", "Mentor or mentee?": "BOTH", "How many?": "as needed", "Which topics?": "knitting, none"},
        {"Your Name": "Olu Ade", "Grade": "1 (new)", "How many?": "-", "Which topics?": "None"},
        {"Your Name": "Pia Berg", "How many?": ""},
        {"Mentor or mentee?": "Neither", "Grade": "whatever", "Your Name": ""},
    )
    made = planned(table, text)
    assert made.diagnostics == ()
    assert made.rows_skipped == (5,)
    nora, olu, pia = (
        data_of(made.files, f"{FOLDER}/{each}.yaml") for each in ("nora-lindqvist", "olu-ade", "pia-berg")
    )
    assert (nora["level"], nora["offers"]) == (5, [{"topic": "short-video", "proficiency": 4}])
    assert [each["programs"][PROGRAM].get("capacity") for each in (nora, olu, pia)] == [3, None, 1]
    assert "offers" not in olu


def test_a_failed_formula_can_be_given_a_meaning() -> None:
    covered = MAP.replace('"How many?"}', '"How many?", values: {"#N/A": ""}}')
    assert planned(sign_ups({"How many?": "#N/A"}, {"Your Name": "Olu Ade"}), covered).diagnostics == ()


def test_numbers_with_a_zero_fraction_are_read_and_told_once() -> None:
    made = planned(sign_ups({"How many?": "2.0"}, {"Your Name": "Olu Ade", "How many?": "3.0"}))
    assert places(made.diagnostics) == [(2, 7, "IMPORT026")]
    assert made.diagnostics[0].severity is Severity.WARNING
    assert "1 more" in made.diagnostics[0].message
    assert data_of(made.files, NORA_FILE)["programs"] == {
        PROGRAM: {"role": "mentor", "capacity": 2, "joined": "2026-07-20"}
    }
    covered = MAP.replace('"How many?"}', '"How many?", values: {"2.0": 2}}')
    assert planned(sign_ups({"How many?": "2.0"}), covered).diagnostics == ()


def test_topics_are_found_by_title_alias_and_id_whatever_the_case_and_blanks() -> None:
    made = planned(sign_ups({"Which topics?": " GENERATIVE   ai ,short-video,, chatgpt and friends,Accessibility"}))
    assert made.diagnostics == ()
    assert [each["topic"] for each in data_of(made.files, NORA_FILE)["offers"]] == [
        "generative-ai", "short-video", "accessibility",
    ]  # fmt: skip


def test_a_topic_with_the_separator_in_its_title_is_found() -> None:
    topics = MINIATURE["program/topics.yaml"] + '  - id: ink\n    title: "Ink, paper, and film"\n'
    table = sign_ups({"Which topics?": "Short video, Ink, paper, and film, Accessibility"})
    made = planned(table, files=MINIATURE | {"program/topics.yaml": topics})
    assert [each["topic"] for each in data_of(made.files, NORA_FILE)["offers"]] == [
        "short-video",
        "ink",
        "accessibility",
    ]


def test_unknown_topics_come_with_the_nearest_one_and_with_what_to_add() -> None:
    made = planned(
        sign_ups(
            {"Which topics?": "Short vidio, Data ethics"}, {"Your Name": "Olu Ade", "Which topics?": "data ETHICS"}
        )
    )
    fixes = [each.fix for each in made.diagnostics]
    assert ["`Short video`" in fix for fix in fixes] == [False, True, False]
    assert (
        made.topics_to_add == "  - {id: data-ethics, title: Data ethics}\n  - {id: short-vidio, title: Short vidio}\n"
    )
    added = MINIATURE | {"program/topics.yaml": MINIATURE["program/topics.yaml"] + made.topics_to_add}
    assert planned(sign_ups({"Which topics?": "Data ethics"}), files=added).diagnostics == ()


def test_an_alias_of_two_topics_is_not_guessed() -> None:
    topics = MINIATURE["program/topics.yaml"] + "  - id: chat\n    title: Chat\n    aliases: [genai]\n"
    made = planned(sign_ups({"Which topics?": "GenAI"}), files=MINIATURE | {"program/topics.yaml": topics})
    assert places(made.diagnostics) == [(2, 6, "IMPORT020")]
    assert "`chat`" in made.diagnostics[0].message


def test_a_list_without_a_separator_in_the_map_is_told() -> None:
    made = planned(sign_ups({}), MAP.replace(', separator: ","', ""))
    assert places(made.diagnostics) == [(2, 6, "IMPORT020")]
    assert "`separator`" in made.diagnostics[0].fix
    assert made.topics_to_add == ""


def test_two_rows_for_one_id_are_told_at_the_second() -> None:
    made = planned(sign_ups({}, {"Your Name": "Olu Ade"}, {"Your Name": "nora LINDQVIST"}))
    assert places(made.diagnostics) == [(4, 2, "IMPORT022")]
    assert "row 2" in made.diagnostics[0].message


def test_a_file_that_exists_is_never_overwritten_but_differences_are_told() -> None:
    table = sign_ups({"Your Name": "Ana Ruiz", "Grade": "3", "Which topics?": "GenAI", "How many?": "2"})
    made = planned(table)
    assert (made.files, made.unchanged) == ({}, (f"{FOLDER}/ana-ruiz.yaml",))
    assert places(made.diagnostics) == [(2, 1, "IMPORT023"), (2, 4, "IMPORT023"), (2, 7, "IMPORT023")]
    assert not has_errors(made.diagnostics)
    assert made.diagnostics[1].message == "expected `2` for `level` as in the file, found `3` in `Grade` (column D)"
    assert made.diagnostics[1].fix == f"if the table is right, change {FOLDER}/ana-ruiz.yaml:7 yourself"


def test_somebody_known_joins_a_second_program_and_their_file_keeps_its_comments() -> None:
    ana = ANA.replace("status: active", "# since her return\nstatus: active")
    files = SECOND | {f"{FOLDER}/ana-ruiz.yaml": ana}
    table = sign_ups({"Your Name": "Ana Ruiz", "Which topics?": "GenAI"})
    made = planned(table, files=files, program="finance-2026")
    assert (made.diagnostics, made.joined, made.created) == ((), (f"{FOLDER}/ana-ruiz.yaml",), ())
    changed = made.files[f"{FOLDER}/ana-ruiz.yaml"]
    assert set(ana.splitlines()) < set(changed.splitlines())
    after = sound(files | dict(made.files))
    assert sorted(after.people["ana-ruiz"].programs) == ["digital-2026", "finance-2026"]
    assert planned(table, files=files | dict(made.files), program="finance-2026").files == {}


def test_a_file_with_no_place_to_add_to_is_told_with_what_to_add() -> None:
    ana = ANA.replace(
        'programs:\n  digital-2026:\n    role: mentor\n    joined: "2026-07-10"\n',
        "programs: {digital-2026: {role: mentor}}\n",
    )
    made = planned(
        sign_ups({"Your Name": "Ana Ruiz"}), files=SECOND | {f"{FOLDER}/ana-ruiz.yaml": ana}, program="finance-2026"
    )
    assert made.files == {}
    assert any(each.code == "IMPORT025" and "`finance-2026: {role: mentor" in each.fix for each in made.diagnostics)


def test_somebody_whose_file_has_faults_is_left_alone() -> None:
    files = MINIATURE | {f"{FOLDER}/ana-ruiz.yaml": "nonsense: true\n"}
    workspace, _ = built(files)
    table = sign_ups({"Your Name": "Ana Ruiz"})
    contents = {path: text.encode() for path, text in files.items()}
    made = plan(table, mapped(MAP, table), workspace, PROGRAM, contents)
    assert places(made.diagnostics) == [(2, 1, "IMPORT025")]


def test_somebody_who_left_and_signs_up_again_is_told() -> None:
    ana = ANA.replace("status: active", 'status: withdrawn\nuntil: "2026-08-01"')
    table = sign_ups(
        {"Your Name": "Ana Ruiz", "Which topics?": "GenAI", "How many?": "", "Timestamp": "2026-07-10"}, {}
    )
    made = planned(table, files=MINIATURE | {f"{FOLDER}/ana-ruiz.yaml": ana})
    assert places(made.diagnostics) == [(2, 1, "IMPORT023")]
    assert "`withdrawn`" in made.diagnostics[0].message


def test_a_program_that_is_not_there_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="`finance-2026`"):
        planned(sign_ups({}), program="finance-2026")


def test_a_pseudonymous_program_gets_no_name_and_no_id_made_of_one() -> None:
    made = planned(sign_ups({}), files=PSEUDONYMOUS)
    assert ([each.code for each in made.diagnostics], made.files) == (["IMPORT027"], {})
    table = table_of((*HEADERS, "Code"), (*NORA, "K 17"))
    made = planned(table, MAP.replace("columns:", "columns:\n  id: {from: Code}"), PSEUDONYMOUS)
    assert made.diagnostics == ()
    assert list(made.files) == [f"{FOLDER}/k-17.yaml"]
    assert "Lindqvist" not in str(made.files)


@pytest.mark.parametrize(("cell", "code"), [("", "IMPORT019"), ("nora@example.org", "IMPORT021"), ("王", "IMPORT021")])
def test_an_id_is_neither_empty_nor_an_address(cell: str, code: str) -> None:
    table = table_of((*HEADERS, "Code"), (*NORA, cell), (*OMAR, "om1"))
    made = planned(table, MAP.replace("columns:", "columns:\n  id: {from: Code}"))
    assert places(made.diagnostics) == [(2, 8, code)]


WEEK = MAP.replace(
    "columns:", "columns:\n  availability: {from: Free}\n  languages: {from: Talks, separator: ';'}"
).replace("  languages: [en]\n", "")


def days_of(free: str) -> list[str] | str:
    made = planned(table_of((*HEADERS, "Free", "Talks"), (*NORA, free, "Portuguese; EN; english")), WEEK)
    if not made.files:
        return made.diagnostics[0].message
    (text,) = made.files.values()
    assert "languages: [pt, en]" in text
    return re.findall(r'day: (...), from: "09:00", to: "17:00"', text)


def test_several_days_in_one_window_are_a_window_each() -> None:
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert days_of("Mon-Fri 9:00-17:00") == week[:5]
    assert days_of("tuesday to Thurs. 09:00 to 17:00") == week[1:4]
    assert days_of("Sat – Sun: 9:00–17:00") == week[5:]
    assert days_of("Mon - Mon 9:00-17:00") == ["mon"]
    assert days_of("Wed 9:00-17:00") == ["wed"]


@pytest.mark.parametrize("free", ["Fri-Mon 9:00-17:00", "T-Fri 9:00-17:00", "Mon-T 9:00-17:00", "montofri 9:00-17:00"])
def test_days_that_could_be_others_are_asked_about(free: str) -> None:
    assert "expected a window such as `tue 14:00-16:00` or `mon-fri 9:00-12:00`" in days_of(free)


MORE = ("Free", "Boss", "Talks", "Fun", "Aim", "Wish", "Show", "Zone", "Way", "Title", "Login", "Place", "More fun")
MORE_MAP = """\
columns:
  name: {from: "Your Name"}
  role: {from: "Mentor or mentee?"}
  level: {from: Grade}
  department: {from: Department}
  offers: {from: "Which topics?", separator: ",", points: 5}
  joined: {from: Timestamp, date_order: day-month-year}
  capacity: {from: "How many?"}
  availability: {from: Free, separator: ";", values: {"Friday, early; or so": "fri 8:00-9:30"}}
  manager: {from: Boss}
  languages: {from: Talks, separator: ";", values: {English: en}}
  interests: {from: Fun, separator: ",", also: [More fun]}
  goals: {from: Aim}
  wishes: {from: Wish, separator: ","}
  consent_profile: {from: Show, values: {"Yes": participants, "No": ""}}
  time_zone: {from: Zone}
  style: {from: Way}
  job_title: {from: Title}
  forge: {from: Login}
  site: {from: Place}
consent_text: "2026-1"
"""
FULL = (
    "21.07.2026 08:00", "Nora Lindqvist", "Mentor", "2", "Finance", "GenAI", "2", "Tue 14:00-16:00; Thursday 9:00 – 10:30",
    "omar haddad", "English; pt", "tea, trail running", "Be heard, and \u202elisten", "Lee Wong, omar-haddad", "Yes",
    "Europe/Lisbon", "Try-first", "Analyst", "nora-l", "São Paulo", "chess, tea",
)  # fmt: skip


def full(**changes: str) -> tuple[str, ...]:
    cells = dict(zip((*HEADERS, *MORE), FULL, strict=True)) | {
        key.replace("_", " "): cell for key, cell in changes.items()
    }
    return tuple(cells.values())


def omar(**changes: str) -> tuple[str, ...]:
    own = {"Your Name": "Omar Haddad", "Mentor or mentee?": "mentee", "Boss": "Vera Unknown", "Wish": "", "Grade": "6"}
    return full(**own | changes)


def test_every_field_is_taken_over() -> None:
    made = planned(table_of((*HEADERS, *MORE), full(), omar()), MORE_MAP)
    assert made.diagnostics == ()
    assert data_of(made.files, NORA_FILE) == {
        "name": "Nora Lindqvist",
        "programs": {PROGRAM: {"role": "mentor", "capacity": 2, "joined": "2026-07-21"}},
        "status": "active",
        "job_title": "Analyst",
        "level": 2,
        "department": "finance",
        "site": "sao-paulo",
        "time_zone": "Europe/Lisbon",
        "languages": ["en", "pt"],
        "availability": [
            {"day": "tue", "from": "14:00", "to": "16:00"},
            {"day": "thu", "from": "09:00", "to": "10:30"},
        ],
        "manager": "omar-haddad",
        "offers": [{"topic": "generative-ai", "proficiency": 5}],
        "interests": ["tea", "trail running", "chess"],
        "style": "try-first",
        "goals": ["Be heard, and listen"],
        "wishes": ["lee-wong", "omar-haddad"],
        "consent": {"profile": {"audience": "participants", "given": "2026-07-21", "text": "2026-1"}},
        "forge": "nora-l",
    }
    assert built(MINIATURE | dict(made.files))[1] == []
    again = planned(table_of((*HEADERS, *MORE), full(), omar()), MORE_MAP, MINIATURE | dict(made.files))
    assert (again.files, again.diagnostics) == ({}, ())


def test_a_manager_who_takes_no_part_is_the_same_hash_for_everybody() -> None:
    made = planned(table_of((*HEADERS, *MORE), full(Boss="VERA  unknown"), omar()), MORE_MAP)
    managers = {each["manager"] for each in (data_of(made.files, path) for path in made.files)}
    assert len(managers) == 1
    assert str(managers.pop()).startswith("external:")
    assert "era" not in "".join(made.files.values()).lower().replace("generative", "")


def test_a_manager_who_is_nearly_somebody_is_asked_about() -> None:
    made = planned(table_of((*HEADERS, *MORE), full(Boss="Omar Hadad"), omar()), MORE_MAP)
    assert places(made.diagnostics) == [(2, 9, "IMPORT024")]
    assert "`omar-haddad`" in made.diagnostics[0].fix


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("Free", "any time", "IMPORT018"),
        ("Free", "t 14:00-16:00", "IMPORT018"),
        ("Free", "tue 14:00-26:00", "SHAPE005"),
        ("Talks", "Klingon", "SHAPE005"),
        ("Talks", "", "IMPORT019"),
        ("Aim", "x" * 201, "SHAPE008"),
        ("Wish", "Somebody Secret", "IMPORT024"),
        ("Show", "maybe", "IMPORT018"),
        ("Zone", "Lisbon time", "SHAPE005"),
        ("Way", "by doing", "SHAPE004"),
        ("Login", "not a login!", "SHAPE005"),
        ("Place", "東京", "IMPORT018"),
    ],
)  # fmt: skip
def test_further_cells_that_cannot_be_understood_are_told_in_their_place(header: str, cell: str, code: str) -> None:
    made = planned(table_of((*HEADERS, *MORE), full(**{header: cell}), omar()), MORE_MAP)
    assert (2, (*HEADERS, *MORE).index(header) + 1, code) in places(made.diagnostics)
    assert made.files == {}


@pytest.mark.parametrize(("header", "cell"), [("Wish", "Somebody Secret"), ("Login", "secret login!")])
def test_private_cells_are_never_shown(header: str, cell: str) -> None:
    made = planned(table_of((*HEADERS, *MORE), full(**{header: cell}), omar()), MORE_MAP)
    assert has_errors(made.diagnostics)
    assert "ecret" not in str(made.diagnostics)
    before = dict(planned(table_of((*HEADERS, *MORE), full(), omar()), MORE_MAP).files)
    other = {"Wish": "Mia Sato", "Login": "secret-login"}[header]
    differing = planned(table_of((*HEADERS, *MORE), full(**{header: other}), omar()), MORE_MAP, MINIATURE | before)
    assert [each.code for each in differing.diagnostics] == ["IMPORT023"]
    assert "ecret" not in str(differing.diagnostics)
    assert "mia" not in str(differing.diagnostics)


CELL = st.text(max_size=15) | st.sampled_from(
    ["Mentor", "mentee", "2", "2026-07-20", "GenAI, Short video", "Ana Ruiz", "=1+1"]
)


@given(rows=st.lists(st.tuples(*[CELL] * len(HEADERS)), min_size=1, max_size=5))
def test_whatever_the_cells_hold_the_files_pass_and_a_second_run_changes_nothing(rows: list[tuple[str, ...]]) -> None:
    table, _ = parse_table("sign-ups.csv", csv_bytes(HEADERS, NORA, *rows))
    if table is None:
        return
    made = planned(table, partial=True)
    after = MINIATURE | dict(made.files)
    assert built(after)[1] == []
    assert len(made.created) + len(made.unchanged) + len(made.rows_left_out) >= len(table.rows) - len(made.rows_skipped)
    assert not [each for each in planned(table, files=after, partial=True).files if each not in made.unchanged]


def test_what_was_found_before_counts_and_is_told() -> None:
    table = table_of(HEADERS, NORA)
    error = Diagnostic(Position("sign-ups.csv", 9, 1), "IMPORT006", "a row was broken")
    workspace = sound(MINIATURE)
    made = plan(table, mapped(MAP, table), workspace, PROGRAM, {}, earlier=[error])
    assert (made.files, made.diagnostics) == ({}, (error,))
    assert list(plan(table, mapped(MAP, table), workspace, PROGRAM, {}, earlier=[error], partial=True).files) == [
        NORA_FILE
    ]


def test_people_whom_the_table_does_not_have_are_named() -> None:
    made = planned(sign_ups({"Your Name": "Ana Ruiz"}, {"Your Name": "Lee Wong", "Mentor or mentee?": "mentee"}))
    assert made.absent == ("ben-okoro", "mia-sato")


def test_an_hr_export_changes_the_fields_it_is_asked_to_and_adds_nobody() -> None:
    ana = ANA.replace("level: 2", "level: 2  # since May").replace("manager: external:00c0ffee\n", "")
    files = MINIATURE | {f"{FOLDER}/ana-ruiz.yaml": ana}
    headers = ("Name", "Level", "Unit", "Boss")
    table = table_of(
        headers,
        ("Ana Ruiz", "3", "Sales", "Lee Wong"),
        ("Uma Newcomer", "4", "IT", ""),
        ("Ben Okoro", "2", "Operations", ""),
    )
    text = (
        "columns:\n  name: {from: Name}\n  level: {from: Level}\n  department: {from: Unit}\n  manager: {from: Boss}\n"
        "constants:\n  role: mentor\n  time_zone: Europe/Lisbon\n  languages: [en]\n"
    )
    workspace = sound(files)
    contents = {path: each.encode() for path, each in files.items()}
    made = plan(
        table,
        mapped(text, table),
        workspace,
        PROGRAM,
        contents,
        update=frozenset({"level", "manager"}),
        known_only=True,
    )
    assert (made.updated, made.unchanged) == ((f"{FOLDER}/ana-ruiz.yaml",), (f"{FOLDER}/ben-okoro.yaml",))
    assert (made.rows_skipped, made.created) == ((3,), ())
    assert made.files[f"{FOLDER}/ana-ruiz.yaml"] == ana.replace("level: 2  #", "level: 3  #") + "manager: lee-wong\n"
    assert places(made.diagnostics) == [(2, 3, "IMPORT023")]
    assert "`department`" in made.diagnostics[0].message


def test_an_addition_that_does_not_pass_is_not_written_even_with_partial() -> None:
    table = sign_ups({"Your Name": "Ana Ruiz", "How many?": "11", "Which topics?": "GenAI"})
    workspace = sound(SECOND)
    contents = {path: each.encode() for path, each in SECOND.items()}
    made = plan(table, mapped(MAP, table), workspace, "finance-2026", contents, partial=True)
    assert places(made.diagnostics) == [(2, 7, "SHAPE007")]
    assert (made.files, made.joined, made.rows_left_out) == ({}, (), (2,))
