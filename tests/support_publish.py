"""A small set of programs made of values, whose every text is chosen by the test, and the site built from it."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

from turnabout import engine
from turnabout.agendas import LABELS
from turnabout.files import read_files
from turnabout.ids import PairKey
from turnabout.model.pair import pair
from turnabout.model.participant import participant
from turnabout.model.program import program
from turnabout.model.session import session
from turnabout.model.topics import topic
from turnabout.publish import Audience, SiteInputs, plan_site
from turnabout.publish.inputs import (
    Asked,
    CommandPage,
    HealthItem,
    Measures,
    Month,
    PairWeeks,
    RulePage,
    SurveyWave,
    TopicLearned,
    Week,
)
from turnabout.publish.writer import read_tree, write_tree
from turnabout.workspace import Workspace, schemas
from turnabout.workspace import build as build_workspace
from turnabout.yamlfile import clean_text

ROOT = Path(__file__).resolve().parents[1]
TODAY = datetime.date(2026, 11, 16)
Say = Callable[[str], str]

# id: role, audience of consent "profile", audience of consents "pair" and "story"
PEOPLE = {
    "ana": ("mentor", "public", "public"),
    "ben": ("mentor", "participants", "participants"),
    "cleo": ("mentor", None, None),
    "dora": ("mentor", "public", "public"),
    "eli": ("mentor", "public", None),
    "lee": ("mentee", "public", "public"),
    "mo": ("mentee", "participants", "participants"),
    "nia": ("mentee", None, None),
    "odo": ("mentee", "public", "public"),
    "pia": ("mentee", "public", "public"),
}
# id: audience of consent "languages", of those who gave any. Cleo is not listed, so hers is without effect.
LANGUAGES = {"ana": "participants", "ben": "public", "cleo": "public", "lee": "public"}
PAIRS = {
    ("ana", "lee"): "active",
    ("ben", "mo"): "active",
    ("cleo", "nia"): "active",
    ("dora", "odo"): "ended",
    ("dora", "pia"): "draft",
    ("eli", "pia"): "paused",
}


def plain(field: str) -> str:
    """Harmless text that still says where it came from."""
    if field == "lee.name":
        return "Lee O'Neil-Żak"
    if field == "topic.title":
        return "Falconry"  # a word that no guide has
    return field.replace(".", " ").replace("_", " ").capitalize()


def _consent(profile: str | None, languages: str | None, pair_: str | None) -> dict[str, object]:
    given = {"profile": profile, "languages": languages, "pair": pair_, "story": pair_}
    return {
        purpose: {"audience": audience, "given": "2026-08-01", "text": "2026-1"}
        for purpose, audience in given.items()
        if audience
    }


def _person(say: Say, person: str) -> dict[str, object]:
    role, profile, pair_ = PEOPLE[person]
    return {
        "name": say(f"{person}.name"),
        "programs": {"demo": {"role": role}},
        "status": "active",
        "job_title": say(f"{person}.job_title"),
        "level": 2 if role == "mentor" else 6,
        "department": say(f"{person}.department"),
        "site": say(f"{person}.site"),
        "time_zone": "Europe/Lisbon",
        "languages": [say(f"{person}.languages")],
        "manager": f"external:{person}managerhash",
        "offers": [{"topic": "ai", "proficiency": 4}] if role == "mentor" else [],
        "seeks": [{"topic": "ai", "priority": 5}] if role == "mentee" else [],
        "interests": [say(f"{person}.interests")],
        "goals": [say(f"{person}.goals")],
        "wishes": ["lee"],
        "consent": _consent(profile, LANGUAGES.get(person), pair_),
        "forge": say(f"{person}.forge"),
        "key": say(f"{person}.key"),
    }


def _pair(say: Say, name: str, status: str) -> dict[str, object]:
    return {
        "status": status,
        "since": "2026-09-07",
        "until": "2026-12-24",
        "why": say(f"{name}.why"),
        "points": 7777,
        "criteria": {"topics": 8888},
        "exception": {
            "rule": "level_gap",
            "reason": say(f"{name}.exception.reason"),
            "approver": say(f"{name}.exception.approver"),
            "expires": "2026-12-31",
        },
        "charter": {"mentor": "2026-09-08", "mentee": "2026-09-08"},
        "goals": [{"title": say(f"{name}.goal"), "topic": "ai", "measure": say(f"{name}.measure"), "progress": 40}],
        "pledges": [{"text": say(f"{name}.pledge"), "state": "open", "theme": "decisions"}],
        "milestones": [{"title": say(f"{name}.milestone"), "date": "2026-12-02"}],
        "story": {"title": say(f"{name}.story"), "text": say(f"{name}.story.text"), "date": "2026-10-20"},
        "thanks": [{"by": "mentee", "text": say(f"{name}.thanks"), "date": "2026-10-21"}],
        "meeting": f"https://meet.example.org/{name}",
    }


def _session(say: Say, name: str, held: bool) -> dict[str, object]:
    return {
        "held": held,
        "why_not": "illness",
        "minutes": 60,
        "mode": "video",
        "shared": say(f"{name}.shared"),
        "sealed": say(f"{name}.sealed"),
        "actions": [{"owner": "mentee", "text": say(f"{name}.action"), "due": "2026-12-01"}],
        "mood": {"mentor": 1, "mentee": 1},
        "learned": [{"who": "mentee", "topic": "ai", "before": 2, "after": 4}],
        "next": "2026-11-30",
        "next_at": "14:30",
    }


def _program(say: Say, audience: str, privacy: str) -> dict[str, object]:
    return {
        "title": say("program.title"),
        "purpose": say("program.purpose"),
        "sponsor": {"name": say("program.sponsor")},
        "coordinators": [{"name": say("program.coordinator"), "contact": "mailto:mentoring@example.org"}],
        "facilitator": {"name": say("program.facilitator"), "contact": "https://people.example.org/ruth"},
        "privacy": privacy,
        "audience": audience,
        "timeline": {
            "sign_up_opens": "2026-07-01",
            "sign_up_closes": "2026-12-31",
            "starts": "2026-09-07",
            "ends": "2027-03-31",
        },
        "rhythm": {"sessions": 4, "minutes": 60, "every_weeks": 4},
        "objectives": [
            {
                "id": "use",
                "title": say("objective.title"),
                "indicator": say("objective.indicator"),
                "unit": say("objective.unit"),
                "baseline": 22,
                "target": 70,
                "now": 48,
                "measured_on": "2026-11-10",
            }
        ],
        "training": {"mentor": ["leading-upward"], "mentee": ["listening-without-defending"]},
        "charter": [say("charter.first"), say("charter.second")],
        "curriculum": [
            {
                "title": say(f"plan{number}.title"),
                "aim": say(f"plan{number}.aim"),
                "questions": [say(f"plan{number}.question")],
                "output": say(f"plan{number}.output"),
            }
            for number in range(1, 5)
        ],
        "surveys": [{"id": "half-time", "date": "2026-12-10", "instrument": "core"}],
        "forms": {"sign_up": "https://forms.example.org/join", "session": "https://forms.example.org/log"},
        "pairing": {"stages": ["coverage"], "weights": {"topics": 1}},
    }


def workspace(say: Say = plain, *, audience: str = "public", privacy: str = "named") -> Workspace:
    """Ten people, six pairs in every state, two sessions each; every text from `say(field)`."""
    keys = {pair_: PairKey("demo", *pair_) for pair_ in PAIRS}
    return Workspace(
        topics={"ai": topic({"id": "ai", "title": say("topic.title"), "about": say("topic.about")})},
        programs={"demo": program("demo", "program/demo.yaml", _program(say, audience, privacy))},
        people={each: participant(each, f"program/participants/{each}.yaml", _person(say, each)) for each in PEOPLE},
        pairs={key: pair(key, key.path, _pair(say, key.slug, PAIRS[two])) for two, key in keys.items()},
        sessions={
            key: (
                session(key, "a", datetime.date(2026, 10, 5), 1, _session(say, f"{key.slug}.one", True)),
                session(key, "b", datetime.date(2026, 11, 2), 1, _session(say, f"{key.slug}.two", False)),
            )
            for key in keys.values()
        },
    )


def example() -> Workspace:
    """The programs that come along with the project."""
    return build_workspace(read_files(ROOT))[0]


def inputs(say: Say = plain) -> SiteInputs:
    """Everything else: the project's own guides and schemas, and measures of the small program."""
    keys = [PairKey("demo", *each) for each in PAIRS]
    monday = datetime.date(2026, 9, 7)
    return SiteInputs(
        site=read_tree(ROOT / "site") | {"agendas/ai.md": agenda(say).encode("utf-8", "replace")},
        schemas=schemas(),
        measures={
            "demo": Measures(
                as_of=TODAY,
                people=10,
                months=(Month(datetime.date(2026, 10, 1), 6, 0), Month(datetime.date(2026, 11, 1), 2, 4)),
                weeks=tuple(Week(monday + datetime.timedelta(weeks=each), each % 4, 4) for each in range(10)),
                learned=(TopicLearned("ai", 8, 2.1, 3.9), TopicLearned("thin", 2, 1.0, 5.0)),
                pair_weeks=tuple(PairWeeks(key, (1, 0) * 5) for key in keys),
                waves=tuple(
                    SurveyWave(wave, "both", on, 10, answered, _asked(say, answered, gain))
                    for wave, on, answered, gain in (
                        ("start", datetime.date(2026, 9, 1), 8, 0),
                        ("half-time", datetime.date(2026, 11, 10), 9, 30),
                    )
                ),
            )
        },
        health={"demo": (HealthItem(say("health.what"), say("health.mend"), keys[0], keys[0].path, urgent=True),)},
        rules=(
            RulePage("PAIR004", "too many pairs", "Time for `each` one.", "error", "capacity: 2", "capacity: 1\n\n  x"),
        ),
        commands=(CommandPage("turnabout pair", "Usage: turnabout pair\n\n  Solves & shows <pairs>."),),
        changed={"program/demo.yaml": datetime.date(2026, 11, 1)},
    )


def agenda(say: Say) -> str:
    """The agenda of the one topic, in the form that `turnabout.agendas` reads."""
    lines = [f"# {_line(say('agenda.title'))}", "", _line(say("agenda.lead"))]
    for step in ("First session", "Practice", "Deepening", "Closing"):
        lines += ["", f"## {step}", ""]
        lines += [f"- {label}: {_line(say(f'agenda.{label.lower()}'))}" for label in LABELS]
    return "\n".join([*lines, "", "## Sources", "", f"- {_line(say('agenda.source'))}", ""])


def _line(text: str) -> str:
    """The text on one line that begins with a letter, without characters that nobody can see, as the form asks for."""
    return "A " + " ".join(clean_text(text).split())


def _asked(say: Say, answers: int, gain: int) -> tuple[Asked, ...]:
    return (
        Asked("recommend", say("question.recommend"), answers, 50 + gain, None, 40 + gain, 60 + gain),
        Asked("heard", say("question.heard"), answers, None, 3 + gain / 100, 2.5, 3.5),
        Asked("few", say("question.few"), 4, 99, None, 98, 100),
    )


def build(root: Path, space: Workspace, given: SiteInputs, audience: Audience, name: str = "mkdocs") -> Path:
    """The folder of the HTML that the real engine `name` makes of it below `root`."""
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    shutil.copytree(ROOT / "site", root / "site", dirs_exist_ok=True)
    write_tree(root / engine.DOCS, plan_site(space, given, audience, TODAY))
    environ = {"TURNABOUT_REPO_URL": "https://turnabout.example/files/"}
    return engine.build(root, environ, epoch=1_790_000_000, name=name).folder
