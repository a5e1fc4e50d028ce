"""Why and why not, in sentences a coordinator would say; nothing here reveals a wish or a veto to the people concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from turnabout.hours import common_minutes
from turnabout.matching.people.barriers import Barriers, barriers
from turnabout.matching.people.candidates import GIVEN, VETO, Candidates
from turnabout.model import Participant, Program
from turnabout.relations import affinity

# What a rule means for one person, after "N mentors".
RULES: Mapping[str, str] = {
    "reporting_line": "in the same reporting line",
    "different_department": "in the same department",
    "level_gap": "too close in level",
    "common_language": "without a common language",
    "common_minutes": "without enough common hours in the week",
    "not_paired_before": "paired with this person before",
    "common_topic": "without a common topic",
    GIVEN: "not in the table of points",
    VETO: "not available for this pairing",
}

# The cheapest thing that a coordinator could try, by rule.
REMEDIES: Mapping[str, str] = {
    "reporting_line": "look for a mentor outside this line of managers; the rule protects the mentor",
    "different_department": "win a mentor from another department, or record an exception",
    "level_gap": "win a more junior mentor, or lower `level_gap` in the program's file",
    "common_language": "ask whether another language would do, and add it under `languages`",
    "common_minutes": "ask for one more window in the week, and add it under `availability`",
    "not_paired_before": "win another mentor, or allow `not_paired_before: false`",
    "common_topic": "ask what else they would like to learn, and add it under `seeks`",
    GIVEN: "add a line with the two and their points to the table",
    VETO: "talk to the facilitator",
}


NOT_AVAILABLE = "not_available"
"""What a veto is called wherever a rule is named: that it was one is nobody's to read."""


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Somebody who wanted a partner and got none: what stands in the way, and the cheapest thing to try.

    `permitted` is how many partners no rule forbids; `by_rule` how many each rule alone or with others forbids;
    `binding` the rule whose absence would open the most partners, or empty where there is no such rule.
    """

    person: str
    sentence: str
    remedy: str
    permitted: int
    by_rule: Mapping[str, int]
    binding: str


def named(rule: str) -> str:
    """The rule's name for data that others may read."""
    return NOT_AVAILABLE if rule == VETO else rule


def display_name(person: Participant) -> str:
    """The name, or the id where the program keeps names out of Git."""
    return person.name or person.id


def why(found: Candidates, mentor: str, mentee: str) -> str:
    """Why these two, in one sentence they may read themselves. Wishes are left out: they are the coordinators' to know.

    Where a table that gives the points says why, it is that.
    """
    if found.given is not None and (mentor, mentee) in found.given.why:
        return found.given.why[mentor, mentee]
    teacher, learner = found.cohort.mentors[found.column[mentor]], found.cohort.mentees[found.row[mentee]]
    same = _matching_topics(found, teacher, learner, 1.0)
    near = _matching_topics(found, teacher, learner, 0.5)
    if same:
        head = f"{display_name(teacher)} can share {_listing(same[:2])}, which {display_name(learner)} wants to learn"
    elif near:
        head = (
            f"{display_name(teacher)} knows something close to what {display_name(learner)} wants to learn: {near[0]}"
        )
    else:
        head = f"{display_name(teacher)} brings another view than {display_name(learner)} meets every day"
    ground = _common_ground(found.cohort.program, teacher, learner)
    return f"{head}; {ground}." if ground else f"{head}."


def _matching_topics(found: Candidates, mentor: Participant, mentee: Participant, degree: float) -> list[str]:
    """Titles of the topics offered that answer a need to this degree, the most urgent need first."""
    topics = found.cohort.topics
    answers = {
        (-priority, -skill, offered)
        for sought, priority in mentee.seeks.items()
        for offered, skill in mentor.offers.items()
        if affinity(topics, offered, sought) == degree
    }
    ids = dict.fromkeys(offered for _, _, offered in sorted(answers))
    return [topics[topic].title if topic in topics else topic for topic in ids]


def _common_ground(program: Program, mentor: Participant, mentee: Participant) -> str:
    parts = []
    common = common_minutes(mentor, mentee, program.starts, program.ends)
    if not program.pairing.rules.common_minutes and common >= program.minutes:
        parts.append("they have common hours in the week")  # where a rule asks for them, every pair has
    if mentor.department != mentee.department:
        apart = mentor.site and mentee.site and mentor.site != mentee.site
        parts.append(f"they work in different departments{' and places' if apart else ''}")
    shared = {i.casefold() for i in mentor.interests} & {i.casefold() for i in mentee.interests}
    if shared:
        both = sorted(i for i in mentor.interests if i.casefold() in shared)
        parts.append(f"both like {_listing(both[:2])}")
    return ", and ".join(parts) if len(parts) < 3 else f"{parts[0]}, {parts[1]}, and {parts[2]}"


def _listing(words: list[str]) -> str:
    return " and ".join(words)


def unpaired(found: Candidates, mentees: Sequence[str]) -> list[Unpaired]:
    """Why these mentees have no mentor, in words that go into pull requests: they count by the rules alone.

    With vetoes in force everybody's sentence says the same of them, so that nobody's shows one.
    """
    told = []
    for mentee, barrier in zip(mentees, barriers(found, mentees, vetoes=False), strict=True):
        if not barrier.permitted:
            told.append(_excluded(mentee, "mentor", barrier))
            continue
        several = barrier.permitted > 1
        sentence = (
            f"{f'the {barrier.permitted} mentors' if several else 'the only mentor'} whom the rules permit "
            f"{'have' if several else 'has'} no place left{_refused(found, several)}"
            f"{', or none that the balance rules allow' if _has_quotas(found) else ''}, and every place does more good "
            "where it is"
        )
        remedy = "raise the capacity of a permitted mentor, or win one more"
        told.append(Unpaired(mentee, sentence, remedy, barrier.permitted, barrier.by_rule, ""))
    return told


def unused(found: Candidates, mentors: Sequence[str]) -> list[Unpaired]:
    """Why these mentors have no mentee; vetoes are kept out of it as in `unpaired`."""
    told = []
    for mentor, barrier in zip(mentors, barriers(found, mentors, vetoes=False), strict=True):
        if not barrier.permitted:
            told.append(_excluded(mentor, "mentee", barrier))
            continue
        several = barrier.permitted > 1
        count = barrier.permitted
        them = f"the {count} mentees whom the rules permit have" if several else "the only mentee permitted has"
        quotas = ", or whom the balance rules ask for" if _has_quotas(found) else ""
        sentence = f"{them} a mentor who fits better on the whole{quotas}{_refused(found, several)}"
        told.append(Unpaired(mentor, sentence, "", count, barrier.by_rule, ""))
    return told


def _has_quotas(found: Candidates) -> bool:
    return bool(found.cohort.program.pairing.balance)


def _refused(found: Candidates, several: bool) -> str:
    return f", or {'are' if several else 'is'} not available for this pairing" if VETO in found.rules else ""


def _excluded(person: str, partner: str, barrier: Barriers) -> Unpaired:
    by_rule, alone = barrier.by_rule, barrier.alone
    binding = max(alone, key=lambda rule: (alone[rule], by_rule.get(rule, 0)), default="")
    counts = sorted(by_rule.items(), key=lambda item: (-item[1], item[0]))
    said = ", ".join(f"{count} {RULES[rule]}" for rule, count in counts)
    sentence = f"no {partner} is permitted; of {barrier.possible} there are {said}"
    if alone.get(binding):
        sentence += f". What binds is the rule `{binding}`: without it {alone[binding]} would be permitted"
    return Unpaired(person, sentence, REMEDIES.get(binding, ""), 0, by_rule, binding)
