"""Writes one large program as files: half of the people mentors, half mentees, as different as people are.

    .venv/bin/python benchmarks/crowd.py FOLDER PEOPLE

The same bytes every time. Nobody has a fault, so `turnabout pair digital-0` goes through.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from tree import PLAN, PROGRAM, TOPICS, ZONES

DEPARTMENTS = [f"department-{number:02}" for number in range(24)]
SITES = [f"site-{number}" for number in range(9)]
LANGUAGES = ("en", "pt", "pl", "sw", "fr", "zh")
INTERESTS = [f"interest-{number:02}" for number in range(60)]
DAYS = ("mon", "tue", "wed", "thu", "fri")
STYLES = ("try-first", "talk-first", "read-first")


def files(people: int) -> Iterator[tuple[str, str]]:
    """Path and text of every file, in an order that depends on `people` only."""
    dice = random.Random(20261122)  # noqa: S311 - the same people every time is what is asked for
    topics = "".join(f"  - {{id: {each}, title: Subject {each[-2:]}}}\n" for each in TOPICS)
    yield "program/topics.yaml", f"topics:\n{topics}"
    plans = "\n".join(PLAN.format(number=number) for number in range(1, 7))
    program = PROGRAM.format(number=0, topics=", ".join(TOPICS), curriculum=plans)
    weights = "{topics: 6, hours: 2, viewpoint: 2, wishes: 2, level: 1, interests: 1}"
    yield "program/digital-0.yaml", program.replace("weights: {topics: 10, hours: 3}", f"weights: {weights}")
    half = people // 2
    for at in range(2 * half):
        yield participant(dice, at % half, half, is_mentor=at < half)


def name_of(at: int, *, is_mentor: bool) -> str:
    """The id of somebody; no id of a mentor is one of a mentee."""
    return f"{'jun' if is_mentor else 'sen'}-{at:06}"


def participant(dice: random.Random, at: int, half: int, *, is_mentor: bool) -> tuple[str, str]:
    """Path and text of the file of one person, who has `half` people on the other side."""
    zone = dice.choice(ZONES)
    windows = []
    for day in sorted(dice.sample(DAYS, dice.randint(1, 3)), key=DAYS.index):
        start, hours = dice.randint(8, 15), dice.randint(1, 4)
        windows.append(f'  - {{day: {day}, from: "{start:02}:00", to: "{start + hours:02}:00"}}')
    key, grade = ("offers", "proficiency") if is_mentor else ("seeks", "priority")
    skills = [
        f"  - {{topic: {topic}, {grade}: {dice.randint(1, 5)}}}" for topic in dice.sample(TOPICS, dice.randint(2, 5))
    ]
    role = "mentor" if is_mentor else "mentee"
    wishes = sorted({name_of(dice.randrange(half), is_mentor=not is_mentor) for _ in range(dice.randint(0, 2))})
    manager = name_of(at * 7 % half, is_mentor=False) if is_mentor else f"external:{at // 9:08x}"
    lines = [
        f"level: {dice.randint(1, 4) if is_mentor else dice.randint(5, 9)}",
        f"department: {dice.choice(DEPARTMENTS)}",
        f"site: {dice.choice(SITES)}",
        f"time_zone: {zone}",
        f"languages: [{', '.join(['en', *sorted(dice.sample(LANGUAGES[1:], dice.randint(0, 2)))])}]",
        f"manager: {manager}",
        "",
        "status: active",
        "programs:",
        "  digital-0:",
        f"    role: {role}",
        "",
        "availability:",
        *windows,
        "",
        f"{key}:",
        *skills,
        "",
        f"interests: [{', '.join(sorted(dice.sample(INTERESTS, dice.randint(0, 3))))}]",
        f"style: {dice.choice(STYLES)}",
        *([f"wishes: [{', '.join(wishes)}]"] if wishes else []),
        "",
        "training:",
        f"  - {{module: {'leading-upward' if is_mentor else 'listening'}, completed: 2026-09-01}}",
        "",
        "consent:",
        '  profile: {audience: participants, given: 2026-08-20, text: "2026-1"}',
    ]
    name = name_of(at, is_mentor=is_mentor)
    return f"program/participants/{name[:7]}/{name}.yaml", "\n".join(lines) + "\n"


def main(folder: Path, people: int) -> None:
    """Writes the files below a folder."""
    for path, text in files(people):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
