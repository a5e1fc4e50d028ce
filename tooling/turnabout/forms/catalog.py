"""The forms of a repository, made from its schemas, topics and programs: labels, descriptions, examples and choices."""

from collections.abc import Iterable, Mapping
from typing import Any

from turnabout.forms.fields import Choice, Field, Form, Kind
from turnabout.forms.wording import UNDERSTOOD, notice
from turnabout.model import Program, Topic
from turnabout.workspace import Workspace, schemas

JUNIOR = Choice("junior", "I am the junior of the two: in this program I share what I know.", required=True)
SENIOR = Choice("senior", "I am the senior of the two: in this program I am there to learn.", required=True)
PURPOSES = ("profile", "languages", "pair", "story")
# Illness and leave are nobody's business in an issue, so the reasons of the schema are not offered.
HELD = (
    Choice("held", "Yes, we met"),
    Choice("moved", "No, we moved it"),
    Choice("other", "No, it did not take place"),
)
LEAVING = (
    Choice("new-partner", "This pair. I stay in the program and would like another partner"),
    Choice("no-partner", "This pair. I stay, and need no other partner for now"),
    Choice("everything", "All my pairs. I withdraw from the program"),
)
_SEVERAL = "Several can be chosen."
_PAIR_ABOUT = "The two ids as in the address of your pair's page: the mentor's, two hyphens, the mentee's."
_PERSON_ABOUT = "As in the address of your page in the directory. A coordinator can tell you."

Node = Mapping[str, Any]


def forms(workspace: Workspace) -> tuple[Form, ...]:
    """All forms, in the order in which people meet them; none where the repository has no program that takes forms.

    Programs that are pseudonymous are not offered: an issue carries its author's login.
    """
    programs = [each for each in workspace.programs.values() if each.privacy != "pseudonymous"]
    programs.sort(key=lambda each: (each.starts, each.id), reverse=True)
    if not programs:
        return ()
    people, meetings, pairs = (schemas()[kind]["properties"] for kind in ("participant", "session", "pair"))
    which = _program(programs)
    topics = _topics(programs, workspace.topics)
    return (
        _join("mentor", people, which, topics),
        _join("mentee", people, which, topics),
        _session(meetings, which, topics),
        _pledge(pairs["pledges"]["items"]["properties"], which),
        _pause(people),
        _leave(which),
        _manager(people),
    )


def asked(form: Form) -> Iterable[str]:
    """The wording of a form's questions about consent."""
    return (choice.label for field in form.fields if field.id.startswith("consent") for choice in field.choices)


def _join(role: str, people: Node, which: Field, topics: tuple[Choice, ...]) -> Form:
    junior = role == "mentor"
    part = people["programs"]["additionalProperties"]["properties"]
    who = (
        "Here the **mentor is the junior** person: you show what you know, and you lead."
        if junior
        else "Here the **mentee is the senior** person: you are there to learn, and to change something."
    )
    first, second = (
        (
            ("offers_best", Kind.SEVERAL, "What others come to you for"),
            ("offers_too", Kind.SEVERAL, "What else you can show"),
        )
        if junior
        else (
            ("seeks_now", Kind.SEVERAL, "What you need now"),
            ("seeks_too", Kind.SEVERAL, "What else you would like to learn"),
        )
    )
    purposes = people["consent"]["properties"]
    consents = tuple(Choice(each, f"{purposes[each]['title']}: {purposes[each]['description']}") for each in PURPOSES)
    return Form(
        id=f"join-{role}",
        number=1 if junior else 2,
        name=f"Join as a {role}",
        about=f"Sign up as the {'junior who shares what they know' if junior else 'senior who wants to learn'}.",
        subject=f"Join as a {role}: ",
        notice=notice(who, "Your login is written into your file, so that later forms are known to be yours."),
        fields=(
            which,
            _of("name", people["name"], Kind.LINE, about="As you want to be called.", required=True),
            _of("job_title", people["job_title"], Kind.LINE),
            _numbered("level", people["level"], required=True),
            _of("department", people["department"], Kind.LINE, required=True),
            _of("site", people["site"], Kind.LINE),
            _of("time_zone", people["time_zone"], Kind.LINE, about="Area and city, as in the example.", required=True),
            _of(
                "languages",
                people["languages"],
                Kind.LINE,
                about="Languages you like to talk in: their English names, or their codes.",
                example="English, Portuguese",
                required=True,
            ),
            _of(
                "manager",
                people["manager"],
                Kind.LINE,
                about="Name or id. Nobody is paired inside their own reporting line; of a manager who takes no part only a code is kept.",
                example="Joao Pires",
            ),
            Field(*first, _SEVERAL, required=True, choices=topics),
            Field(*second, _SEVERAL, choices=topics),
            _of(
                "availability",
                people["availability"],
                Kind.TEXT,
                about="Weekly windows in which a session can take place, in your own time. One on each line.",
                example="tue 14:00-16:00",
            ),
            _of("interests", people["interests"], Kind.LINE, example="trail running, chess"),
            _chosen("style", people["style"], about="How you like to work on something new."),
            _of("goals", people["goals"], Kind.TEXT, about="What you want to have reached at the end. One on each line."),
            _numbered("capacity", part["capacity"]),
            Field(
                "consent_participants", Kind.BOXES, "Participants may see",
                "Tick what you agree to. What is not ticked is not shown.", choices=consents,
            ),
            Field(
                "consent_public", Kind.BOXES, "Everybody may see",
                "Also outside of the program. What is not ticked is not shown.", choices=consents,
            ),
            _understood(JUNIOR if junior else SENIOR),
        ),
    )  # fmt: skip


def _session(meetings: Node, which: Field, topics: tuple[Choice, ...]) -> Form:
    return Form(
        id="session",
        number=3,
        name="Log a session",
        about="Say that you met, or that you did not. It takes a minute.",
        subject="Session: ",
        notice=notice("Either of the two can log a session; one of you is enough."),
        fields=(
            which,
            _pair(),
            Field("date", Kind.LINE, "Day of the session", "Year-month-day.", "2026-10-05", required=True),
            Field(
                "held",
                Kind.ONE,
                meetings["held"]["title"],
                meetings["held"]["description"],
                required=True,
                choices=HELD,
            ),
            _of("minutes", meetings["minutes"], Kind.LINE),
            _chosen("mode", meetings["mode"]),
            _of("curriculum", meetings["curriculum"], Kind.LINE),
            Field(
                "topics", Kind.SEVERAL, meetings["topics"]["title"], meetings["topics"]["description"], choices=topics
            ),
            _of("shared", meetings["shared"], Kind.TEXT),
            _of(
                "actions",
                meetings["actions"],
                Kind.TEXT,
                about=f"{meetings['actions']['description']} One on each line: `mentor`, `mentee` or `both`, a colon, what.",
                example="mentee: Try the tool on the Q3 review, by 2026-10-05",
            ),
            _of("next", meetings["next"], Kind.LINE, label="Next session"),
            _understood(),
        ),
    )


def _pledge(pledge: Node, which: Field) -> Form:
    return Form(
        id="pledge",
        number=4,
        name="Make a pledge",
        about="As the mentee: write down what you will change.",
        subject="Pledge",
        notice=notice(
            "For the **mentee**, who is the senior of the two. The site shows pledges without names; this issue shows that it is yours."
        ),
        fields=(
            which,
            _pair(),
            _of("text", pledge["text"], Kind.TEXT, label="Pledge", required=True, example="I ask the juniors first."),
            _of("theme", pledge["theme"], Kind.LINE),
            _of("due", pledge["due"], Kind.LINE),
            _understood(),
        ),
    )


def _pause(people: Node) -> Form:
    return Form(
        id="pause",
        number=5,
        name="Pause",
        about="Take a break. Nobody asks why.",
        subject="Pause",
        notice=notice("**No reason is asked, and none should be given.** Your pairs stay; no session is expected."),
        fields=(
            _person(),
            _of("until", people["until"], Kind.LINE, about="The day on which the pause ends, where you know it."),
            _understood(),
        ),
    )


def _leave(which: Field) -> Form:
    return Form(
        id="leave",
        number=6,
        name="Change or leave",
        about="End a pair, or leave the program. Nobody asks why.",
        subject="Change or leave",
        notice=notice(
            "**No reason is asked, and none should be given.** The other side is told that it ended, no more."
        ),
        fields=(
            _person(),
            Field("what", Kind.ONE, "What shall end", "Choose one.", required=True, choices=LEAVING),
            Field(which.id, which.kind, which.label, "Only where one pair shall end.", choices=which.choices),
            Field("pair", Kind.LINE, "Pair", f"Only where one pair shall end. {_PAIR_ABOUT}", "ana-ruiz--lee-wong"),
            _understood(),
        ),
    )


def _manager(people: Node) -> Form:
    return Form(
        id="manager",
        number=7,
        name="Change of manager",
        about="Say who your manager is now, so that nobody stays paired inside a reporting line.",
        subject="Change of manager",
        notice=notice("Pairs are kept apart from reporting lines, so that a mentor can speak freely."),
        fields=(
            _person(),
            _of(
                "manager", people["manager"], Kind.LINE, label="New manager", required=True,
                about="Name or id. Of a manager who takes no part only a code is kept.", example="Joao Pires",
            ),
            _understood(),
        ),
    )  # fmt: skip


def _of(
    field: str, node: Node, kind: Kind, *, label: str = "", about: str = "", example: str = "", required: bool = False
) -> Field:
    """A question made of a property of a schema: what is not given is what the schema says."""
    examples = node["examples"]
    shown = example or ("" if isinstance(examples[0], list) else str(examples[0]))
    return Field(field, kind, label or node["title"], about or node["description"], shown, required)


def _chosen(field: str, node: Node, about: str = "") -> Field:
    choices = tuple(Choice(each, each) for each in node["enum"])
    return Field(field, Kind.ONE, node["title"], about or node["description"], choices=choices)


def _numbered(field: str, node: Node, *, required: bool = False) -> Field:
    numbers = (str(each) for each in range(node["minimum"], node["maximum"] + 1))
    choices = tuple(Choice(each, each) for each in numbers)
    return Field(field, Kind.ONE, node["title"], node["description"], required=required, choices=choices)


def _program(programs: Iterable[Program]) -> Field:
    choices = tuple(Choice(each.id, f"{' '.join(each.title.split())} ({each.id})") for each in programs)
    return Field("program", Kind.ONE, "Program", "Which program this is about.", required=True, choices=choices)


def _topics(programs: Iterable[Program], topics: Mapping[str, Topic]) -> tuple[Choice, ...]:
    """The topics of these programs, in order of title; all of them where a program does not narrow them."""
    listed = [each.topics for each in programs]
    wanted = set(topics) if not all(listed) else {topic for each in listed for topic in each}
    titles = [" ".join(each.title.split()) for each in topics.values()]
    choices = (
        Choice(each.id, title if titles.count(title) == 1 else f"{title} ({each.id})")
        for each, title in zip(topics.values(), titles, strict=True)
        if each.id in wanted
    )
    return tuple(sorted(choices, key=lambda each: each.label.casefold()))


def _pair() -> Field:
    return Field("pair", Kind.LINE, "Pair", _PAIR_ABOUT, "ana-ruiz--lee-wong", required=True)


def _person() -> Field:
    return Field("person", Kind.LINE, "Your id", _PERSON_ABOUT, "ana-ruiz", required=True)


def _understood(*more: Choice) -> Field:
    return Field("understood", Kind.BOXES, "Before you send", "", required=True, choices=(*more, UNDERSTOOD))
