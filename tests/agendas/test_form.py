"""The form of an agenda: what is read, what is refused with code and line, and that no text is ever more than refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.agendas import AGENDA_PAGES, INDEX, LABELS, LONGEST, AgendaCode, Step, is_agenda, read_agenda
from turnabout.yamlfile.limits import MAX_BYTES

LINES = [f"- {label}: {label} words" for label in LABELS]
PARTS = [line for step in Step for line in (f"## {step.title}", "", *LINES, "")]
GOOD = "\n".join(["# Title", "", "Lead", "", *PARTS, "## Sources", "", "- Source", ""])
FIRST_AIM = GOOD.split("\n").index("- Aim: Aim words") + 1


def faults(text, path="agendas/ai.md"):
    """Line, code and message of each complaint."""
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    agenda, found = read_agenda(path, content)
    assert (agenda is None) == bool(found)
    assert found == sorted(found)
    assert {each.position.path for each in found} <= {f"site/{path}"}
    assert all(each.fix for each in found)
    return [(each.position.line, each.code, each.message) for each in found]


def test_a_good_agenda_is_read_whole():
    agenda, found = read_agenda("agendas/ai.md", GOOD.encode())
    assert found == []
    assert (agenda.topic, agenda.title, agenda.lead) == ("ai", "Title", "Lead")
    assert agenda.page == "agendas/ai.md"
    assert list(agenda.steps) == list(Step)
    assert agenda.steps[Step.CLOSING].aim == "Aim words"
    assert agenda.steps[Step.CLOSING].questions == ("Question words",)
    assert agenda.steps[Step.CLOSING].following == "Next words"
    assert agenda.sources == ("Source",)


def test_a_line_goes_on_behind_two_spaces_and_line_ends_may_be_those_of_windows():
    text = GOOD.replace("- Aim: Aim words", "- Aim: one\n  and two\n  and three", 1).replace("\n", "\r\n")
    agenda, _ = read_agenda("agendas/ai.md", text.encode())
    assert agenda.steps[Step.FIRST].aim == "one and two and three"
    assert agenda.steps[Step.PRACTICE].aim == "Aim words"


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "said"),
    [
        ("# Title", "Title", 1, AgendaCode.TITLE, "expected `# ` and the topic's title at the top, found none"),
        ("Lead", "", 1, AgendaCode.LEAD, "which says what is different at the end, found none"),
        ("Lead", "Lead\n\n- more", 1, AgendaCode.LEAD, "which says what is different at the end, found a list"),
        ("Lead", "x" * (LONGEST + 1), 1, AgendaCode.LENGTH, f"at most {LONGEST} characters, found {LONGEST + 1}"),
        ("## Practice", "## Practise", 14, AgendaCode.HEADINGS, "`## Practice`, found `## Practise`"),
        ("## Practice", "## Closing", 14, AgendaCode.HEADINGS, "`## Practice`, found `## Closing`"),
        ("- Source", "- Source\n\n## More", 45, AgendaCode.HEADINGS, "no heading after `## Sources`, found `## More`"),
        ("## Sources\n\n- Source\n", "", 39, AgendaCode.HEADINGS, "the heading `## Sources`, found the end"),
        ("- Output: O", "- Outcome: O", 11, AgendaCode.ENTRY, "begins with one of `Aim:`, `Mentor:`"),
        ("- Output: O", "- O", 11, AgendaCode.ENTRY, "begins with one of `Aim:`, `Mentor:`"),
        ("- Next: Next words", "- Next:", 12, AgendaCode.ENTRY, "expected words behind `Next:`, found none"),
        ("- Aim: Aim", f"- Aim: {'x' * LONGEST}", 7, AgendaCode.LENGTH, f"at most {LONGEST} characters"),
        ("- Aim: Aim words\n", "", 5, AgendaCode.COUNT, "`- Aim:` below `## First session`, found none"),
        ("- Aim: Aim words", "- Aim: x\n- Aim: y", 5, AgendaCode.COUNT, "one line `- Aim:` below `## First session`"),
        ("- Question: Q", "- Question: x\n" * 5 + "- Question: Q", 5, AgendaCode.COUNT, "1 to 5 lines `- Question:`"),
        ("- Mentor: Mentor words", "* Mentor: x", 8, AgendaCode.FORM, "or plain words, found `*` at the beginning"),
        ("- Mentor: Mentor words", " - Mentor: x", 8, AgendaCode.FORM, "or plain words, found a blank at the"),
        ("- Mentor: Mentor words", "Mentor: x", 8, AgendaCode.FORM, "expected nothing but lines that begin with `- `"),
        ("- Source", "A book", 41, AgendaCode.SOURCES, "begins with `- `, found other lines"),
        ("- Source", "", 41, AgendaCode.SOURCES, "begins with `- `, found none"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, line, code, said):
    assert old in GOOD
    found = faults(GOOD.replace(old, new, 1))
    assert any((at, kind) == (line, code) and said in message for at, kind, message in found), found


def test_lines_in_another_order_are_told_once():
    mentor, mentee = "- Mentor: Mentor words\n", "- Mentee: Mentee words\n"
    ((line, code, message),) = faults(GOOD.replace(mentor + mentee, mentee + mentor, 1))
    assert (line, code) == (5, AgendaCode.ORDER)
    assert "in the order Aim, Mentor, Mentee" in message


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("agendas/AI & co.md", "found `AI & co`: an id has lower-case letters"),
        ("agendas/below/ai.md", "found `below/ai`: an id has lower-case letters"),
        (INDEX, "found `index`: the tool makes the list of all agendas"),
    ],
)
def test_a_file_is_called_by_a_topic(path, why):
    ((line, code, message),) = faults(GOOD, path)
    assert (line, code) == (1, AgendaCode.NAME)
    assert message.startswith(f"expected a topic's id as the file's name, {why}")


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (bytes(MAX_BYTES + 1), 1, "YAML001"),
        (GOOD.replace("Lead", "Zoë").encode("latin-1"), 3, "YAML002"),
        (b"\xef\xbb\xbf" + GOOD.encode(), 1, "YAML003"),
        (GOOD.replace("Lead", "Le\N{RIGHT-TO-LEFT OVERRIDE}ad").encode(), 3, "YAML004"),
    ],
)
def test_as_a_text_it_is_held_to_what_every_file_is(content, line, code):
    assert [(at, kind) for at, kind, _ in faults(content)] == [(line, code)]


def test_only_the_list_that_the_tool_makes_is_no_agenda():
    paths = (INDEX, "agendas/ai.md", "agendas/below/ai.md", "agendas/picture.png", "guides/agenda.md")
    assert [path for path in paths if is_agenda(path)] == ["agendas/ai.md", "agendas/below/ai.md"]


@given(st.text(alphabet=st.sampled_from("#- :\nAimMentorNext  x`<*\t\u202e"), max_size=400), st.integers(0, len(GOOD)))
def test_any_text_gives_an_agenda_or_faults_with_lines_of_the_text(text, place):
    whole = GOOD[:place] + text + GOOD[place:]
    assert all(1 <= line <= whole.count("\n") + 1 for line, _, _ in faults(whole))


def test_a_text_of_many_lines_that_go_on_is_read_in_proportion():
    """The largest file there may be, as one entry; put together line by line, this took minutes."""
    ((line, code, _),) = faults(GOOD.replace("Aim words", "x\n" + "  x\n" * (MAX_BYTES // 5), 1))
    assert (line, code) == (FIRST_AIM, AgendaCode.LENGTH)


# The reference's samples


def told(sample):
    """The codes that an agenda has once the sample stands in it where it belongs."""
    if sample.startswith("site/"):
        return [code for _, code, _ in faults(GOOD, sample.removeprefix("site/"))]
    if sample.startswith(("# ", "Prompting")):
        text = sample + "".join(GOOD.partition("\n## First session\n")[1 + ("## First" in sample) :])
    elif sample.startswith("## Sources"):
        text = GOOD.partition("## Sources")[0] + sample
    elif sample.startswith("## "):
        text = GOOD.replace("## Practice\n", sample)
    else:
        labels = [f"- {each}: {each} words\n" for each in LABELS if f"- {each}:" in sample] or ["- Aim: Aim words\n"]
        assert "".join(labels) in GOOD
        text = GOOD.replace("".join(labels), sample if sample.endswith("\n") else f"{sample}\n", 1)
    return [code for _, code, _ in faults(text.replace("... (900 characters)", "x" * 900))]


@pytest.mark.parametrize("page", AGENDA_PAGES, ids=lambda page: str(page.code))
def test_the_samples_of_each_page_are_read_as_it_says(page):
    assert told(page.good) == []
    assert page.code in told(page.bad)


def test_every_code_has_its_page_in_order():
    assert [page.code for page in AGENDA_PAGES] == list(AgendaCode)
    assert [str(code) for code in AgendaCode] == [f"AGENDA{number:03}" for number in range(1, len(AgendaCode) + 1)]
    assert all(page.title.startswith("Ensure ") and page.why.endswith(".") for page in AGENDA_PAGES)
