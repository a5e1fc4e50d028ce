"""What the files mean: frozen values, built from data whose shape has been checked."""

from turnabout.model.feedback import Answer, Feedback
from turnabout.model.given_points import GivenPoints
from turnabout.model.pair import Goal, Milestone, Pair, PairException, PairStatus, Pledge
from turnabout.model.participant import Consent, Part, Participant, Role, Status, Window
from turnabout.model.program import (
    BalanceRule,
    Contact,
    Objective,
    Pairing,
    Program,
    Proposals,
    Rules,
    SessionPlan,
    Survey,
)
from turnabout.model.session import Action, Learned, Session
from turnabout.model.topics import Topic
from turnabout.model.vetoes import Vetoes

__all__ = [
    "Action",
    "Answer",
    "BalanceRule",
    "Consent",
    "Contact",
    "Feedback",
    "GivenPoints",
    "Goal",
    "Learned",
    "Milestone",
    "Objective",
    "Pair",
    "PairException",
    "PairStatus",
    "Pairing",
    "Part",
    "Participant",
    "Pledge",
    "Program",
    "Proposals",
    "Role",
    "Rules",
    "Session",
    "SessionPlan",
    "Status",
    "Survey",
    "Topic",
    "Vetoes",
    "Window",
]
