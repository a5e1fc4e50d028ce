"""Says what is wrong with a call as every other fault is said: one sentence, and what to type instead."""

import re

import click

# What click appends where it has a guess.
_GUESS = re.compile(r"[.]?\s+(Did you mean .*|\(Possible options: .*\))$", re.DOTALL)
_EXAMPLE = re.compile(r"^\s*Example: (turnabout .*\S)\s*$", re.MULTILINE)
_DAY = "does not match the format '%Y-%m-%d'"


def wrong_call(fault: click.UsageError) -> tuple[str, str]:
    """The message and the hint for a wrong call: click's guess where it has one, else the command's own example."""
    said = fault.format_message().replace(_DAY, "is no day written year-month-day, such as 2026-12-01")
    guess = _GUESS.search(said)
    message = _plain(said if guess is None else said[: guess.start()])
    if guess is not None:
        return message, _plain(guess[1].strip("()"))
    command, path = (None, "turnabout") if fault.ctx is None else (fault.ctx.command, fault.ctx.command_path)
    example = _EXAMPLE.search((command and command.help) or "")
    if example is None:
        return message, f"`{path} --help` says what there is"
    return message, f"for example `{example[1]}`; `{path} --help` explains the rest"


def _plain(text: str) -> str:
    """In the form of our own sentences: a small letter first, values in backticks, no full stop."""
    quoted = re.sub(r"(?<!\w)'([^'\n]*)'", r"`\1`", text).rstrip(".")
    return quoted[:1].lower() + quoted[1:]
