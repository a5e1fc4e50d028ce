"""The agenda library: a file for each topic, with what its four steps are for, and what is wrong with such a file."""

from turnabout.agendas.codes import AGENDA_PAGES, AgendaCode
from turnabout.agendas.form import FOLDER, INDEX, LABELS, LONGEST, Agenda, Step, StepPlan, is_agenda, read_agenda

__all__ = [
    "AGENDA_PAGES",
    "FOLDER",
    "INDEX",
    "LABELS",
    "LONGEST",
    "Agenda",
    "AgendaCode",
    "Step",
    "StepPlan",
    "is_agenda",
    "read_agenda",
]
