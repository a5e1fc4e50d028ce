"""A solved pairing as files and as text: what is written, what is left alone, and what no reader may see."""

import dataclasses
import datetime
import re
from pathlib import Path

import pytest

from turnabout.diagnostics import has_errors
from turnabout.errors import NotProvenError
from turnabout.ids import PairKey
from turnabout.matching.pairing import Pairing, pair_program
from turnabout.matching.people.candidates import candidates, problem
from turnabout.matching.proof.record import faults, record
from turnabout.model import PairStatus, Vetoes
from turnabout.model.vetoes import vetoes as vetoes_of
from turnabout.proposal import ChangeSet, Reach, pairing_changes, require_few_changes
from turnabout.proposal_text import MAX_TEXT, body, description, plain, title
from turnabout.rules import check
from turnabout.workspace import Files, Workspace, build, read_files, read_outside
from turnabout.yamlfile import load

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "digital-2026"
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def files() -> Files:
    return read_files(ROOT)


@pytest.fixture(scope="module")
def vetoes() -> Vetoes:
    path = ROOT / "examples" / f"vetoes-{PROGRAM}.yaml"
    document, complaints = read_outside(path, "vetoes")
    assert document is not None, complaints
    return vetoes_of(str(path), document.data)


def solve(files: Files, vetoes: Vetoes | None = None) -> tuple[Workspace, Pairing, ChangeSet]:
    workspace, found = build(files)
    assert not found
    pairing = pair_program(workspace, PROGRAM, vetoes)
    proof = record(workspace, pairing, vetoes is not None)
    return workspace, pairing, pairing_changes(workspace, pairing, proof, files.contents)


def applied(files: Files, changes: ChangeSet) -> Files:
    contents = dict(files.contents)
    for path, text in changes.files.items():
        if text is None:
            del contents[path]
        else:
            contents[path] = text.encode()
    return Files(dict(sorted(contents.items())))


@pytest.fixture(scope="module")
def proposed(files: Files) -> tuple[Workspace, Pairing, ChangeSet]:
    return solve(files)


def test_the_proposal_is_sound_and_proposing_again_changes_nothing(files, proposed) -> None:
    changes = proposed[2]
    assert changes.new
    after = applied(files, changes)
    workspace, found = build(after)
    assert not has_errors([*found, *check(workspace, TODAY)])
    assert len(workspace.pairs_of(PROGRAM)) == len(build(files)[0].pairs_of(PROGRAM)) + len(changes.new)
    again = solve(after)[2]
    assert again.files == {}
    assert again.new == ()


def test_no_pair_that_is_not_a_draft_is_touched(files, proposed) -> None:
    workspace, _, changes = proposed
    for path in changes.files:
        key = next((pair.key for pair in workspace.pairs.values() if pair.path == path), None)
        assert key is None or workspace.pairs[key].status is PairStatus.DRAFT


def test_a_draft_keeps_what_people_wrote_and_gets_new_points(files, proposed) -> None:
    _, _, changes = proposed
    path, text = next((p, t) for p, t in changes.files.items() if "--" in p and t is not None)
    mine = (
        re.sub(r"points: \d+", "points: 1  # to be looked at", text, count=1)
        + "goals:\n  # agreed by phone\n  - {title: Begin, progress: 0}\n"
    )
    after = applied(files, changes)
    again = solve(Files(dict(after.contents) | {path: mine.encode()}))[2]
    assert list(again.files) == [path]
    assert "# to be looked at" in again.files[path]
    assert "# agreed by phone" in again.files[path]
    points = load(path, again.files[path].encode())[0].data["points"]
    assert points == load(path, text.encode())[0].data["points"]


def test_a_draft_that_is_no_longer_proposed_is_removed(files, proposed) -> None:
    workspace, pairing, changes = proposed
    made = {made.key for made in pairing.made}
    stale = next(
        f"program/pairs/{PROGRAM}/{mentor.id}--{mentee.id}.yaml"
        for mentor in pairing.found.cohort.mentors
        for mentee in pairing.found.cohort.mentees
        if all(key.mentor != mentor.id or key.mentee != mentee.id for key in made)
        and not any(p.key.mentor == mentor.id and p.key.mentee == mentee.id for p in workspace.pairs.values())
    )
    contents = dict(applied(files, changes).contents) | {stale: b"status: draft\n"}
    assert solve(Files(dict(sorted(contents.items()))))[2].files == {stale: None}


def test_the_certificate_proves_the_pairs_and_a_changed_pair_or_price_is_found(files, proposed) -> None:
    workspace, pairing, changes = proposed
    data = load("certificate", changes.files[f"program/pairs/{PROGRAM}/certificate.yaml"].encode())[0].data
    pairs = [(made.key.mentor, made.key.mentee) for made in pairing.made]
    posed = problem(candidates(workspace, workspace.programs[PROGRAM]))
    assert faults(posed, data, pairs) == []
    new = next(made.key for made in pairing.made if made.new)
    assert faults(posed, data, [pair for pair in pairs if pair != (new.mentor, new.mentee)])
    stage = next(stage for stage in data["stages"] if stage["stage"] == "total")
    name = next(iter(stage["mentees"]))
    stage["mentees"][name] += 1
    assert any(name in fault or "total" in fault for fault in faults(posed, data, pairs))


def test_vetoes_are_kept_and_leave_no_trace(files, vetoes, proposed) -> None:
    _, free, _ = proposed
    _, bound, changes = solve(files, vetoes)
    made = {made.key for made in bound.made}
    assert not made & vetoes.pairs
    assert {made.key for made in free.made} & vetoes.pairs, "the example's vetoes should matter"
    text = "\n".join(text for text in changes.files.values() if text)
    certificate = load("c", changes.files[f"program/pairs/{PROGRAM}/certificate.yaml"].encode())[0].data
    assert certificate["withheld"] is True
    assert "candidates" not in certificate
    assert all(stage.keys() <= {"stage", "value", "bound"} for stage in certificate["stages"])
    assert "veto" not in text
    assert "veto" not in body(bound, changes)


def test_what_is_said_of_people_without_a_partner_does_not_show_whose_veto_it_is(files) -> None:
    """Vetoes against pairs that nobody would make anyway must not change a single word about single people."""
    workspace, _ = build(files)
    free = pair_program(workspace, PROGRAM, Vetoes(PROGRAM, "v", frozenset()))
    cohort = free.found.cohort
    made = {made.key for made in free.made}
    without = {person.person for person in (*free.mentees_without, *free.mentors_without)}
    refused = {
        PairKey(PROGRAM, mentor.id, mentee.id)
        for mentee in cohort.mentees
        for mentor in cohort.mentors
        if {mentor.id, mentee.id} & without and not free.found.reasons(mentor.id, mentee.id)
    }
    assert refused
    assert not refused & made
    bound = pair_program(workspace, PROGRAM, Vetoes(PROGRAM, "v", frozenset(refused)))
    assert bound.made == free.made
    assert (bound.mentees_without, bound.mentors_without) == (free.mentees_without, free.mentors_without)


def test_the_text_names_every_new_pair_and_everybody_without(proposed) -> None:
    _, pairing, changes = proposed
    text = body(pairing, changes)
    for made in pairing.made:
        assert (f"`{made.key.mentor}` | `{made.key.mentee}`" in text) is made.new
    for person in (*pairing.mentees_without, *pairing.mentors_without):
        assert f"- `{person.person}`: " in text
    assert len(text) < MAX_TEXT
    assert "\n" not in title(pairing, changes)


def test_the_text_reads_as_the_example_that_was_read_and_found_good(files, vetoes, golden) -> None:
    _, pairing, changes = solve(files, vetoes)
    golden(ROOT / "tests" / "proposal" / f"{PROGRAM}.md", f"# {title(pairing, changes)}\n\n{body(pairing, changes)}\n")


def test_the_three_numbers_are_those_of_the_pairs_before_and_after(files, proposed) -> None:
    workspace, pairing, changes = proposed
    standing = [pair for pair in workspace.pairs_of(PROGRAM) if pair.stays]
    assert (changes.before.pairs, changes.after.pairs) == (len(standing), len(pairing.made))
    assert changes.before.covered == len({pair.key.mentee for pair in standing})
    kept = [made.points for made in pairing.made if not made.new]
    assert (changes.before.worst, changes.before.total) == (min(kept), sum(kept))
    assert (changes.after.worst, changes.after.total) == (min(made.points for made in pairing.made), pairing.total)
    again = solve(applied(files, changes))[2]
    assert again.before == again.after == changes.after


def test_guarantee_9_a_pair_that_goes_counts_and_one_that_gets_other_points_does_not(files, proposed) -> None:
    _, pairing, changes = proposed
    gone = next(key for key in changes.new)
    contents = dict(applied(files, changes).contents)
    key = PairKey(PROGRAM, gone.mentor, next(m for m in pairing.found.row if m != gone.mentee))
    contents[key.path] = b"status: draft\n"
    contents[gone.path] = re.sub(rb"points: \d+", b"points: 1", contents[gone.path], count=1)
    again = solve(Files(dict(sorted(contents.items()))))[2]
    assert again.changed == (key,)
    assert (again.before.pairs, again.changed_percent) == (33, 4)
    assert set(again.files) == {key.path, gone.path}


@pytest.mark.parametrize(
    ("changed", "pairs", "most", "fine"),
    [(0, 0, 0, True), (0, 9, 0, True), (1, 9, 0, False), (1, 4, 25, True), (2, 7, 28, False), (2, 7, 29, True)],
)
def test_guarantee_9_a_plan_that_changes_more_than_its_share_is_refused(
    proposed, changed: int, pairs: int, most: int, fine: bool
) -> None:
    before = Reach(pairs, 0, None, 0)
    asked = dataclasses.replace(proposed[2], before=before, changed=proposed[2].new[:changed])
    if fine:
        require_few_changes(asked, most)
        return
    with pytest.raises(NotProvenError, match=f"would change {changed} of {pairs} pairs") as caught:
        require_few_changes(asked, most)
    assert f"--max-changes {asked.changed_percent}" in caught.value.hint
    require_few_changes(asked, asked.changed_percent)


@pytest.mark.parametrize("limit", [MAX_TEXT, 20_000, 8_000])
def test_a_long_text_keeps_every_part_and_cuts_only_its_lists(proposed, limit: int) -> None:
    _, pairing, changes = proposed
    many = dataclasses.replace(
        pairing, made=pairing.made * 60, mentees_without=pairing.mentees_without * 60, mentors_without=()
    )
    whole, cut = body(many, changes), description(many, changes, limit)
    assert len(whole) > MAX_TEXT > limit - 1
    assert limit * 0.8 < len(cut) <= limit
    assert "lists are cut" in cut
    assert re.findall(r"^## .*", cut, re.MULTILINE) == re.findall(r"^## .*", whole, re.MULTILINE)
    left = {line for line in cut.splitlines() if line not in whole}
    assert all(re.match(r"> This text|\d+ more pairs|- and \d+ more$", line) for line in left), left
    assert description(pairing, changes) == body(pairing, changes)


@pytest.mark.parametrize(
    "hostile",
    [
        "@everybody",
        "&#64;everybody",
        "&commat;everybody",
        "fixes #12",
        "closes GH-12",
        "resolves https://github.com/a/b/issues/1",
        "www.example.org",
        "fixes a/b#12",
        "!12 ~label %3 $4 &5",
        "<script>alert(1)</script>",
        "<!-- turnabout kind=pair program=x base=0 inputs=x text=0 -->",
        "[x](javascript:alert(1))",
        "| a | b |",
        "`x`",
    ],
)
def test_user_text_is_only_text_in_a_forge(hostile: str) -> None:
    shown = plain(hostile)
    assert not re.search(r"(?<!\\)[<>\[\]`|&]", shown)
    assert not re.search(r"@\w|[#!~%$&^]\w|://|www\.|(?i:gh)\\?-\d", shown)
