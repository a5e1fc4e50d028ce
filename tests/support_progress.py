"""Cohorts of as many pairs as a test needs, made from the miniature."""

from support_workspace import ANA, LEE, PROGRAM, TOPICS

DEMO = "digital-2026"


def cohort(pairs: int) -> dict[str, str]:
    """A program with this many active pairs `m<n>--s<n>` that began on 2026-09-14, without sessions."""
    files = {"program/topics.yaml": TOPICS, f"program/{DEMO}.yaml": PROGRAM}
    for number in range(1, pairs + 1):
        files[f"program/participants/m{number}.yaml"] = ANA.replace("Ana Ruiz", f"Mentor {number}")
        files[f"program/participants/s{number}.yaml"] = LEE.replace("Lee Wong", f"Senior {number}")
        files[pair_path(number)] = pair()
    return files


def pair_path(number: int) -> str:
    return f"program/pairs/{DEMO}/m{number}--s{number}.yaml"


def session_path(number: int, day: str) -> str:
    return f"program/sessions/{DEMO}/m{number}--s{number}/{day}.yaml"


def pair(status: str = "active", since: str = "2026-09-14", more: str = "") -> str:
    return f'status: {status}\nsince: "{since}"\ncharter:\n  mentor: "2026-09-21"\n  mentee: "2026-09-21"\n' + more
