"""Gathers what publishing is given: hand-written pages, schemas, figures, health, and the pages of the reference.

Publishing itself knows neither the rules nor the measures; here the two meet.
"""

import datetime
import os
from collections.abc import Iterable

import click

from turnabout.agendas import AGENDA_PAGES
from turnabout.cli import COMMANDS, turnabout
from turnabout.cli.setting import Setting
from turnabout.cli.with_settings import settings_here
from turnabout.errors import TurnaboutError
from turnabout.file_codes import FILE_PAGES
from turnabout.forge.git import log_dates, open_repository
from turnabout.forge.hosts import Host, host_for
from turnabout.forge.hosts.connect import host_settings
from turnabout.forms.codes import NOTES as FORM_NOTES
from turnabout.forms.issue_forms import GITHUB, GITLAB
from turnabout.intake.codes import NOTES
from turnabout.layout import FOLDER
from turnabout.model import Pair, PairStatus
from turnabout.progress import Concern, concerns, measures
from turnabout.progress.outcomes import Learning, Wave
from turnabout.publish.inputs import (
    Asked,
    CommandPage,
    HealthItem,
    Measures,
    Month,
    PairWeeks,
    Repository,
    RulePage,
    SiteInputs,
    SurveyWave,
    TopicLearned,
    Week,
)
from turnabout.publish.writer import read_tree
from turnabout.rules import pages
from turnabout.shapes.codes import SHAPE_PAGES
from turnabout.workspace import Workspace, schemas
from turnabout.yamlfile.codes import YAML_PAGES, CodePage

# What a coordinator can do about a concern, by its kind.
MENDS = {
    "quiet": "ask both, apart, how it goes",
    "charter": "ask them to agree on the charter, and enter the day under `charter`",
    "not-held": "ask what gets in the way; moving the hour often helps",
    "mood": "ask both, apart, how they are; the facilitator can help",
    "next-passed": "ask whether they met, and log the session",
}
URGENT_DAYS = 30
_TAKES_FORMS = {"github": GITHUB, "gitea": GITHUB, "gitlab": GITLAB}


def site_inputs(setting: Setting, workspace: Workspace) -> SiteInputs:
    """Everything but the workspace that the site is made of."""
    return SiteInputs(
        site=read_tree(setting.root / "site"),
        schemas=schemas(),
        measures={program: _measures(workspace, program, setting.today) for program in workspace.programs},
        health={
            program: tuple(_health(each) for each in concerns(workspace, program, setting.today))
            for program in workspace.programs
        },
        rules=(
            *_code_pages((*FILE_PAGES, *YAML_PAGES, *SHAPE_PAGES, *AGENDA_PAGES)),
            *(RulePage(str(note.code), note.title, note.why, "error") for note in (*NOTES, *FORM_NOTES)),
            *(RulePage(p.code, p.title, p.why, p.severity.value, p.passing, p.failing) for p in pages()),
        ),
        commands=command_pages(),
        changed=_changed(setting),
        repository=_repository(setting),
    )


def site_host(setting: Setting) -> Host:
    """Where the files live on the web: TURNABOUT_REPO_URL before `web_url` of `turnabout.yaml`.

    TURNABOUT_HOST, or `host` there, says the kind where the name does not. Raises Unsound where that file has faults.
    """
    said = host_settings(settings_here(setting, "published"), os.environ)
    address = os.environ.get("TURNABOUT_REPO_URL", "")
    return host_for(address, said.kind, None if address else said.web_url)


def _repository(setting: Setting) -> Repository | None:
    """The repository, where it is known and has forms that a link can open."""
    host = site_host(setting)
    if host.web_url is None or host.kind not in _TAKES_FORMS or not (setting.root / _TAKES_FORMS[host.kind]).is_dir():
        return None
    return Repository(host.web_url, host.kind)


def _code_pages(listed: Iterable[CodePage]) -> tuple[RulePage, ...]:
    return tuple(RulePage(str(page.code), page.title, page.why, "error", page.good, page.bad) for page in listed)


def _measures(workspace: Workspace, program: str, today: datetime.date) -> Measures:
    found = measures(workspace, program, today)
    pairs = [pair for pair in workspace.pairs_of(program) if pair.status is not PairStatus.DRAFT]
    strips = found.activity.strips
    return Measures(
        as_of=today,
        people=len({person for pair in pairs for person in (pair.key.mentor, pair.key.mentee)}),
        months=tuple(Month(m.first, m.held, m.missed) for m in found.activity.months if m.first <= today),
        weeks=tuple(
            Week(monday, sum(strip.cells[at] for strip in strips), sum(_stood(pair, monday) for pair in pairs))
            for at, monday in enumerate(found.activity.weeks)
        ),
        learned=_learned(found.learning) or _learned(found.areas) or _learned([found.overall]),
        pair_weeks=tuple(PairWeeks(strip.pair, strip.cells) for strip in strips),
        waves=tuple(_wave(each) for each in found.waves),
    )


def _stood(pair: Pair, monday: datetime.date) -> bool:
    """Whether the two were a pair in the week of that Monday."""
    begun = pair.since is None or pair.since < monday + datetime.timedelta(weeks=1)
    return begun and (pair.status.stands or pair.until is None or pair.until >= monday)


def _learned(lessons: Iterable[Learning]) -> tuple[TopicLearned, ...]:
    """Those that are not suppressed: by topic where any is, else by area, else over everything."""
    return tuple(
        TopicLearned(each.topic or "All topics", each.people, each.before, each.after)
        for each in lessons
        if each.people is not None and each.before is not None and each.after is not None
    )


def _wave(wave: Wave) -> SurveyWave:
    asked = tuple(Asked(q.id, q.text, q.answers, q.share, q.mean, q.low, q.high) for q in wave.questions)
    return SurveyWave(wave.wave, wave.role, wave.on, wave.invited, wave.answered, asked)


def _health(concern: Concern) -> HealthItem:
    return HealthItem(
        concern.sentence, MENDS[concern.kind], concern.pair, concern.path, urgent=concern.days >= URGENT_DAYS
    )


def command_pages() -> tuple[CommandPage, ...]:
    """Every command with the help a terminal shows, in the order of the work."""
    top = click.Context(turnabout, info_name="turnabout")
    found = []
    for name in COMMANDS:
        command = turnabout.get_command(top, name)
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=name, parent=top)
            found += [_page(each, f"{name} {each.name}", context) for each in command.commands.values()]
        elif command is not None:
            found.append(_page(command, name, top))
    return tuple(found)


def _page(command: click.Command, name: str, parent: click.Context) -> CommandPage:
    with click.Context(command, info_name=name.split()[-1], parent=parent, max_content_width=80) as context:
        return CommandPage(name, command.get_help(context))


def _changed(setting: Setting) -> dict[str, datetime.date]:
    """The day each file was last changed, as Git knows it; nothing where there is no repository with a commit."""
    try:
        dates = log_dates(open_repository(setting.root, os.environ), FOLDER)
    except TurnaboutError:
        return {}
    return {path: datetime.date.fromisoformat(day[:10]) for path, day in dates.items()}
