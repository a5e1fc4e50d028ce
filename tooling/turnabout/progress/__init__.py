"""How a program goes: figures, pairs that need attention, and what comes next. Pure: a workspace and a date in, values out."""

from turnabout.progress.health import Concern, concerns
from turnabout.progress.measures import Measures, measures
from turnabout.progress.schedule import Due, ProgramDate, Upcoming, due, next_sessions, program_dates

__all__ = [
    "Concern",
    "Due",
    "Measures",
    "ProgramDate",
    "Upcoming",
    "concerns",
    "due",
    "measures",
    "next_sessions",
    "program_dates",
]
