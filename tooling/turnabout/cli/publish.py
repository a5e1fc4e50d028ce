"""`turnabout publish`: build, serve and check the site."""

import calendar
import os

import click

from turnabout import engine
from turnabout.cli.setting import Setting, progress, read, repository_options, sound, step, without_collecting
from turnabout.cli.site_inputs import site_host, site_inputs
from turnabout.cli.with_agendas import with_agendas
from turnabout.errors import UsageError
from turnabout.workspace import Workspace

AUDIENCES = ("public", "participants", "coordinators")
# Where a forge opens a file of the branch `main` for editing, below the repository's page.
EDITORS = {"github": "edit/main", "gitlab": "-/edit/main", "gitea": "_edit/main"}


@click.group(short_help="Build, serve and check the site.")
def publish() -> None:
    """Build, serve and check the site.

    Example: turnabout publish build
    """


@publish.command()
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    help="Who can open the site. Left out: the narrowest that a program's file states, so that nothing personal slips out.",
)
@click.option(
    "--engine",
    "name",
    type=click.Choice(engine.ENGINES),
    default=engine.ENGINES[0],
    show_default=True,
    help="Which site engine makes the HTML. All of them give the same pages at the same addresses.",
)
@click.option(
    "--stamping/--no-stamping",
    default=True,
    show_default=True,
    help="Stamp pages into shells that mkdocs rendered, or let it render each of them: slower, and the same bytes.",
)
@repository_options
def build(setting: Setting, audience: str | None, name: str, stamping: bool) -> int:
    """Write the site to build/html.

    Only what the audience may see is in the pages: names need the person's consent, points and reasons for ending are
    for coordinators. mkdocs renders a page of each kind, and all others are stamped from these; build/engine keeps them for
    the next time. With --no-stamping, or by another engine, each page is made from its Markdown in build/docs.

    Example: turnabout publish build --audience participants
    """
    _build(setting, audience, name, stamping)
    return 0


def _build(setting: Setting, audience: str | None, name: str = engine.ENGINES[0], stamping: bool = True) -> None:
    from turnabout.publish import Audience, plan_site
    from turnabout.site_build import build_site, build_whole

    workspace = sound(with_agendas(setting, read(setting)), "published")
    for_whom = audience or stated_audience(workspace)
    step(f"writing the pages for the audience `{for_whom}`")
    with without_collecting():
        files = plan_site(workspace, site_inputs(setting, workspace), Audience(for_whom), setting.today)
        del workspace
        step(f"building the site from {len(files)} files")
        epoch = calendar.timegm(setting.today.timetuple())
        environ = os.environ | _forge_environ(setting)
        if stamping and name == engine.ENGINES[0]:
            built = build_site(setting.root, files, environ, epoch=epoch, watch=progress)
        else:
            built = build_whole(setting.root, files, environ, epoch=epoch, name=name)
    if built.whole:
        step(f"{name} built every page itself: {built.whole}")
    click.echo(f"built {built.pages} pages for the audience `{for_whom}`: {built.folder / 'index.html'}")


def _forge_environ(setting: Setting) -> dict[str, str]:
    """What the engine is told of the forge and its editor. No edit button is better than one that leads to nothing."""
    host = site_host(setting)
    if host.web_url is not None and host.kind not in EDITORS:
        step(
            "no edit buttons and no forms: `host` in turnabout.yaml can say whether this is on github, gitlab or gitea"
        )
    return {
        "TURNABOUT_REPO_URL": os.environ.get("TURNABOUT_REPO_URL") or host.web_url or "",
        "TURNABOUT_EDIT_PATH": os.environ.get("TURNABOUT_EDIT_PATH", EDITORS.get(host.kind, "")),
    }


def stated_audience(workspace: Workspace) -> str:
    """The narrowest audience that a program's file states; `public` without programs: then there is nobody to show."""
    if any(program.audience == "public" for program in workspace.programs.values()) or not workspace.programs:
        return "public"
    return "participants"


@publish.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@repository_options
def serve(setting: Setting, port: int) -> int:
    """Open the built site on localhost; Ctrl-C ends it. Builds it first where it is missing.

    Example: turnabout publish serve --port 8080
    """
    from turnabout.site_server import server

    folder = setting.root / engine.HTML
    if not (folder / "index.html").is_file():
        _build(setting, None)
    running = server(folder, port)
    click.echo(f"the site is at http://localhost:{port}/ (Ctrl-C ends it)")
    with running:
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("\nstopped")
    return 0


@publish.command()
@repository_options
def check(setting: Setting) -> int:
    """Check the built site: links, anchors, pictures, and that nothing is loaded from elsewhere.

    Example: turnabout publish check
    """
    from turnabout.publish.check import check_site
    from turnabout.reporters import render

    folder = setting.root / engine.HTML
    if not folder.is_dir():
        raise UsageError("the site is not built yet", "run `turnabout publish build` first")
    found = check_site(folder)
    pages = sum(1 for _ in folder.rglob("*.html"))
    click.echo(
        render(found) if found else f"all well: every link, anchor and picture of {pages} pages is there\n", nl=False
    )
    return 1 if found else 0
