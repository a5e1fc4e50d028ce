"""The main job in one call: from the workspace to a solved pairing of one program, with all that explains it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from turnabout.ids import PairKey
from turnabout.matching.advice.change import Numbers, marked, near_to, numbers
from turnabout.matching.advice.quota_words import quota_words
from turnabout.matching.advice.words import Unpaired, unpaired, unused, why
from turnabout.matching.face import first_face
from turnabout.matching.generation import ABOVE, Blocks, Generated, generate
from turnabout.matching.limit import NO_LIMIT, Limit
from turnabout.matching.people.candidates import Candidates, candidates, problem
from turnabout.matching.people.locks import ContradictionError, contradictions, ways_out
from turnabout.matching.problem import COVERAGE, TOTAL, WORST_PAIR, Problem
from turnabout.matching.proof.check_sided import unproven
from turnabout.matching.side import BY_PRICES
from turnabout.matching.solution import Solution, made_pairs
from turnabout.matching.solvers import quickest_path, solve, solve_again
from turnabout.model import Status, Vetoes
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Made:
    """One pair of the answer. `new` is False for a pair that stands today; `criteria` are points before weighing."""

    key: PairKey
    points: int
    criteria: Mapping[str, int]
    why: str
    new: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pairing:
    """A solved program. `made` is in order of mentor and mentee; the two lists of unpaired people in order of id."""

    found: Candidates
    problem: Problem
    solution: Solution
    made: tuple[Made, ...]
    mentees_without: tuple[Unpaired, ...]
    mentors_without: tuple[Unpaired, ...]
    permitted: int
    """Pairs that the rules permit or that stand: the answer is the best one of all of them."""
    rounds: int = 0
    """How often a part of them was solved until prices ruled out all others; 0 where all were solved at once."""
    scored_by: str = ""
    """Who found the points of pairs, where they are so many that it matters."""

    @property
    def covered(self) -> int:
        """Mentees with a mentor."""
        return len({made.key.mentee for made in self.made})

    @property
    def mentees(self) -> int:
        """Mentees who take part."""
        return len(self.found.cohort.mentees)

    @property
    def total(self) -> int:
        """Sum of points."""
        return sum(made.points for made in self.made)

    @property
    def worst(self) -> int | None:
        """Least points of a new pair, or None without new pairs: standing ones are not the solver's choice."""
        return min((made.points for made in self.made if made.new), default=None)

    @property
    def total_bound(self) -> int | None:
        """What no pairing with this coverage and worst pair can exceed in total, or None if `total` is no stage."""
        return next((stage.bound for stage in self.solution.stages if stage.name == TOTAL), None)

    def load(self) -> dict[int, int]:
        """How many mentors have 0, 1, 2 … mentees."""
        counts = dict.fromkeys((mentor.id for mentor in self.found.cohort.mentors), 0)
        for made in self.made:
            counts[made.key.mentor] += 1
        return {size: list(counts.values()).count(size) for size in sorted(set(counts.values()))}


def pair_program(
    workspace: Workspace,
    program_id: str,
    vetoes: Vetoes | None = None,
    path: str | None = None,
    progress: Callable[[str], object] | None = None,
    *,
    whole: bool = False,
    blocks: Blocks = Candidates.blocks,
    limit: Limit = NO_LIMIT,
) -> Pairing:
    """The optimal pairing of the program; standing pairs stay. `path` forces a method, `progress` is told each stage.

    Of a large program the problem in the answer holds only some of the permitted pairs, and the prices rule out the rest;
    `whole` asks for all of them, for questions about what would be if. `blocks` is who scores the pairs.

    Raises UsageError for a program that does not exist, has nobody on a side or asks for impossible stages,
    ContradictionError and InfeasibleError (exit code 3) where no pairing fulfils locks and minimum loads. `limit` is that
    of `solve`.
    """
    found = candidates(workspace, workspace.program(program_id), vetoes)
    _require_no_contradiction(workspace, found, vetoes)
    above = None if whole else ABOVE
    return pairing_of(
        found, generate(found, lambda posed: solve(posed, path, progress, limit), above=above, blocks=blocks)
    )


def pair_near(
    workspace: Workspace,
    program_id: str,
    near: Collection[PairKey],
    vetoes: Vetoes | None = None,
    before: Pairing | None = None,
) -> Pairing:
    """As `pair_program`, but of equally good answers the one that keeps most of the pairs `near`: what moves has to.

    For asking what would be if: nobody reads the model, so the quickest path solves it, and a large program starts from
    the answer that it had `before`.
    """
    found = candidates(workspace, workspace.program(program_id), vetoes)
    _require_no_contradiction(workspace, found, vetoes)
    pairs = {(key.mentor, key.mentee) for key in near}
    return pairing_of(
        found,
        generate(
            found,
            lambda posed: _quickly(posed, before),
            pose=lambda posed: keeping(posed, pairs),
            hold=pairs,
        ),
    )


def _quickly(posed: Problem, before: Pairing | None) -> Solution:
    if before is None:
        return solve(posed, quickest_path(posed, first_face(posed)))
    return solve_again(posed, before.problem, before.solution)


def keeping(posed: Problem, pairs: Collection[tuple[str, str]]) -> Problem:
    """The problem that, after all of its stages, keeps as many of these pairs (mentor, mentee) as it can."""
    return near_to(posed, marked(posed, pairs))


def _require_no_contradiction(workspace: Workspace, found: Candidates, vetoes: Vetoes | None) -> None:
    clashes = contradictions(found)
    if not clashes:
        return
    program_id = found.cohort.program.id

    def again(changed: Workspace) -> Numbers:
        posed = problem(candidates(changed, changed.program(program_id), vetoes))
        return numbers(posed, solve(posed))

    ways = ways_out(workspace, program_id, clashes[0], again)
    raise ContradictionError(clashes, ways, len(found.cohort.mentees))


def pairing_of(found: Candidates, generated: Generated) -> Pairing:
    """The answer with what explains it: a reason for every pair made, and for everybody who has none."""
    program_id = found.cohort.program.id
    posed, solution = generated.problem, generated.solution
    answer = made_pairs(posed, solution)
    criteria = found.criteria_of([(mentor, mentee) for mentor, mentee, _ in answer])
    made = tuple(
        _made(found, PairKey(program_id, mentor, mentee), points, each)
        for (mentor, mentee, points), each in zip(answer, criteria, strict=True)
    )
    paired = {made.key.mentee for made in made} | {made.key.mentor for made in made}
    mentees, mentors = (
        [person.id for person in side if person.id not in paired and person.status is Status.ACTIVE]
        for side in (found.cohort.mentees, found.cohort.mentors)
    )
    return Pairing(
        found=found,
        problem=posed,
        solution=solution,
        made=made,
        mentees_without=tuple(unpaired(found, mentees)),
        mentors_without=tuple(unused(found, mentors)),
        permitted=generated.permitted,
        rounds=generated.rounds,
        scored_by=generated.scored_by,
    )


def _made(found: Candidates, key: PairKey, points: int, criteria: Mapping[str, int]) -> Made:
    return Made(key, points, criteria, why(found, key.mentor, key.mentee), key not in found.standing)


def stage_words(pairing: Pairing) -> list[str]:
    """One sentence for each stage of the program: what was reached and what is proven."""
    said = []
    for stage in pairing.solution.stages:
        if stage.side is not None and stage.side.by != BY_PRICES:
            continue  # `unproven` says what stands behind it
        if stage.name == COVERAGE:
            said.append(f"coverage: {pairing.covered} of {pairing.mentees} mentees have a mentor; more is impossible")
        elif stage.name == WORST_PAIR and pairing.worst is not None:
            said.append(f"worst pair: {pairing.worst} points; no pairing with this coverage has a better worst pair")
        elif stage.name == TOTAL:
            said.append(f"total: {stage.value} points; the bound is {stage.bound}, so nothing better exists")
        elif stage.name in ("keep", "load"):
            said.append(f"{stage.name}: {stage.value}, proven best after the stages before")
    said += unproven(pairing.solution)
    return said + [f"balance rule {words}" for words in quota_words(pairing.problem, pairing.solution)]
