"""The codes of agendas, each documented once: the reference page and the tests are made from this table."""

from enum import StrEnum

from turnabout.yamlfile.codes import CodePage


class AgendaCode(StrEnum):
    """A published code never changes its meaning."""

    NAME = "AGENDA001"
    TITLE = "AGENDA002"
    LEAD = "AGENDA003"
    HEADINGS = "AGENDA004"
    ENTRY = "AGENDA005"
    ORDER = "AGENDA006"
    COUNT = "AGENDA007"
    LENGTH = "AGENDA008"
    SOURCES = "AGENDA009"
    FORM = "AGENDA010"


AGENDA_PAGES: tuple[CodePage, ...] = (
    CodePage(
        AgendaCode.NAME,
        "Ensure an agenda's file is called by its topic's id",
        "By this name pairs are led from what they chose to its agenda. The list of all agendas is made by the tool, so a "
        "file `index.md` would be in its way.",
        "site/agendas/My prompting.md",
        "site/agendas/prompting.md",
        described=True,
    ),
    CodePage(
        AgendaCode.TITLE,
        "Ensure an agenda begins with its topic's title",
        "The title is what readers see in lists and on buttons.",
        "Prompting\n\nThe mentee asks so that the answer can be used.\n",
        "# Prompting\n\nThe mentee asks so that the answer can be used.\n",
    ),
    CodePage(
        AgendaCode.LEAD,
        "Ensure an agenda says what is different at the end",
        "Two people choose a topic for what they will have of it, not for its name.",
        "# Prompting\n\n## First session\n",
        "# Prompting\n\nThe mentee asks so that the answer can be used.\n\n## First session\n",
    ),
    CodePage(
        AgendaCode.HEADINGS,
        "Ensure an agenda has its four steps and its sources, in this order",
        "Each session's page takes the step that it needs by the heading. `First session`, `Practice`, `Deepening`, "
        "`Closing` and `Sources` are the same in every file.",
        "## Practise\n",
        "## Practice\n",
    ),
    CodePage(
        AgendaCode.ENTRY,
        "Ensure every line of a step says what it is for, and something behind it",
        "The words before the colon decide where the line stands on the page: who leads, who learns, what comes of it.",
        "- Goal: The mentee has seen one request fail.\n",
        "- Aim: The mentee has seen one request fail.\n",
    ),
    CodePage(
        AgendaCode.ORDER,
        "Ensure the lines of a step stand in one order",
        "Whoever mends the fortieth agenda finds each line where it was in the first.",
        "- Mentee: Brings a text they have to write anyway.\n- Mentor: Shows a lazy request and a careful one.\n",
        "- Mentor: Shows a lazy request and a careful one.\n- Mentee: Brings a text they have to write anyway.\n",
    ),
    CodePage(
        AgendaCode.COUNT,
        "Ensure no line of a step is missing or given twice",
        "A step without an aim or an output is a chat. Of questions there may be five, of everything else there is one.",
        "- Output: One request rewritten.\n- Output: A list of doubts.\n",
        "- Output: One request rewritten, with a list of doubts.\n",
    ),
    CodePage(
        AgendaCode.LENGTH,
        "Ensure no text of an agenda is longer than 800 characters",
        "An agenda is read in the room, while somebody waits.",
        "- Mentor: Shows ... (900 characters)",
        "- Mentor: Shows a lazy request and a careful one.",
        described=True,
    ),
    CodePage(
        AgendaCode.SOURCES,
        "Ensure an agenda names what its authors read",
        "Whoever wants to know more, or doubts, has somewhere to look.",
        "## Sources\n\nSeveral books\n",
        "## Sources\n\n- Ethan Mollick, Co-Intelligence, 2024\n",
    ),
    CodePage(
        AgendaCode.FORM,
        "Ensure an agenda has nothing but headings, plain words and lines of a list",
        "Tables, pictures and quotations would be lost on the pages made from it; silence about that would be worse.",
        "* Aim: The mentee has seen one request fail.\n",
        "- Aim: The mentee has seen one request fail.\n",
    ),
)
