"""The codes of forms, each documented once: the reference page is made from this table."""

from enum import StrEnum

from turnabout.intake.codes import CodeNote


class Code(StrEnum):
    """The codes of forms. A published code never changes its meaning."""

    TOO_LARGE = "FORM001"
    UNREADABLE = "FORM002"
    NO_FORM = "FORM003"
    HEADING = "FORM004"
    MARKUP = "FORM005"
    CHOICE = "FORM006"
    MISSING = "FORM007"
    ANSWER = "FORM008"
    PERSON = "FORM009"
    PAIR = "FORM010"
    PROGRAM = "FORM011"
    NOT_YOURS = "FORM012"
    EVENT = "FORM013"
    EDITED = "FORM014"
    TAKEN = "FORM015"
    NO_PLACE = "FORM016"


NOTES: tuple[CodeNote, ...] = (
    CodeNote(
        Code.TOO_LARGE, "form too large", "A form has at most 65,536 characters, and an answer 4,000: more is no form."
    ),
    CodeNote(
        Code.UNREADABLE,
        "form not readable",
        "Another encoding, or characters that nobody can see: what a coordinator approved would not be what is written.",
    ),
    CodeNote(
        Code.NO_FORM, "not a form", "The text has none of the headings of a form, so nobody knows what it asks for."
    ),
    CodeNote(
        Code.HEADING,
        "headings changed",
        "A form has its headings once each and in order. Where one is missing, added or twice, answers could be mixed up.",
    ),
    CodeNote(
        Code.MARKUP,
        "markup in an answer",
        "HTML, comments, headings and code fences hide text from whoever approves a form. Answers are plain text.",
    ),
    CodeNote(Code.CHOICE, "not one of the choices", "The question is answered by one of the choices that it offers."),
    CodeNote(Code.MISSING, "answer missing", "This question has to be answered, or this box ticked."),
    CodeNote(
        Code.ANSWER, "answer not understood", "An answer that could mean several things is asked about, not guessed."
    ),
    CodeNote(Code.PERSON, "unknown person", "The form names somebody who takes no part in any program."),
    CodeNote(
        Code.PAIR, "no such pair", "The form is about two people who are no pair today, so there is nothing to add to."
    ),
    CodeNote(
        Code.PROGRAM,
        "program takes no forms",
        "The program is over, has a file with faults, or is pseudonymous: a form would tell who is who.",
    ),
    CodeNote(
        Code.NOT_YOURS,
        "not the sender's to say",
        "Where a participant's file has a login, only that login speaks for them.",
    ),
    CodeNote(Code.EVENT, "not an approved form", "Only an open issue to which a coordinator gave the label is taken."),
    CodeNote(
        Code.EDITED, "edited after approval", "What was approved is not what stands there now, so it is approved anew."
    ),
    CodeNote(Code.TAKEN, "already there", "What the form would write is there already, and says something else."),
    CodeNote(
        Code.NO_PLACE,
        "no place in the file",
        "The file has faults, or is written so that nothing can be added by a tool.",
    ),
)
