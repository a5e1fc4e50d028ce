"""The command line: one file a command, loaded when it is called, so that `--help` stays quick."""

import gc
import importlib
import os
import sys
from collections.abc import Sequence

import click

from turnabout import __version__
from turnabout.cli.failures import report

# Name of the command -> where it is, and its one line in `turnabout --help`. A test holds the line against the command.
COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("turnabout.cli.new:new", "Start a repository for a program of your own."),
    "validate": ("turnabout.cli.validate:validate", "Check every file of the programs and say what to mend."),
    "fmt": ("turnabout.cli.fmt:fmt", "Put keys and spacing of the files in order."),
    "import": ("turnabout.cli.import_:import_", "Turn a table of sign-ups into participant files."),
    "forms": ("turnabout.cli.forms:forms", "Write the issue forms for people who do not use Git."),
    "intake": ("turnabout.cli.intake:intake", "Turn a filled-in form into a change of the files."),
    "pair": ("turnabout.cli.pair:pair", "Find the best pairs of a program and show them."),
    "explain": ("turnabout.cli.explain:explain", "Say why a pair was made, or why a person has none."),
    "suggest": ("turnabout.cli.suggest:suggest", "Rank possible partners for one person."),
    "what-if": ("turnabout.cli.what_if:what_if", "Show what a change would make of the pairs."),
    "repair": ("turnabout.cli.repair:repair", "Pair anew after somebody left, with few changes."),
    "verify": ("turnabout.cli.verify:verify", "Prove a program's certificate, or a result file, without a solver."),
    "solve": ("turnabout.cli.solve:solve", "Solve a pairing problem given as a file."),
    "effect": ("turnabout.cli.effect:effect", "Show what a change does to the pairing."),
    "propose": ("turnabout.cli.propose:propose", "Propose a program's pairs as a pull request."),
    "activate": ("turnabout.cli.activate:activate", "Make draft pairs active, all or those you name."),
    "nudge": ("turnabout.cli.nudge:nudge", "List pairs that have not met for a while, as Markdown."),
    "publish": ("turnabout.cli.publish:publish", "Build, serve and check the site."),
    "migrate": ("turnabout.cli.migrate:migrate", "Rewrite files of an older data format."),
    "doctor": ("turnabout.cli.doctor:doctor", "Look for what the machine or the repository lacks."),
}


class Commands(click.Group):
    """A group that imports a command only when it runs or shows its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - tells mypy what the table holds
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table above: nothing is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """As usual, but a fault that click has no command for, such as an option without its value, gets its command."""
        try:
            return super().invoke(ctx)
        except click.UsageError as fault:
            name = ctx.invoked_subcommand or ""
            command = self.get_command(ctx, name)
            if fault.ctx is None and command is not None:
                fault.ctx = click.Context(command, info_name=name, parent=ctx)
            raise

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As usual, but a mistyped name gets the nearest one offered."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            import difflib

            alike = difflib.get_close_matches(name, COMMANDS, n=1)
            hint = f". Did you mean `{alike[0]}`?" if alike else ""
            raise click.UsageError(f"there is no command `{name}`{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, help="Show where in the code a failure happened.")
@click.version_option(__version__, message="turnabout %(version)s")
def turnabout(debug: bool) -> None:
    """Reverse mentoring as code: the junior is the mentor, the senior is the mentee.

    Programs, participants, pairs and sessions are YAML files under program/. Every command reads them and says what
    comes next. Exit codes: 0 all well, 1 something to mend in the files, 2 a wrong call, 3 no pairing that fulfils the
    rules or somebody else's commit in the way, 4 the machine, git or the network.
    """


def run(arguments: Sequence[str]) -> int:
    """The exit code of `turnabout <arguments>`; results go to stdout, progress and complaints to stderr."""
    try:
        code = turnabout.main(args=list(arguments), prog_name="turnabout", standalone_mode=False)
    except Exception as fault:  # the one place where every failure becomes a sentence and an exit code
        if "--debug" in arguments:
            raise
        return report(fault)
    except KeyboardInterrupt:
        return report(KeyboardInterrupt())
    return code if isinstance(code, int) else 0


def main() -> None:
    """What the installed command calls."""
    # The tables of a pairing are small: threads would spend more time waiting for one another than multiplying.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = run(sys.argv[1:])
    gc.freeze()  # the process ends: looking for garbage in all that it has read would only cost
    sys.exit(code)
