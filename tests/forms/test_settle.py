"""What becomes of a form: a sound file, a line in the right one, nothing, or a refusal with words that help."""

import pytest

from support_forms import ANSWERS, DAY, FORMS, PAIR, PROGRAM, checked, files, issue, read, sent, settled
from support_workspace import ANA, BEN, LEE, MIA, TODAY, P, S
from turnabout.checking import check
from turnabout.files import Files
from turnabout.forms import reply
from turnabout.forms.settle import Outcome, laid_over, settle
from turnabout.ids import id_fault
from turnabout.yamlfile import load

NORA = "program/participants/nora-lind.yaml"
ANA_FILE = "program/participants/ana-ruiz.yaml"
SESSION_FILE = S.replace("2026-09-21", DAY.isoformat())


def data(outcome: Outcome, path: str):
    text = outcome.files[path]
    assert text is not None
    document, found = load(path, text.encode())
    assert document is not None, found
    return document.data


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.found if each.severity == "error"]


def test_a_managers_name_that_is_nearly_a_participants_is_asked_about_and_not_repeated() -> None:
    for form, answer in (("manager", "Lee Wongg"), ("join-mentor", "Lee Wongg")):
        outcome = settled(sent(form, manager=answer))
        assert outcome.state == "changed"
        assert any("quite different" in each.message for each in outcome.found)
        assert "Wongg" not in reply.body(outcome, "", "") + str(outcome.files)


@pytest.mark.parametrize("form", FORMS)
def test_every_name_of_a_proposal_can_name_a_branch(form: str) -> None:
    assert id_fault(settled(sent(form)).name) is None


@pytest.mark.parametrize("form", FORMS)
def test_every_form_makes_files_without_a_fault_and_a_second_time_nothing(form: str) -> None:
    outcome = settled(sent(form))
    assert outcome.state == "changed", outcome.found
    after = laid_over(files(), outcome.files)
    new = set(check(after, TODAY).diagnostics) - set(checked().diagnostics)
    assert not [each for each in new if each.severity == "error"], new
    again = settled(sent(form), after)
    assert (again.state, dict(again.files)) == ("unchanged", {}), again.found


def test_languages_may_be_named_in_english() -> None:
    outcome = settled(sent("join-mentor", languages="portuguese, English, es"))
    assert data(outcome, NORA)["languages"] == ["pt", "en", "es"]


def test_a_junior_who_signs_up_gets_a_file_with_all_that_they_said() -> None:
    outcome = settled(sent("join-mentor"), sender=issue("nora-l"))
    assert data(outcome, NORA) == {
        "name": "Nora Lind",
        "job_title": "Analyst",
        "level": 2,
        "department": "legal-affairs",
        "site": "porto",
        "time_zone": "Europe/Lisbon",
        "languages": ["en", "pt"],
        "manager": data(outcome, NORA)["manager"],
        "status": "active",
        "programs": {PROGRAM: {"role": "mentor", "capacity": 2, "joined": TODAY.isoformat()}},
        "availability": [
            {"day": "tue", "from": "14:00", "to": "16:00"},
            {"day": "thu", "from": "09:00", "to": "10:30"},
        ],
        "offers": [
            {"topic": "generative-ai", "proficiency": 5},
            {"topic": "accessibility", "proficiency": 3},
            {"topic": "short-video", "proficiency": 3},
        ],
        "interests": ["chess", "trail running"],
        "style": "try-first",
        "goals": ["Talk to a board."],
        "consent": {
            "profile": {"audience": "public", "given": TODAY.isoformat(), "text": consent(outcome)},
            "pair": {"audience": "participants", "given": TODAY.isoformat(), "text": consent(outcome)},
        },
        "forge": "nora-l",
    }
    assert data(outcome, NORA)["manager"].startswith("external:"), "the name of somebody who takes no part is not kept"
    assert "Pires" not in str(outcome.files)


def consent(outcome: Outcome) -> str:
    version = data(outcome, NORA)["consent"]["pair"]["text"]
    assert version.startswith("form-")
    return str(version)


def test_the_senior_is_the_mentee_and_seeks() -> None:
    outcome = settled(sent("join-mentee"))
    made = data(outcome, "program/participants/olga-holt.yaml")
    assert made["programs"][PROGRAM]["role"] == "mentee"
    assert made["seeks"] == [{"topic": "generative-ai", "priority": 5}]
    assert made["manager"] == "lee-wong"
    assert "offers" not in made


def test_a_name_alone_does_not_bind_a_login_to_somebodys_file() -> None:
    ground = files({ANA_FILE: ANA.replace(PROGRAM, "inclusion-2025"), P: "", S: "", S.replace("09-21", "10-19"): ""})
    ground = Files({each: content for each, content in ground.contents.items() if content})
    outcome = settled(sent("join-mentor", name="Ana Ruiz"), ground, issue("stranger"))
    assert "forge" not in data(outcome, ANA_FILE)
    assert any("same person" in each.message for each in outcome.found)


def test_what_is_not_ticked_is_no_consent() -> None:
    outcome = settled(sent("join-mentor", consent_participants=[], consent_public=[]))
    assert "consent" not in data(outcome, NORA)


def test_somebody_who_is_there_joins_one_more_program_and_keeps_every_line() -> None:
    text = ANA.replace("status: active", "# came back from leave\nstatus: active").replace(PROGRAM, "inclusion-2025")
    ground = files({ANA_FILE: text + "forge: ana-r\n", P: "", S: "", S.replace("09-21", "10-19"): ""})
    ground = Files({path: content for path, content in ground.contents.items() if content})
    outcome = settled(sent("join-mentor", name="Ana Maria Ruiz"), ground, issue("Ana-R"))
    assert outcome.state == "changed", outcome.found
    made = outcome.files[ANA_FILE]
    assert made is not None
    assert "# came back from leave" in made
    assert set(data(outcome, ANA_FILE)["programs"]) == {"inclusion-2025", PROGRAM}
    assert any("`name`" in each.message for each in outcome.found), "a difference is told, and nothing overwritten"


def test_a_former_mentee_who_becomes_a_mentor_gets_what_they_offer_into_the_empty_list() -> None:
    path = "program/participants/lee-wong.yaml"
    ground = files(
        {path: LEE.replace(PROGRAM, "inclusion-2025") + "forge: lee-w\n", P: "", S: "", S.replace("09-21", "10-19"): ""}
    )
    ground = Files({each: content for each, content in ground.contents.items() if content})
    outcome = settled(sent("join-mentor", name="Lee Wong", manager=""), ground, issue("lee-w"))
    assert outcome.state == "changed", outcome.found
    assert [each["topic"] for each in data(outcome, path)["offers"]] == [
        "generative-ai",
        "accessibility",
        "short-video",
    ]


def test_nobody_signs_up_as_somebody_else() -> None:
    ground = files({ANA_FILE: ANA + "forge: ana-r\n"})
    outcome = settled(sent("join-mentor", name="Ana Ruiz"), ground, issue("somebody"))
    assert codes(outcome) == ["FORM015"]
    assert "ana-r`" not in reply.comment(outcome).replace("ana-ruiz", "")


@pytest.mark.parametrize(
    ("form", "changes", "code"),
    [
        ("join-mentor", {"name": "王小明"}, "FORM008"),
        ("join-mentor", {"name": "con"}, "FORM008"),
        ("join-mentor", {"name": "../../etc/passwd"}, ""),  # becomes `etc-passwd`: a name like any other
        ("join-mentor", {"availability": "whenever"}, "FORM008"),
        ("join-mentor", {"time_zone": "Lisbon time"}, "SHAPE005"),
        ("join-mentor", {"time_zone": "Europe/Lisbonne"}, "PART"),
        ("join-mentor", {"languages": "Klingon"}, "SHAPE"),
        ("join-mentor", {"goals": "\n".join(["More."] * 11)}, "SHAPE"),
        ("session", {"pair": "lee-wong--ana-ruiz"}, "FORM010"),
        ("session", {"pair": "../../x"}, "FORM010"),
        ("session", {"date": "2026-02-30"}, "FORM008"),
        ("session", {"date": "../../../x"}, "FORM008"),
        ("session", {"date": "2027-02-01"}, "SESS003"),
        ("session", {"date": "2026-09-01"}, "SESS001"),
        ("session", {"date": "2026-09-21"}, "FORM015"),
        ("session", {"minutes": "an hour"}, "FORM008"),
        ("session", {"minutes": "9999"}, "SHAPE"),
        ("session", {"shared": "Write to sam@example.org"}, "TEXT001"),
        ("session", {"shared": "Mia Sato does not like it"}, "TEXT003"),
        ("session", {"actions": "somebody does something"}, "FORM008"),
        ("session", {"next": "soon"}, "FORM008"),
        ("pledge", {"text": "I ask Ana Ruiz first"}, "TEXT004"),
        ("pledge", {"theme": "決"}, "FORM008"),
        ("pledge", {"text": "x" * 301}, "SHAPE"),
        ("pause", {"person": "ana-ruis"}, "FORM009"),
        ("pause", {"until": "2026-13-01"}, "FORM008"),
        ("leave", {"what": "new-partner"}, "FORM007"),
        ("leave", {"what": "new-partner", "program": PROGRAM, "pair": "ben-okoro--mia-sato"}, "FORM010"),
        ("leave", {"what": "new-partner", "person": "ben-okoro", "program": PROGRAM, "pair": PAIR}, "FORM012"),
        ("manager", {"manager": "ana-ruiz"}, "FORM008"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_written_is_refused_at_its_place(
    form: str, changes: dict[str, str], code: str
) -> None:
    outcome = settled(sent(form, **changes))
    found = codes(outcome)
    if not code:
        assert found == []
        return
    assert found, outcome
    assert any(each.startswith(code) for each in found), outcome.found
    assert dict(outcome.files) == {}
    lines = sent(form, **changes).split("\n")
    asked = next(iter(changes))
    blamed = [each for each in outcome.found if each.code.startswith(code)]
    label = next(field.label for field in FORMS[form].fields if field.id == asked)
    section = lines.index(f"### {label}") + 1
    assert any(section < each.position.line <= section + 15 for each in blamed) or code in (
        "FORM007",
        "FORM010",
        "FORM012",
    )
    assert reply.comment(outcome).startswith("Thank you")


def test_a_session_is_a_file_of_its_own_in_the_order_of_the_schema() -> None:
    outcome = settled(sent("session"))
    assert list(outcome.files) == [SESSION_FILE]
    assert data(outcome, SESSION_FILE) == {
        "held": True,
        "minutes": 55,
        "mode": "video",
        "curriculum": 3,
        "topics": ["generative-ai"],
        "shared": "We wrote a page.\n\nThen a second one.",
        "actions": [
            {"owner": "mentee", "text": "Try it on a real paper", "due": "2026-11-12"},
            {"owner": "mentor", "text": "Send the link"},
        ],
        "next": "2026-11-30",
    }


def test_a_session_that_was_not_held_gives_no_reason_but_that_it_was_moved() -> None:
    outcome = settled(sent("session", without=("minutes", "mode", "curriculum", "shared", "actions"), held="other"))
    made = data(outcome, SESSION_FILE)
    assert (made["held"], made["why_not"]) == (False, "other")


def test_a_pledge_goes_behind_the_others_and_nothing_else_moves() -> None:
    outcome = settled(sent("pledge"))
    before = files().contents[P].decode()
    assert outcome.files[P] == before + (
        '  - text: I ask the juniors first.\n    theme: decision-making\n    due: "2027-01-31"\n    state: open\n'
    )


def test_a_first_pledge_makes_the_list() -> None:
    text = files().contents[P].decode()
    ground = files({P: text[: text.index("pledges:")] + "meeting: https://meet.example.org/x  # on Mondays\n"})
    outcome = settled(sent("pledge"), ground)
    assert [each["text"] for each in data(outcome, P)["pledges"]] == ["I ask the juniors first."]
    assert "# on Mondays" in str(outcome.files[P])


def test_a_pause_pauses_the_pairs_and_an_end_ends_them() -> None:
    pause = settled(sent("pause"))
    assert set(pause.files) == {ANA_FILE, P}
    assert data(pause, ANA_FILE)["status"] == "paused"
    assert (data(pause, P)["status"], data(pause, P)["until"]) == ("paused", "2027-01-15")
    leave = settled(sent("leave"))
    assert (data(leave, ANA_FILE)["status"], data(leave, ANA_FILE)["until"]) == ("withdrawn", TODAY.isoformat())
    assert (data(leave, P)["status"], data(leave, P)["until"]) == ("ended", TODAY.isoformat())
    assert "reason" not in str(leave.files)


@pytest.mark.parametrize(("what", "status"), [("new-partner", None), ("no-partner", "paused")])
def test_one_pair_ends_and_the_person_stays(what: str, status: str | None) -> None:
    outcome = settled(sent("leave", what=what, program=PROGRAM, pair=PAIR))
    assert data(outcome, P)["status"] == "ended"
    assert (data(outcome, ANA_FILE)["status"] if ANA_FILE in outcome.files else None) == status


def test_a_draft_of_somebody_who_leaves_goes_as_a_whole() -> None:
    draft = "program/pairs/digital-2026/ben-okoro--mia-sato.yaml"
    ground = files({draft: "status: draft\nwhy: They fit.\n"})
    outcome = settled(sent("leave", person="ben-okoro"), ground)
    assert outcome.files[draft] is None


def test_a_manager_who_is_the_mentee_is_written_down_and_the_pair_is_told() -> None:
    outcome = settled(sent("manager", manager="Lee Wong"))
    assert outcome.state == "changed"
    assert data(outcome, ANA_FILE)["manager"] == "lee-wong"
    assert any("reporting" in each.message or "manager" in each.message for each in outcome.found), outcome.found
    assert "To look at" in reply.body(outcome, "", "")


LOGINS = {
    ANA_FILE: ANA + "forge: ana-r\n",
    "program/participants/lee-wong.yaml": LEE + "forge: lee-w\n",
    "program/participants/ben-okoro.yaml": BEN,
    "program/participants/mia-sato.yaml": MIA,
}


@pytest.mark.parametrize(
    ("form", "author", "allowed"),
    [
        ("session", "ANA-R", True),
        ("session", "lee-w", True),
        ("session", "boss", False),
        ("pledge", "lee-w", True),
        ("pledge", "ana-r", False),
        ("pause", "ana-r", True),
        ("pause", "lee-w", False),
        ("leave", "lee-w", False),
        ("manager", "boss", False),
        ("manager", "", True),  # by mail: whoever runs the command has decided
    ],
)
def test_only_the_login_in_the_file_speaks_for_a_person(form: str, author: str, allowed: bool) -> None:
    outcome = settled(sent(form), files(LOGINS), issue(author))
    assert (codes(outcome) == []) is allowed
    if not allowed:
        assert codes(outcome) == ["FORM012"]
        assert "ana-r`" not in str([each.message + each.fix for each in outcome.found]), "nobody's login is told"


def test_where_one_of_two_has_no_login_the_approval_decides() -> None:
    ground = files({ANA_FILE: ANA + "forge: ana-r\n"})
    assert codes(settled(sent("session"), ground, issue("stranger"))) == []


def test_a_program_that_is_over_or_pseudonymous_takes_no_forms() -> None:
    program = files().contents["program/digital-2026.yaml"].decode()
    over = files(
        {"program/digital-2026.yaml": program.replace("2027-03-31", "2026-10-30").replace("2027-03-15", "2026-10-29")}
    )
    assert codes(settled(sent("pledge"), over)) == ["FORM011"]
    hidden = files({"program/digital-2026.yaml": program.replace("privacy: named", "privacy: pseudonymous")})
    assert codes(settled(sent("pledge"), hidden)) == ["FORM011"]


def test_faults_elsewhere_do_not_stop_a_form_and_are_not_its_own() -> None:
    ground = files({"program/participants/mia-sato.yaml": MIA.replace("level: 7", "level: seven")})
    outcome = settled(sent("session"), ground)
    assert outcome.state == "changed"
    assert not any("mia-sato" in each.message for each in outcome.found)


def test_a_file_with_faults_is_mended_first() -> None:
    ground = files({ANA_FILE: ANA.replace("level: 2", "level: two")})
    assert codes(settled(sent("pause"), ground)) == ["FORM016"]
    assert codes(settled(sent("join-mentor", name="Ana Ruiz"), ground)) == ["FORM016"]


def test_a_file_in_which_nothing_can_be_added_is_left_alone() -> None:
    text = files().contents[P].decode()
    ground = files({P: text[: text.index("pledges:")] + "pledges: [{text: I wait, state: open}]\n"})
    assert codes(settled(sent("pledge"), ground)) == ["FORM016"]


def test_the_outcome_does_not_depend_on_the_day_of_the_run() -> None:
    given = files()
    filled = read(sent("join-mentor"))
    later = check(given, TODAY.replace(month=12))
    assert (
        settle(filled, given, later, issue("nora-l")).files
        == settled(sent("join-mentor"), sender=issue("nora-l")).files
    )


def test_the_proposal_closes_the_issue_and_nobodys_text_is_markup() -> None:
    outcome = settled(sent("session", shared="Fixes #1, @everyone"), sender=issue("ana-r"))
    text = reply.body(outcome, "ana-r", "tomas")
    assert text.count("#12") == 1
    assert text.endswith("Closes #12\n")
    assert "@everyone" not in text
    assert (outcome.closes, outcome.name) == (12, "issue-12")
    assert "its own author" in reply.body(outcome, "tomas", "tomas")
    offline = settled(sent("session"))
    assert "Closes" not in reply.body(offline, "", "")
    assert offline.name.startswith("session-ana-ruiz-")
    assert offline.name != settled(sent("session", minutes="50")).name, "each form has a proposal of its own"


def test_a_refusal_is_plain_text_however_hostile_the_answer() -> None:
    outcome = settled(sent("session", curriculum="**9** @everyone [x](https://evil.example)"))
    text = reply.comment(outcome)
    assert "@everyone" not in text
    assert "](https" not in text
    assert ANSWERS["session"]["pair"] not in text
