"""References: whatever a file names must exist. A file that exists but has faults counts as existing."""

import datetime
from collections.abc import Iterable, Iterator

from turnabout.diagnostics import Severity
from turnabout.ids import nearest
from turnabout.lazy import Declared
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace


def _known(workspace: Workspace, kind: str) -> set[str]:
    return workspace.derived(_by_kind).get(kind, set())


def _by_kind(workspace: Workspace) -> dict[str, set[str]]:
    return Declared(workspace.declared).by_kind


def _pairs_by_program(workspace: Workspace) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in _known(workspace, "pair"):
        program, _, slug = name.partition("/")
        found.setdefault(program, set()).add(slug)
    return found


def _meant(word: str, known: Iterable[str], otherwise: str) -> str:
    alike = nearest(word, known)
    return f"did you mean `{alike}`?" if alike else otherwise


def _person_meant(workspace: Workspace, word: str, otherwise: str) -> str:
    """The same among all people, each word once: comparing it with fifty thousand ids takes half a second."""
    found = workspace.derived(_compared)
    if word not in found:
        found[word] = nearest(word, _known(workspace, "participant"))
    return f"did you mean `{found[word]}`?" if found[word] else otherwise


def _compared(_workspace: Workspace) -> dict[str, str | None]:
    return {}


@rule(
    "REF001",
    passing="""
    # program/participants/ana-ruiz.yaml
    programs:
      digital-2026:
        role: mentor
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    programs:
      digital-2025:  # <-
        role: mentor
    """,
)
def program_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every program that a file or folder names exists.

    A participant, pair or session of a program that does not exist is seen by nobody. Correct the id, or create the
    program's file first.
    """
    known = _known(workspace, "program")
    for person in workspace.people.values():
        for program in person.programs:
            if program not in known:
                yield Finding(
                    workspace.key_at(person.path, "programs", program),
                    f"there is no program `{program}`",
                    _meant(program, known, f"create program/{program}.yaml, or correct the id"),
                )
    for path, program in _in_folders(workspace):
        if program not in known:
            yield Finding(
                workspace.at(path),
                f"the folder is called `{program}`, but there is no such program",
                _meant(program, known, f"create program/{program}.yaml, or rename the folder"),
            )


def _in_folders(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The path of every file that lies in a program's folder, and that program."""
    for pair in workspace.pairs.values():
        yield pair.path, pair.key.program
    for key, sessions in workspace.sessions.items():
        for session in sessions:
            yield session.path, key.program
    for (program, _), feedback in workspace.feedback.items():
        yield feedback.path, program
    for program, certificate in workspace.certificates.items():
        yield certificate.path, program


@rule(
    "REF002",
    passing="""
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: draft
    """,
    failing="""
    # program/pairs/digital-2026/ben-okoro--mia-santo.yaml
    status: draft  # <-
    """,
)
def pair_people_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure both people of a pair exist.

    The name of a pair's file says who meets whom: `<mentor>--<mentee>.yaml`, the junior first. Rename the file, or add
    the missing person's file. Where somebody was removed, remove their pairs as well.
    """
    known = _known(workspace, "participant")
    for pair in workspace.pairs.values():
        for side, person in (("mentor", pair.key.mentor), ("mentee", pair.key.mentee)):
            if person not in known:
                yield Finding(
                    workspace.at(pair.path, "status"),
                    f"{side} `{person}` has no file in `program/participants`",
                    _person_meant(workspace, person, "rename the pair's file, or add the person"),
                )


def _topics_named(workspace: Workspace) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Every topic that a file names: the file, the keys that lead to it, the topic."""
    for program in workspace.programs.values():
        for at, topic in enumerate(program.topics):
            yield program.path, ("topics", at), topic
    for person in workspace.people.values():
        for key, named in (("offers", person.offers), ("seeks", person.seeks)):
            if not named.keys() <= workspace.topics.keys():
                for at, each in enumerate(workspace.data(person.path).get(key, ())):
                    yield person.path, (key, at, "topic"), each["topic"]
    for pair in workspace.pairs.values():
        for at, goal in enumerate(pair.goals):
            if goal.topic is not None:
                yield pair.path, ("goals", at, "topic"), goal.topic
    for held in workspace.sessions.values():
        for session in held:
            for at, topic in enumerate(session.topics):
                yield session.path, ("topics", at), topic
            for at, learned in enumerate(session.learned):
                yield session.path, ("learned", at, "topic"), learned.topic


@rule(
    "REF003",
    passing="""
    # program/participants/lee-wong.yaml
    seeks:
      - topic: generative-ai
        priority: 5
    """,
    failing="""
    # program/participants/lee-wong.yaml
    seeks:
      - topic: generativ-ai  # <-
        priority: 5
    """,
)
def topic_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every topic that a file names is in the list of topics.

    What is offered meets what is sought only under the same id; a slip of the pen makes two people invisible to each
    other. Take an id from `program/topics.yaml`, or add the topic there.
    """
    if not workspace.topics and ("topics", "topics") in workspace.declared:
        return  # The list has faults, which are reported; everything would be unknown.
    for path, keys, topic in _topics_named(workspace):
        if topic not in workspace.topics:
            yield Finding(
                workspace.at(path, *keys),
                f"there is no topic `{topic}`",
                _meant(topic, workspace.topics, "take an id from program/topics.yaml, or add the topic there"),
            )


@rule(
    "REF004",
    passing="""
    # program/participants/ana-ruiz.yaml
    manager: external:00c0ffee
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    manager: ben-okorro  # <-
    """,
)
def manager_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every manager who is named exists.

    The reporting line is followed from manager to manager; where a link is missing, a pair inside one line would pass
    unseen. Correct the id, or write `external:` and a hash for a manager who takes no part.
    """
    known = _known(workspace, "participant")
    for person in workspace.people.values():
        manager = person.manager
        if manager is not None and not manager.startswith("external:") and manager not in known:
            yield Finding(
                workspace.at(person.path, "manager"),
                f"there is no participant `{manager}`",
                _person_meant(workspace, manager, "write `external:` and a hash if the manager takes no part"),
            )


@rule(
    "REF005",
    passing="""
    # program/participants/ana-ruiz.yaml
    wishes: [lee-wong]
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    wishes:
      - lee-wang  # <-
    """,
)
def wish_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every wish names a participant.

    A wish for somebody who does not exist is never granted. Wishes are read by coordinators only, so the complaint does
    not repeat the id: look at the line.
    """
    known = _known(workspace, "participant")
    for person in workspace.people.values():
        for at, wish in enumerate(person.wishes):
            if wish not in known:
                yield Finding(
                    workspace.at(person.path, "wishes", at),
                    "expected the id of a participant, found one that nobody has",
                    "take the name of a file in program/participants, without `.yaml`",
                )


@rule(
    "REF006",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ana-ruiz.yaml
    training:
      - module: leading-upward
        completed: "2026-09-02"
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    training:
      - module: leading-upwards  # <-
        completed: "2026-09-02"
    """,
)
def module_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every completed module is one that a program asks for.

    A slip of the pen keeps a pair from starting, because the module that is asked for still counts as missing. Take the
    name from `training` in the program's file.
    """
    known = {module for program in workspace.programs.values() for of in program.training.values() for module in of}
    for person in workspace.people.values():
        if not known or any(program not in workspace.programs for program in person.programs):
            continue  # The module may be asked for by a program whose file has faults.
        if person.training.keys() <= known:
            continue
        for at, each in enumerate(workspace.data(person.path).get("training", ())):
            if each["module"] not in known:
                yield Finding(
                    workspace.at(person.path, "training", at, "module"),
                    f"no program asks for the module `{each['module']}`",
                    _meant(each["module"], known, "take the name from `training` in the program's file"),
                )


@rule(
    "REF007",
    passing="""
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-09-21.yaml
    held: true
    """,
    failing="""
    # program/sessions/digital-2026/ana-ruiz--lee-wang/2026-09-21.yaml
    held: true  # <-
    """,
)
def session_pair_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every session belongs to a pair.

    The folder of a session says whose it was. Rename the folder as the pair's file is called, or add the pair.
    """
    known = workspace.derived(_pairs_by_program)
    for key, sessions in workspace.sessions.items():
        here = known.get(key.program, set())
        if key.slug not in here:
            for session in sessions:
                yield Finding(
                    workspace.at(session.path, "held"),
                    f"there is no pair `{key.slug}` in `{key.program}`",
                    _meant(key.slug, here, f"rename the folder, or add {key.path}"),
                )


@rule(
    "REF008",
    passing="""
    # program/feedback/digital-2026/start.yaml
    invited: 9
    """,
    failing="""
    # program/feedback/digital-2026/begin.yaml
    ---
    date: "2026-09-06"  # <-
    invited: 9
    answered: 8
    questions:
      - id: confident
        text: I can judge such a tool.
        answers: 8
        mean: 2.6
    """,
)
def wave_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every feedback file belongs to a survey that its program plans.

    Answers to a wave that was never planned cannot be compared with the one before. Rename the file as the wave is
    called in `surveys`, or plan the wave there.
    """
    for (program_id, wave), feedback in workspace.feedback.items():
        program = workspace.programs.get(program_id)
        waves = [] if program is None else [survey.id for survey in program.surveys]
        if program is not None and wave not in waves:
            yield Finding(
                workspace.at(feedback.path, "date"),
                f"program `{program_id}` plans no survey `{wave}`",
                _meant(wave, waves, f"rename the file, or add the wave to `surveys` in {program.path}"),
            )
