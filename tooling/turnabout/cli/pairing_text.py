"""A solved pairing for people and for programs: three numbers, the pairs, who is left and why, what is proven."""

from typing import TYPE_CHECKING

from turnabout.cli.tables import table

if TYPE_CHECKING:
    from turnabout.cli.fairness_text import Figures
    from turnabout.matching.advice.words import Unpaired
    from turnabout.matching.pairing import Pairing


def as_text(pairing: "Pairing", fairness: "Figures | None" = None) -> str:
    """The pairing for people: three numbers, the pairs, who is left and why, what is proven; with fairness if given."""
    from turnabout.matching.pairing import stage_words

    program = pairing.found.cohort.program
    worst = "no new pair" if pairing.worst is None else f"{pairing.worst} of 10000"
    load = ", ".join(f"{count} mentors with {size}" for size, count in pairing.load().items())
    lines = [
        f"{program.title} ({program.id})",
        f"  coverage    {pairing.covered} of {pairing.mentees} mentees have a mentor",
        f"  worst pair  {worst}",
        f"  total       {pairing.total} points, bound {pairing.total_bound}",
        f"  load        {load}",
        "",
        *_pairs(pairing, new=True, heading="Proposed pairs"),
        *_pairs(pairing, new=False, heading="Pairs that stand and stay"),
        *_people("Mentees without a mentor", pairing.mentees_without),
        *_people("Mentors who are free", pairing.mentors_without),
        "Proven",
        *(f"  {said}" for said in stage_words(pairing)),
        "  "
        + ("one best answer" if pairing.solution.unique else "ties broken by a fixed rule: same files, same pairs"),
        f"  method: {pairing.solution.path}, {pairing.solution.solver}; "
        f"{pairing.permitted} possible pairs of {pairing.found.possible}{_scored(pairing)}{_rounds(pairing)}",
    ]
    if fairness is not None:
        from turnabout.cli.fairness_text import fairness_lines

        lines += fairness_lines(pairing, fairness)
    return "\n".join(lines) + "\n"


def _scored(pairing: "Pairing") -> str:
    return f"; points by {pairing.scored_by}" if pairing.scored_by else ""


def _rounds(pairing: "Pairing") -> str:
    if not pairing.rounds:
        return ""
    often = "once" if pairing.rounds == 1 else f"{pairing.rounds} times"
    return f"; solved {often} with up to {len(pairing.problem.points)} of them, and the prices rule out all others"


def _pairs(pairing: "Pairing", new: bool, heading: str) -> list[str]:
    rows = [[m.key.mentor, m.key.mentee, str(m.points), m.why] for m in pairing.made if m.new is new]
    return [f"{heading} ({len(rows)})", *table(["mentor", "mentee", "points", "why"], rows), ""] if rows else []


def _people(heading: str, people: "tuple[Unpaired, ...]") -> list[str]:
    if not people:
        return []
    lines = [f"{heading} ({len(people)})"]
    for person in people:
        lines.append(f"  {person.person}: {person.sentence}")
        if person.remedy:
            lines.append(f"    try: {person.remedy}")
    return [*lines, ""]


def as_data(pairing: "Pairing", fairness: "Figures | None" = None) -> dict[str, object]:
    """The pairing for programs, as it goes into JSON; points and reasons as in the text."""
    from turnabout.matching.proof.check_sided import unproven

    more: dict[str, object] = {}
    if fairness is not None:
        from turnabout.cli.fairness_text import fairness_data

        more = {"fairness": fairness_data(pairing, fairness)}
    if pairing.scored_by:
        more["scored_by"] = pairing.scored_by
    if gaps := unproven(pairing.solution):
        more["unproven"] = gaps
    if pairing.rounds:
        more["generation"] = {
            "permitted": pairing.permitted,
            "held": len(pairing.problem.points),
            "rounds": pairing.rounds,
        }
    return {
        "program": pairing.found.cohort.program.id,
        "coverage": {"covered": pairing.covered, "mentees": pairing.mentees},
        "worst_pair": pairing.worst,
        "total": pairing.total,
        "bound": pairing.total_bound,
        "load": {str(size): count for size, count in pairing.load().items()},
        "unique": pairing.solution.unique,
        "path": pairing.solution.path,
        "pairs": [
            {
                "mentor": made.key.mentor,
                "mentee": made.key.mentee,
                "points": made.points,
                "criteria": dict(made.criteria),
                "why": made.why,
                "new": made.new,
            }
            for made in pairing.made
        ],
        "mentees_without": [_unpaired(person) for person in pairing.mentees_without],
        "mentors_without": [_unpaired(person) for person in pairing.mentors_without],
    } | more


def _unpaired(person: "Unpaired") -> dict[str, object]:
    return {
        "person": person.person,
        "why": person.sentence,
        "try": person.remedy,
        "permitted": person.permitted,
        "binding": person.binding,
    }
