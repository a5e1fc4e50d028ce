"""The members of each file of the data interface: the one list that schemas, documentation and tests are made from."""

from collections.abc import Mapping

from turnabout.publish.feeds.fields import Field

FOLDER = "api/v1"
"""Where the interface lies; the number changes when a member goes or changes its meaning."""
ABOUT = {
    "programs": "every program with its dates, its rhythm and its figures",
    "people": "the people who agreed to be listed, with what they offer and seek",
    "pairs": "the pairs whose pages this audience may see",
    "progress": "objectives, sessions by month, learning, surveys and pledges; small groups left out",
}
"""What each file of the interface holds, by its name."""

_SIDE = (Field("id", "string", "The person's id."), Field("name", "string", "The name as the pages show it."))
_SKILL = (
    Field("topic", "string", "A topic's id."),
    Field("grade", "integer", "1 to 5: how well known, or how much wanted."),
)
_HEAD = (
    Field("as_of", "date", "The day the figures are about."),
    Field("audience", "string", "Whose view this is: public, participants or coordinators."),
)
_PROGRAMS = (
    Field("id", "string", "The program's id."),
    Field("title", "string", "What it is called."),
    Field("purpose", "string", "Why it exists."),
    Field("starts", "date", "Its first day."),
    Field("ends", "date", "Its last day."),
    Field("sessions", "integer", "Sessions each pair plans."),
    Field("minutes", "integer", "Minutes of a session."),
    Field("every_weeks", "integer", "Weeks from one session to the next."),
    Field("topics", "words", "Ids of its topics."),
    Field("mentors", "integer", "Juniors who take part and share."),
    Field("mentees", "integer", "Seniors who take part and learn."),
    Field("pairs", "integer", "Pairs that are meeting."),
    Field("mentees_paired", "integer", "Mentees in such a pair: of all mentees, the coverage."),
    Field("sessions_held", "integer", "Sessions held so far."),
    Field("page", "string", "Its page, from the site's root."),
)
_PEOPLE = (
    Field("id", "string", "The person's id."),
    Field("name", "string", "The name, or the id where a program keeps names out."),
    Field("job_title", "string", "What they work as; may be empty."),
    Field("department", "string", "Where they work; may be empty."),
    Field("site", "string", "Their place; may be empty."),
    Field(
        "roles",
        "list",
        "Their part in each program.",
        (
            Field("program", "string", "The program's id."),
            Field("role", "string", "mentor (shares) or mentee (learns)."),
        ),
    ),
    Field("offers", "list", "What they share.", _SKILL),
    Field("seeks", "list", "What they want to learn.", _SKILL),
    Field("languages", "words", "Codes of the languages they like to talk in; empty without a consent of its own."),
    Field("page", "string", "Their page, from the site's root."),
)
_PAIRS = (
    Field("program", "string", "The program's id."),
    Field("mentor", "object", "The junior, who shares.", _SIDE),
    Field("mentee", "object", "The senior, who learns.", _SIDE),
    Field("state", "string", "draft, active, paused, completed or ended."),
    Field("since", "date", "The day the pair began.", empty=True),
    Field("why", "string", "Why these two; may be empty."),
    Field("sessions_held", "integer", "Sessions held so far."),
    Field("sessions_planned", "integer", "Sessions planned."),
    Field("next", "date", "The day of the next session.", empty=True),
    Field(
        "goals",
        "list",
        "What the two want to reach.",
        (Field("title", "string", "The goal."), Field("progress", "integer", "Percent reached.")),
    ),
    Field("page", "string", "The pair's page, from the site's root."),
)
_QUESTION = (
    Field("id", "string", "The question's id."),
    Field("text", "string", "As it was asked."),
    Field("answers", "integer", "How many answered it."),
    Field("share", "number", "Percent who agreed.", empty=True),
    Field("mean", "number", "Mean on the question's scale.", empty=True),
    Field("low", "number", "Lower end of the 95 % interval.", empty=True),
    Field("high", "number", "Upper end of the 95 % interval.", empty=True),
)
_PROGRESS = (
    Field("program", "string", "The program's id."),
    Field(
        "objectives",
        "list",
        "What it was set up to reach.",
        (
            Field("id", "string", "The objective's id."),
            Field("title", "string", "What shall be different."),
            Field("unit", "string", "The unit of its figures."),
            Field("baseline", "number", "The figure before the start."),
            Field("target", "number", "The figure to reach."),
            Field("now", "number", "The last figure measured.", empty=True),
            Field("measured_on", "date", "When it was measured.", empty=True),
        ),
    ),
    Field(
        "months",
        "list",
        "Sessions by month.",
        (
            Field("month", "date", "The month's first day."),
            Field("held", "integer", "Sessions that took place."),
            Field("not_held", "integer", "Appointments logged as not held."),
        ),
    ),
    Field(
        "learned",
        "list",
        "Mean confidence by topic.",
        (
            Field("topic", "string", "A topic's id, or a name for several."),
            Field("people", "integer", "How many people are behind it, at least five."),
            Field("before", "number", "Mean before, 1 to 5."),
            Field("after", "number", "Mean after, 1 to 5."),
        ),
    ),
    Field(
        "surveys",
        "list",
        "Waves of feedback.",
        (
            Field("id", "string", "The wave's name."),
            Field("on", "date", "The day it closed."),
            Field("role", "string", "Who was asked: mentor, mentee or both."),
            Field("invited", "integer", "How many were asked."),
            Field("answered", "integer", "How many answered."),
            Field("questions", "list", "Questions with at least five answers.", _QUESTION),
        ),
    ),
    Field(
        "pledges",
        "object",
        "What mentees promised; null below five mentees.",
        (
            Field("kept", "integer", "Kept."),
            Field("open", "integer", "Still open."),
            Field("dropped", "integer", "Dropped."),
        ),
        empty=True,
    ),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {
    "programs": (*_HEAD, Field("programs", "list", "In order of start.", _PROGRAMS)),
    "people": (*_HEAD, Field("people", "list", "In order of name.", _PEOPLE)),
    "pairs": (*_HEAD, Field("pairs", "list", "In order of program and pair.", _PAIRS)),
    "progress": (*_HEAD, Field("progress", "list", "One entry for each program.", _PROGRESS)),
}
"""The members of each file, from which schema and documentation are made."""
