"""The first draft of a map: always a map, never a guess about people, sensitive columns left out."""

from hypothesis import given
from hypothesis import strategies as st

from support_intake import HEADERS, MINIATURE, NORA, OMAR, checked, csv_bytes, document_of, planned, table_of
from support_workspace import sound
from turnabout.intake.suggest import suggest_map
from turnabout.intake.table import parse_table

TOPICS = sound(MINIATURE).topics
DRAFT = """\
# yaml-language-server: $schema=schema/map.schema.json
# A first draft, made from the headers. Read it through; lines with a `?` wait for you.
columns:
  joined:
    from: "Timestamp"
    date_order: month-day-year
  name:
    from: "Your Name"
  role:
    from: "Mentor or mentee?"  # answers: Both (2), I want to learn (2), Mentor (2)
    values:
      "I want to learn": mentee
      # "Both": ?
  level:
    from: "Grade"  # answers: 2 (3), 5+ (3)
    values:
      "5+": 5  # check this
  department:
    from: "Department"  # answers: Finance (6)
  topics:
    from: "Which topics?"  # answers: GenAI; Knitting (6)
    separator: ";"
    # values:
      # "Knitting": ?
# ? No column was recognised for these. Name one above, or give everybody one value here:
# constants:
#   time_zone: Europe/Lisbon
#   languages: [en]
# Columns without any answer, which need not be named: 1
ignore:
  - "Gender"  # sensitive for its `gender`: stays out of the repository
  - "E-mail"  # addresses stay out of the repository
  - "T-shirt"  # ? not recognised: map it, or leave it here; answers: M (3), S (3)
"""


def sample() -> list[tuple[str, ...]]:
    rows = []
    for number in range(6):
        role, grade = ("Mentor", "Both", "I want to learn")[number % 3], ("2", "5+")[number % 2]
        rows.append((
            f"7/2{number}/2026 10:00", f"Person Number {number}", role, grade, "Finance", "GenAI; Knitting", "", "f",
            f"p{number}@example.org", "SM"[number % 2],
        ))  # fmt: skip
    return rows


def test_the_draft_says_what_is_plain_and_asks_about_the_rest() -> None:
    table = table_of((*HEADERS, "Gender", "E-mail", "T-shirt"), *sample())
    assert suggest_map(table, TOPICS) == DRAFT
    _, found = checked(DRAFT, table)
    assert {each.code for each in found} == {"IMPORT016"}


def test_names_and_answers_of_single_people_are_not_in_the_draft() -> None:
    table = table_of((*HEADERS, "Gender", "E-mail", "T-shirt"), *sample())
    draft = suggest_map(table, TOPICS)
    assert "Person" not in draft
    assert "example.org" not in draft
    assert "(f)" not in draft


def test_a_plain_form_needs_two_constants_only() -> None:
    table = table_of(HEADERS, NORA, OMAR)
    draft = suggest_map(table, TOPICS) + "constants:\n  time_zone: Europe/Lisbon\n  languages: [en]\n"
    made = planned(table, draft)
    assert made.diagnostics == ()
    assert sorted(made.files) == ["program/participants/nora-lindqvist.yaml", "program/participants/omar-haddad.yaml"]


def test_an_hr_export_gives_codes_for_ids_and_leaves_out_what_is_sensitive() -> None:
    headers = ("EmployeeNumber", "Age", "JobLevel", "JobRole", "YearsWithCurrManager", "MonthlyIncome", "Department")
    draft = suggest_map(table_of(headers, ("17", "40", "3", "Analyst", "4", "5000", "Sales")), TOPICS)
    columns = document_of(draft).data["columns"]
    assert {field: column["from"] for field, column in columns.items()} == {
        "id": "EmployeeNumber", "level": "JobLevel", "job_title": "JobRole", "department": "Department",
    }  # fmt: skip
    assert document_of(draft).data["ignore"] == ["Age", "YearsWithCurrManager", "MonthlyIncome"]


def test_languages_by_name_need_no_answer_and_hours_are_found() -> None:
    headers = ("Full name", "Languages", "Hours you can meet")
    rows = [("Ana Ruiz", "English; german", "Mon-Fri 9:00-17:00"), ("Lee Wong", "pt; Klingon", "Tue 9:00-12:00")]
    draft = suggest_map(table_of(headers, *rows), TOPICS)
    assert 'availability:\n    from: "Hours you can meet"\n' in draft
    assert '      # "Klingon": ?\n' in draft
    assert "nglish" not in draft
    assert "german" not in draft


def test_a_question_about_showing_languages_is_neither_taken_for_the_profile_nor_for_the_languages() -> None:
    asked = "May we show your languages in the directory?", "Do you agree that your profile is shown?"
    table = table_of((*HEADERS, *asked, "Languages"), (*NORA, "No", "Yes", "en"))
    columns = document_of(suggest_map(table, TOPICS)).data["columns"]
    assert columns["consent_languages"]["from"] == asked[0]
    assert columns["consent_profile"]["from"] == asked[1]
    assert columns["languages"]["from"] == "Languages"


WORD = st.text(max_size=25) | st.sampled_from(
    [
        "Your Name",
        "Role",
        "mentor or mentee",
        "Grade",
        "topics",
        "Timestamp",
        "Age",
        "id",
        "1/2/2026",
        "5+",
        "a;b",
        "Mentor",
    ]
)


@given(rows=st.lists(st.lists(WORD, min_size=3, max_size=3), min_size=2, max_size=6))
def test_every_draft_is_a_map_of_the_right_shape_for_its_table(rows: list[list[str]]) -> None:
    table, _ = parse_table("a.csv", csv_bytes(*rows))
    if table is None:
        return
    draft = suggest_map(table, TOPICS)
    assert draft == suggest_map(table, TOPICS)
    _, found = checked(draft, table)
    assert {each.code for each in found} <= {"IMPORT016", "IMPORT012", "IMPORT013"}


def test_answers_that_differ_in_unseen_characters_are_one_answer_in_the_draft_and_when_it_is_used() -> None:
    headers = ("Name", "Mentor or mentee?")
    rows = [
        ("Nora Lindqvist", "\u200emy  mentor"),
        ("Omar Haddad", "my mentor"),
        ("Ida Berg", "my\u00a0mentor\u200b\u202c"),
    ]
    table, found = parse_table("a.csv", csv_bytes(headers, *rows))
    assert table is not None
    assert found == []
    draft = suggest_map(table, TOPICS)
    # U+200B has a width of nothing and is no mark of direction: it stays.
    assert draft.count('"my mentor": mentor') == 1
    form, _ = checked("columns:\n  name: {from: Name}\n  role: {from: 'Mentor or mentee?', values: {my mentor: mentor}}\n"
                      "constants: {time_zone: Europe/Lisbon, languages: [en], level: 2, department: x}\n", table)  # fmt: skip
    assert form is not None
    assert [each.cells[1] for each in table.rows] == [row[1] for row in rows]
    made = planned(table, "columns:\n  name: {from: Name}\n  role: {from: 'Mentor or mentee?', values: {my mentor: mentor}}\n"
                   "constants: {time_zone: Europe/Lisbon, languages: [en], level: 2, department: x}\n", partial=True)  # fmt: skip
    assert len(made.created) == 2
