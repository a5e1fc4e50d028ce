"""What a form is: fields with labels that people see, ids that links and programs use, and the answers to choose from."""

from collections.abc import Mapping
from enum import StrEnum

from turnabout.diagnostics import Position
from turnabout.frozen import dataclass


class Kind(StrEnum):
    """How an answer is given; the value is GitHub's name for it where it has one."""

    LINE = "input"
    TEXT = "textarea"
    ONE = "dropdown"
    SEVERAL = "dropdown of several"
    BOXES = "checkboxes"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: `label` is what people see, `value` what it stands for. `required`: has to be ticked."""

    value: str
    label: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `label` is the heading above the answer in what is sent, so no two fields of a form share it."""

    id: str
    kind: Kind
    label: str
    about: str
    example: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `notice` is Markdown above the questions; `subject` begins the title of what is sent.

    `number` is its place among the forms, from 1: hosts list them in order of file name.
    """

    id: str
    number: int
    name: str
    about: str
    subject: str
    notice: str
    fields: tuple[Field, ...]

    @property
    def file(self) -> str:
        """The name of its issue form, by which links open it."""
        return f"{self.number}-{self.id}.yml"

    @property
    def labels(self) -> tuple[str, ...]:
        """The headings of a filled-in form, in order."""
        return tuple(field.label for field in self.fields)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: `text` as typed, or the values `chosen`; both empty where nothing was."""

    at: Position
    text: str = ""
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was read without a fault; `answers` holds one for every field."""

    form: Form
    answers: Mapping[str, Answer]

    def text(self, field: str) -> str:
        """What was typed into the field, empty where nothing was or the form has no such field."""
        return self.answers[field].text if field in self.answers else ""

    def one(self, field: str) -> str:
        """The value chosen, empty where none was."""
        return next(iter(self.several(field)), "")

    def several(self, field: str) -> tuple[str, ...]:
        """The values chosen, in the form's order."""
        return self.answers[field].chosen if field in self.answers else ()

    def label(self, field: str) -> str:
        """How people know the field."""
        return next(each.label for each in self.form.fields if each.id == field)
