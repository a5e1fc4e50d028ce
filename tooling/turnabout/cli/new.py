"""`turnabout new`: a repository for a team's own program."""

import datetime
import re
from pathlib import Path

import click

from turnabout.cli.setting import the_day
from turnabout.errors import UsageError
from turnabout.ids import id_fault
from turnabout.starting import FORGES, Start, starter
from turnabout.writer import write_files

_WEEKS_AHEAD = 12  # time to find people, and for them to sign up
_LONGEST_TITLE = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@click.command(short_help="Start a repository for a program of your own.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--program", help="The first program's id; left out: reverse-mentoring and the year it starts.")
@click.option("--title", default="Reverse mentoring", show_default=True, help="The first program's title.")
@click.option("--starts", type=click.DateTime(["%Y-%m-%d"]), help="Its first day; left out: a Monday in three months.")
@click.option("--forge", type=click.Choice(FORGES), default=FORGES[0], show_default=True, help="Where it will be kept.")
def new(
    path: Path,
    program: str | None,
    title: str,
    starts: datetime.datetime | None,
    forge: str,
) -> int:
    """Start a repository for a program of your own.

    PATH is a folder that does not exist yet, or an empty one. It gets a program to fill in, guides, forms for people
    who do not use Git, and workflows that check, pair and publish.

    Example: turnabout new our-mentoring --program spring-2027 --starts 2027-03-01
    """
    _require_empty(path)
    day = _monday(the_day(None)) if starts is None else starts.date()
    name = f"reverse-mentoring-{day.year}" if program is None else program
    if fault := id_fault(name):
        raise UsageError(f"`{name}` is no id: {fault}", "for example `spring-2027`")
    words = " ".join(_CONTROL.sub(" ", title).split())
    if not words or len(words) > _LONGEST_TITLE:
        raise UsageError("the title is empty or too long", f"a title has 1 to {_LONGEST_TITLE} characters")
    path.mkdir(parents=True, exist_ok=True)
    written = write_files(path, starter(Start(name, words, day, forge)))
    click.echo(f"wrote {len(written)} files to {path}", err=True)
    click.echo(
        f"Next: replace every TODO in {path / 'program' / name}.yaml, run `turnabout validate` there, then "
        "`git init`, commit and push."
    )
    return 0


def _require_empty(path: Path) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(f"{path} is there already and not empty", "name a new folder; nothing was written")


def _monday(today: datetime.date) -> datetime.date:
    later = today + datetime.timedelta(weeks=_WEEKS_AHEAD)
    return later + datetime.timedelta(days=-later.weekday() % 7)
