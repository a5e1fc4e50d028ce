"""The coordinator's commands on the example program: suggest, what-if, repair, pair --fairness."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support_pairing import miniature
from turnabout.cli.fairness_text import fairness_data, fairness_lines, figures
from turnabout.matching.pairing import pair_program

ROOT = Path(__file__).resolve().parents[1]
VETOES = str(ROOT / "examples" / "vetoes-digital-2026.yaml")
PAIRS = Path("program/pairs/digital-2026")


def call(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "turnabout", *arguments], cwd=cwd, capture_output=True, text=True, timeout=120
    )


def answer(*arguments: str, cwd: Path) -> str:
    done = call(*arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def leave(example: Path) -> None:
    """Inês leaves, and her pair is ended as the guide says."""
    pair = example / PAIRS / "ines-carvalho--grace-mwangi.yaml"
    pair.write_text(pair.read_text().replace("status: active", "status: ended\nuntil: 2026-11-20"))
    person = example / "program/participants/lisbon/ines-carvalho.yaml"
    person.write_text(person.read_text().replace("status: active", "status: withdrawn\nuntil: 2026-11-20"))


def test_suggestions_are_ranked_and_say_what_pairing_would_cost(example: Path) -> None:
    text = answer("suggest", "digital-2026", "charlotte-ng", "--most", "2", cwd=example)
    assert "1. arjun-nair" in text
    assert "the best pairing makes them a pair" in text
    assert "If they were a pair: worst new pair 4000 -> 3875" in text
    data = json.loads(answer("suggest", "digital-2026", "charlotte-ng", "--format", "json", cwd=example))
    points = [each["points"] for each in data["suggestions"]]
    assert points == sorted(points, reverse=True)
    assert data["role"] == "mentee"


def test_somebody_whom_no_rule_permits_anybody_gets_something_to_try(example: Path) -> None:
    text = answer("suggest", "digital-2026", "desmond-koh", cwd=example)
    assert "the rules permit 0 of 38 mentors" in text
    assert "Cheapest thing to try: ask for one more window in the week" in text


@pytest.mark.parametrize("command", ["suggest", "explain"])
def test_a_refused_pair_is_not_hinted_at_beyond_not_available(command: str, example: Path) -> None:
    plain = answer(command, "digital-2026", "rui-sequeira", cwd=example)
    refused = answer(command, "digital-2026", "rui-sequeira", "--vetoes", VETOES, cwd=example)
    assert "veto" not in refused
    if command == "suggest":
        assert "colm-brennan" in plain
        assert "colm-brennan" not in refused
        assert "1 not available for this pairing" in refused


def test_what_if_shows_three_numbers_and_moves_and_writes_nothing(example: Path) -> None:
    before = files(example)
    text = answer("what-if", "digital-2026", "--weight", "topics=3", "--without", "oliver-hughes", cwd=example)
    for words in ("weight of topics: 3", "without oliver-hughes", "worst new pair", "Nothing was written."):
        assert words in text
    assert "oliver-hughes with francois-gagnon (a pair today)" in text
    data = json.loads(answer("what-if", "digital-2026", "--rule", "common_minutes=0", "--format", "json", cwd=example))
    assert data["then"]["coverage"]["covered"] > data["now"]["coverage"]["covered"]
    assert {"mentor", "mentee"} == set(data["new"][0])
    assert files(example) == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--weight", "topic=3"], "did you mean `topics`?"),
        (["--weight", "topics"], "`--weight` expects NAME=VALUE, found `topics`"),
        (["--weight", "topics=101"], "expected a whole number from 0 to 100, found `101`"),
        (["--weight", "topics=1", "--weight", "topics=2"], "given twice for `topics`"),
        (["--rule", "level-gap=1"], "did you mean `level_gap`?"),
        (["--rule", "level_gap=x"], "expected a whole number from 0 to 10, found `x`"),
        (["--rule", "common_topic=1"], "expected true or false, found `1`"),
        (["--capacity", "dev-patl=2"], "did you mean `dev-patel`?"),
        (["--capacity", "dev-patel=0"], "expected a whole number from 1 to 10, found `0`"),
        (["--without", "dev-patl"], "did you mean `dev-patel`?"),
        (["--forbid", "dev-patel", "colm-brenan"], "did you mean `colm-brennan`?"),
        (["--together", "dev-patel", "ines-carvalho"], "are both mentors"),
        (["--stage", "totall"], "did you mean `total`?"),
        (["--stage", "worst-pair"], "would be met best by making no pair at all"),
        ([], "nothing is changed"),
    ],
)
def test_a_change_that_is_none_is_a_plain_sentence(options: list[str], words: str, example: Path) -> None:
    done = call("what-if", "digital-2026", *options, cwd=example)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_what_cannot_be_together_says_why_and_how_it_could(example: Path) -> None:
    done = call("what-if", "digital-2026", "--together", "colm-brennan", "ines-carvalho", cwd=example)
    assert done.returncode == 3
    assert "mentor `ines-carvalho` has 2 pairs that must stay" in done.stderr
    assert "raise the capacity of `ines-carvalho` to 2: 31 of 34 mentees" in done.stderr


def test_two_locked_drafts_too_many_get_the_place_in_the_file_and_the_ways_out(example: Path) -> None:
    for mentee in ("colm-brennan", "priya-raghunathan"):
        (example / PAIRS / f"dev-patel--{mentee}.yaml").write_text(
            "status: draft\nlock: true\nexception:\n  rule: common_minutes\n  reason: agreed by both\n"
            "  approver: ruth\n  expires: 2027-06-30\n"
        )
    done = call("pair", "digital-2026", "--today", "2026-11-22", cwd=example)
    assert done.returncode == 1
    assert "PAIR004" in done.stderr
    assert "mentor `dev-patel` has 2 pairs that must stay" in done.stderr
    assert "release the lock on `dev-patel` with `colm-brennan`: " in done.stderr
    assert "Traceback" not in done.stderr


def ruled(example: Path, rule: str) -> None:
    """The example's program with a balance rule."""
    program = example / "program/digital-2026.yaml"
    program.write_text(program.read_text().replace("\n  rules:\n", f"\n  balance:\n    - {rule}\n  rules:\n", 1))


def test_what_if_takes_balance_rules_in_words_and_says_what_cannot_be_kept(example: Path) -> None:
    before = files(example)
    text = answer("what-if", "digital-2026", "--balance", "across-sites=across:site,at_least:24", cwd=example)
    assert "  balance rule across-sites: across site, at least 24\n" in text
    assert "total points           181036    177424    -3612" in text
    done = call("what-if", "digital-2026", "--balance", "across-sites=across:site,at_least:40", cwd=example)
    assert done.returncode == 3
    assert "with these changes no pairing exists: the balance rule `across-sites` (at least 40 pairs" in done.stderr
    assert "lower the least of `across-sites` from 40 to 28: 31 of 34 mentees have a mentor" in done.stderr
    assert files(example) == before


def test_explain_names_the_balance_rule_that_decides(example: Path) -> None:
    ruled(example, "{id: across-sites, across: site, at_least: 24}")
    told = "Without it the two would be a pair: worst new pair 3915 -> 4000 (+85), total 177424 -> 181036 (+3612), exactly."
    assert told in answer("explain", "digital-2026", "wanjiku-kamau", "aisha-bello", cwd=example)
    made = answer("explain", "digital-2026", "ana-sofia-moura", "aisha-bello", cwd=example)
    assert "asks for at least 24 pairs across sites; this pair is one of them. Without it the two would not be" in made
    alone = json.loads(answer("explain", "digital-2026", "sophie-tremblay", "--format", "json", cwd=example))
    assert [(each["rules"], each["partners"]) for each in alone["balance"]] == [
        (["across-sites"], ["jean-baptiste-roy"])
    ]
    assert alone["reason"] == "balance-rules"


def test_data_never_calls_a_refusal_by_its_name(example: Path) -> None:
    refused = ("--vetoes", VETOES, "--format", "json")
    told = answer("explain", "digital-2026", "rui-sequeira", "colm-brennan", *refused, cwd=example)
    assert json.loads(told)["rules"] == ["not_available"]
    suggested = answer("suggest", "digital-2026", "rui-sequeira", *refused, cwd=example)
    assert json.loads(suggested)["forbidden"]["not_available"] == 1
    ruled(example, "{id: across-sites, across: site, at_least: 20}")
    changed = answer("what-if", "digital-2026", "--balance", "across-sites=off", *refused, cwd=example)
    assert "veto" not in told + suggested + changed


def test_fairness_tells_the_price_of_each_balance_rule_beside_those_of_hard_rules() -> None:
    sites = {"ann": {"site": "lisbon"}, "xia": {"site": "lisbon"}, "ben": {"site": "rome"}, "yan": {"site": "rome"}}
    rule = {"id": "across-sites", "across": "site", "at_least": 2}
    table = {"ann": {"xia": 5, "yan": 3}, "ben": {"xia": 2, "yan": 4}}
    pairing = pair_program(miniature(table, people=sites, balance=[rule]), "p", whole=True)
    found = figures(pairing)
    (line,) = [line for line in fairness_lines(pairing, found) if "a balance rule" in line]
    assert line.split("  ")[1] == "across-sites, a balance rule"
    assert "10000 -> 18000 (+80.0 %)" in line
    *hard, price = fairness_data(pairing, found)["rules"]
    assert (price["rule"], price["kind"], price["percent"], price["moved"]) == ("across-sites", "balance", 80.0, 2)
    assert price["exact"]
    assert {each["kind"] for each in hard} == {"hard"}


def test_repair_keeps_balance_rules_and_says_when_they_need_changes(example: Path) -> None:
    ruled(example, "{id: across-sites, across: site, at_least_percent: 95}")
    done = call("repair", "digital-2026", cwd=example)
    assert done.returncode == 3
    assert "with no changes no pairing exists: the balance rule `across-sites`" in done.stderr
    assert "giving up 3 pairs that stand would do: `--max-changes 3` shows which" in done.stderr
    text = answer("repair", "digital-2026", "--max-changes", "3", cwd=example)
    assert "3 given up: with fewer" in text
    assert "Every plan is the best for its number of changes by an exact integer program" in text
    assert "Pairs to end first: nothing ends them but you (3)" in text


def test_repair_shows_what_each_change_would_gain(example: Path) -> None:
    leave(example)
    text = answer("repair", "digital-2026", cwd=example)
    assert "With 1 change would end: simran-gill with margaret-campbell." in text
    data = json.loads(answer("repair", "digital-2026", "--max-changes", "1", "--format", "json", cwd=example))
    assert [plan["coverage"]["covered"] for plan in data["frontier"]] == [30, 31]
    assert data["plan"]["end_first"] == [{"mentor": "simran-gill", "mentee": "margaret-campbell"}]
    assert (data["complete"], data["changes_to_the_best"]) == (True, 1)


def test_repair_without_changes_writes_what_pair_writes(example: Path, tmp_path: Path) -> None:
    leave(example)
    other = tmp_path / "other"
    other.mkdir()
    subprocess.run(["cp", "-r", str(example / "program"), str(other)], check=True)
    answer("repair", "digital-2026", "--write", cwd=example)
    answer("pair", "digital-2026", "--write", cwd=other)
    written = {path.relative_to(example): path.read_bytes() for path in example.rglob("*.yaml")}
    assert written == {path.relative_to(other): path.read_bytes() for path in other.rglob("*.yaml")}


def test_a_repair_with_changes_leaves_standing_pairs_alone_and_is_proven_once_they_are_ended(example: Path) -> None:
    leave(example)
    standing = example / PAIRS / "simran-gill--margaret-campbell.yaml"
    before = standing.read_bytes()
    done = call("repair", "digital-2026", "--max-changes", "1", "--write", cwd=example)
    assert done.returncode == 0, done.stderr
    assert "end the pairs listed above" in done.stdout
    assert standing.read_bytes() == before
    assert call("validate", cwd=example).returncode == 1, "two pairs for one place, until the old one is ended"
    standing.write_text(standing.read_text().replace("status: active", "status: ended\nuntil: 2026-11-22"))
    assert call("validate", "--today", "2026-11-22", cwd=example).returncode == 0
    assert "proven: " in answer("verify", "digital-2026", cwd=example)


def test_a_repair_that_finds_no_pair_proposes_no_draft(example: Path) -> None:
    program = example / "program" / "inclusion-2025.yaml"
    program.write_text(program.read_text().replace("common_minutes: 45", "common_minutes: 600"))
    text = answer("repair", "inclusion-2025", cwd=example)
    assert "No pair stands yet, so this is what `turnabout pair` finds." in text
    assert "mentees have a mentor, no new pair, total 0 points" in text
    assert text.endswith(
        "No pair is new, so there is no draft to write; `turnabout repair inclusion-2025 --write` brings the certificate "
        "up to date.\n"
    )


def test_somebody_who_left_but_is_still_in_a_pair_stops_the_repair_with_what_to_do(example: Path) -> None:
    person = example / "program/participants/lisbon/ines-carvalho.yaml"
    person.write_text(person.read_text().replace("status: active", "status: withdrawn\nuntil: 2026-11-20"))
    done = call("repair", "digital-2026", cwd=example)
    assert done.returncode == 1
    assert "set `status` to `ended` and add `until`" in done.stderr


def test_fairness_is_told_in_sentences_and_as_data(example: Path) -> None:
    text = answer("pair", "digital-2026", "--fairness", cwd=example)
    for words in (
        "The worst-off new pair is arjun-nair with charlotte-ng, 4000 points.",
        "carries over a priority of 1",
        "Who is left out, by group",
        "What each rule costs",
        "What hangs on the weights",
        "fewer than 5 people",
    ):
        assert words in text
    data = json.loads(answer("pair", "digital-2026", "--fairness", "--format", "json", cwd=example))["fairness"]
    assert all(rate["people"] is None or rate["people"] >= 5 for rate in data["rates"])
    rules = {each["rule"]: each["without"]["coverage"]["covered"] for each in data["rules"]}
    assert rules["common_minutes"] >= 31
    assert "fairness" not in json.loads(answer("pair", "digital-2026", "--format", "json", cwd=example))


def test_no_command_shows_a_refusal(example: Path) -> None:
    for arguments in (
        ("pair", "digital-2026", "--fairness", "--format", "json"),
        ("what-if", "digital-2026", "--weight", "topics=3", "--format", "json"),
        ("repair", "digital-2026", "--format", "json"),
    ):
        text = answer(*arguments, "--vetoes", VETOES, cwd=example)
        assert "veto" not in text
        data = json.loads(text)
        for pairs in (data.get("pairs", []), data.get("new", []), data.get("plan", {}).get("new", [])):
            assert not [each for each in pairs if (each["mentor"], each["mentee"]) == ("rui-sequeira", "colm-brennan")]
    done = call(
        "what-if", "digital-2026", "--together", "rui-sequeira", "colm-brennan", "--vetoes", VETOES, cwd=example
    )
    assert done.returncode == 2
    assert "is not available for this pairing" in done.stderr
