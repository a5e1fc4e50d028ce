"""Cases beside the documented samples: borders, second ways to break a rule, and what must not be reported."""

import base64
import datetime

import pytest

from support_workspace import TODAY, P, S, built, patched, sound
from turnabout import rules
from turnabout.diagnostics import Diagnostic
from turnabout.digest import inputs_digest

BEN_MIA = "program/pairs/digital-2026/ben-okoro--mia-sato.yaml"
DRAFT = f"# {BEN_MIA}\nstatus: draft\n"
LATER = S.replace("2026-09-21", "2026-10-19")


def found(sample: str, today: datetime.date = TODAY) -> list[Diagnostic]:
    return rules.check(sound(patched(sample)), today)


def codes(sample: str, today: datetime.date = TODAY) -> list[str]:
    return [each.code for each in found(sample, today)]


def test_capacity_is_reported_as_the_guide_shows_it() -> None:
    sample = (
        "# program/participants/ana-ruiz.yaml\nprograms:\n  digital-2026:\n    role: mentor\n    capacity: 1\n"
        "# program/pairs/digital-2026/ana-ruiz--mia-sato.yaml\n"
        'status: active\nsince: "2026-10-19"\ncharter:\n  mentor: "2026-10-26"\n  mentee: "2026-10-26"\n'
    )
    (only,) = found(sample)
    assert (only.code, only.position.line, only.position.column) == ("PAIR004", 1, 9)
    assert only.message == "mentor `ana-ruiz` has 2 active pairs, capacity is 1"
    assert only.fix == "end one pair, or raise `capacity` in program/participants/ana-ruiz.yaml:5"


def test_capacity_of_the_program_holds_where_a_person_names_none() -> None:
    (only,) = found("# program/pairs/digital-2026/ben-okoro--lee-wong.yaml\nstatus: draft\n")
    assert only.code == "PAIR004"
    assert only.message == "mentee `lee-wong` has 2 pairs with the drafts, capacity is 1"
    assert only.fix.endswith("add `capacity` below program/participants/lee-wong.yaml:3")


def test_pairs_that_are_over_take_up_no_place() -> None:
    over = 'status: ended\nsince: "2026-09-14"\nuntil: "2026-09-20"\n'
    assert codes(f"# program/pairs/digital-2026/ben-okoro--lee-wong.yaml\n{over}") == []


def test_swapped_roles_are_reported_on_both_sides_and_as_a_wrong_level() -> None:
    sample = "# program/pairs/digital-2026/mia-sato--ben-okoro.yaml\nstatus: draft\n"
    both = [each for each in found(sample) if each.code == "PAIR002"]
    assert len(both) == 2
    assert {each.fix.partition("`")[2].partition("`")[0] for each in both} == {"ben-okoro--mia-sato.yaml"}


@pytest.mark.parametrize("levels", [1, 2])
def test_a_reorganisation_that_puts_a_mentor_under_their_mentee_is_an_error(levels: int) -> None:
    between = (
        "# program/participants/ana-ruiz.yaml\nmanager: ben-okoro\n# program/participants/ben-okoro.yaml\nmanager: lee-wong\n"
        if levels == 2
        else "# program/participants/ana-ruiz.yaml\nmanager: lee-wong\n"
    )
    (only,) = found(between)
    assert (only.code, only.position.path, only.position.line) == ("PAIR009", P, 1)


def test_an_exception_holds_up_to_its_last_day() -> None:
    sample = (
        "# program/participants/ana-ruiz.yaml\ndepartment: marketing\n"
        f"# {P}\nexception:\n  rule: different_department\n  reason: One of a kind\n  approver: Helena Brandt\n"
        '  expires: "2026-11-02"\n'
    )
    assert codes(sample) == []
    assert codes(sample, TODAY + datetime.timedelta(days=1)) == ["PAIR010", "PAIR016"]
    assert codes(sample.replace("department: marketing", "department: finance")) == ["PAIR017"]


def test_an_exception_for_training_lets_a_pair_begin_and_is_needed_only_then() -> None:
    exception = (
        f"# {P}\nexception:\n  rule: training\n  reason: Course moved\n  approver: Helena Brandt\n"
        '  expires: "2026-12-01"\n'
    )
    untrained = "# program/participants/ana-ruiz.yaml\ntraining: []\n"
    assert codes(untrained) == ["PAIR006"]
    assert codes(untrained + exception) == []
    assert codes(exception) == ["PAIR017"]


def test_a_mentor_above_the_mentee_is_an_error_even_where_no_gap_is_asked_for() -> None:
    pairing = "pairing:\n  stages: [coverage]\n  weights: {topics: 1}\n  rules: {level_gap: 0}\n"
    sample = f"# program/digital-2026.yaml\n{pairing}# program/participants/ben-okoro.yaml\nlevel: 8\n{DRAFT}"
    assert codes(sample) == ["PAIR011", "PART013"]


def test_a_mentee_below_all_mentors_is_likely_to_be_one() -> None:
    assert codes("# program/participants/mia-sato.yaml\nlevel: 2\n") == ["PART013"]


def test_a_charter_may_be_missing_on_its_last_day_and_not_on_the_next() -> None:
    sample = f"# {P}\ncharter: {{}}\n# {LATER}\nheld: false\nwhy_not: moved\n"
    assert codes(sample, datetime.date(2026, 10, 5)) == []
    assert codes(sample, datetime.date(2026, 10, 6)) == ["PAIR007"]


def test_a_pledge_is_not_overdue_on_its_day() -> None:
    sample = f'# {P}\npledges:\n  - {{text: I ask first, due: "2026-11-02", state: open}}\n'
    assert codes(sample) == []
    assert codes(sample, TODAY + datetime.timedelta(days=1)) == ["PAIR025"]


def test_a_session_today_may_have_been_held_and_a_planned_one_lies_ahead() -> None:
    path = LATER.replace("2026-10-19", "2026-11-02")
    assert codes(f"# {path}\nheld: true\n") == []
    ahead = path.replace("2026-11-02", "2026-11-09")
    assert codes(f"# {ahead}\nheld: false\nwhy_not: leave\n") == []


def test_two_sessions_on_one_day_are_not_too_close() -> None:
    assert codes(f"# {LATER.replace('.yaml', '-2.yaml')}\nheld: true\ncurriculum: 3\n") == []


def test_more_answers_to_a_question_than_people_who_answered_are_reported() -> None:
    sample = (
        "# program/feedback/digital-2026/start.yaml\nquestions:\n"
        "  - {id: a, text: Really?, answers: 9}\n  - {id: b, text: And now?, answers: 3}\n"
    )
    (only,) = found(sample)
    assert (only.code, only.position.line) == ("FEED002", 6)


@pytest.mark.parametrize(
    "sealed",
    [
        "-----BEGIN AGE ENCRYPTED FILE-----",
        "-----BEGIN AGE ENCRYPTED FILE-----\nnot base64!\n-----END AGE ENCRYPTED FILE-----",
        "-----BEGIN AGE ENCRYPTED FILE-----\n"
        + base64.b64encode(b"age-encryption.org/v9\n--- x").decode()
        + "\n-----END AGE ENCRYPTED FILE-----",
        "-----BEGIN AGE ENCRYPTED FILE-----\n"
        + base64.b64encode(b"age-encryption.org/v1\nno end").decode()
        + "\n-----END AGE ENCRYPTED FILE-----",
    ],
)
def test_what_only_looks_like_an_age_block_is_plain_text(sealed: str) -> None:
    text = "sealed: |\n" + "".join(f"  {line}\n" for line in sealed.splitlines())
    assert codes(f"# {LATER}\n{text}") == ["PRIV002"]


CERTIFICATE = (
    "# program/pairs/digital-2026/certificate.yaml\nformat: 1\nprogram: digital-2026\ninputs: {inputs}\n"
    "candidates: 2\npath: flow\ntool: 1.0.0\nunique: true\nwithheld: false\n"
    "stages: [{{stage: coverage, value: 1, bound: 1}}, {{stage: total, value: 9000, bound: 9000}}]\n"
)


@pytest.mark.parametrize(("points", "expected"), [(9000, []), (8999, ["CERT003"])])
def test_a_certificate_goes_with_the_drafts_that_it_is_about(points: int, expected: list[str]) -> None:
    sample = f"# {P}\nstatus: draft\npoints: {points}\n# {S}\nheld: false\nwhy_not: moved\n# {LATER}\nheld: false\nwhy_not: work\n"
    inputs = inputs_digest(sound(patched(sample)), "digital-2026")
    assert codes(sample + CERTIFICATE.format(inputs=inputs)) == expected
    assert codes(sample + CERTIFICATE.format(inputs="sha256:" + "0" * 64)) == ["CERT002"]


def test_a_draft_of_people_who_are_elsewhere_is_reported_once_for_each() -> None:
    elsewhere = "".join(
        f"# program/participants/{who}.yaml\nprograms: {{digital-2027: {{role: {role}}}}}\n"
        for who, role in (("ben-okoro", "mentor"), ("mia-sato", "mentee"))
    )
    assert codes(elsewhere + DRAFT) == ["PAIR001", "PAIR001", "REF001", "REF001"]


def test_the_nearest_id_is_offered() -> None:
    (only,) = found("# program/participants/ana-ruiz.yaml\nmanager: ben-okorro\n")
    assert (only.code, only.fix) == ("REF004", "did you mean `ben-okoro`?")


def test_the_nearest_id_is_offered_to_each_who_wrote_the_same() -> None:
    both = found(
        "".join(f"# program/participants/{who}.yaml\nmanager: ben-okorro\n" for who in ("ana-ruiz", "mia-sato"))
    )
    assert [(each.code, each.fix) for each in both] == [("REF004", "did you mean `ben-okoro`?")] * 2


def test_who_mentors_many_without_taking_part_is_not_told_to_raise_a_number_that_nobody_wrote() -> None:
    elsewhere = "# program/participants/ben-okoro.yaml\nprograms: {digital-2027: {role: mentor}}\n"
    drafts = "".join(
        f"# program/pairs/digital-2026/ben-okoro--mentee-{number}.yaml\nstatus: draft\n" for number in range(11)
    )
    (only,) = (each for each in found(elsewhere + drafts) if each.code == "PAIR004")
    assert (only.message, only.fix) == (
        "mentor `ben-okoro` has 11 pairs with the drafts, capacity is 10",
        "remove one draft",
    )


def test_topics_of_people_are_left_alone_while_the_list_has_faults() -> None:
    made, faults = built(patched("# program/topics.yaml\n---\ntopics: 5\n"))
    assert faults
    assert rules.check(made, TODAY) == []
