"""Every rule across files, as one list: a rule is a documented function with a code, and knows neither."""

import datetime
import inspect
from collections.abc import Callable, Iterator

from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.frozen import dataclass
from turnabout.workspace import Workspace

# The day on which the samples of all pages are read.
SAMPLE_DAY = datetime.date(2026, 11, 2)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say about one place; the registry adds the code and the severity."""

    position: Position
    message: str
    fix: str = ""


Check = Callable[[Workspace, datetime.date], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class RulePage:
    """What the reference says about one rule.

    `title` is a sentence that begins with "Ensure", `why` is one paragraph or more, `passing` and `failing` are pieces
    of files, each below a comment with its path; `# <-` marks the line that a complaint names.
    """

    code: str
    title: str
    why: str
    severity: Severity
    passing: str
    failing: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its page, and the pure function that finds what breaks it."""

    page: RulePage
    check: Check


_RULES: dict[str, Rule] = {}


def rule(code: str, *, passing: str, failing: str, severity: Severity = Severity.ERROR) -> Callable[[Check], Check]:
    """Registers a rule under `code`; its docstring becomes the page. ValueError for a code taken or a page left out.

    The samples are replacements for parts of the tests' miniature program: every rule is tested with them.
    """

    def register(check: Check) -> Check:
        title, _, why = inspect.cleandoc(check.__doc__ or "").partition("\n\n")
        if code in _RULES:
            raise ValueError(f"{code} is taken")
        if not title.startswith("Ensure ") or not why:
            raise ValueError(f"{code}: the docstring's first sentence begins with Ensure, the next ones say why")
        page = RulePage(
            code,
            title.replace("\n", " "),
            why,
            severity,
            _sample(passing),
            _sample(failing),
        )
        _RULES[code] = Rule(page, check)
        return check

    return register


def _sample(text: str) -> str:
    return "".join(f"{line}\n" for line in inspect.cleandoc(text).splitlines() if line.strip())


def rules() -> tuple[Rule, ...]:
    """Every registered rule, in order of code. Complete once the package `turnabout.rules` is imported."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def pages() -> tuple[RulePage, ...]:
    """What the reference says about each rule, in order of code."""
    return tuple(each.page for each in rules())


def check(workspace: Workspace, today: datetime.date) -> list[Diagnostic]:
    """Everything that any rule finds, in order of place and code, each complaint once."""
    return sorted(
        {
            Diagnostic(found.position, each.page.code, found.message, found.fix, each.page.severity)
            for each in rules()
            for found in each.check(workspace, today)
        }
    )
