"""The reference, made from what the tool itself uses: schemas, rules, commands. It cannot disagree with them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from turnabout.frozen import dataclass
from turnabout.publish.inputs import CommandPage, RulePage, SiteInputs
from turnabout.publish.pages.shared import page
from turnabout.publish.text import inert, inside, one_line, pill, table

INDEX = "reference/index.md"
COMMANDS = "reference/commands/index.md"


def pages(inputs: SiteInputs, handwritten: Mapping[str, str]) -> dict[str, str]:
    """The reference pages by path. `handwritten` maps other pages of the section to their titles."""
    made = {f"reference/files/{name}.md": _schema(name, schema) for name, schema in sorted(inputs.schemas.items())}
    if inputs.rules:
        made["reference/rules/index.md"] = _rules(inputs.rules)
        made |= {f"reference/rules/{each.code.lower()}.md": _rule(each) for each in inputs.rules}
    if inputs.commands:
        made |= _commands(inputs.commands)
    return made | {INDEX: _index(inputs, made, handwritten)}


def _index(inputs: SiteInputs, made: Mapping[str, str], handwritten: Mapping[str, str]) -> str:
    files = [
        f"- {inside(str(schema['title']), INDEX, f'reference/files/{name}.md')}: {_own(str(schema['description']))}"
        for name, schema in sorted(inputs.schemas.items())
    ]
    links = []
    if COMMANDS in made:
        links.append(f"- {inside('Commands', INDEX, COMMANDS)}: what each does, with an example")
    if "reference/rules/index.md" in made:
        links.append(
            f"- {inside('Rules', INDEX, 'reference/rules/index.md')}: every code, why it exists, what mends it"
        )
    links.append(
        f"- {inside('Feeds and data', INDEX, 'reference/feeds.md')}: calendars, news, badges, data for programs"
    )
    links += [f"- {inside(title, INDEX, path)}" for path, title in sorted(handwritten.items())]
    body = [
        "# Reference",
        "Made from the schemas, rules and commands themselves.",
        "\n".join(links),
        "## Files" if files else "",
        "\n".join(files),
    ]
    return page("Reference", body, description="Every file, rule and command.")


@dataclass(frozen=True, slots=True)
class _Property:
    """One property with its dotted path; `like` names an earlier one whose members are the same but for the examples."""

    path: str
    schema: Mapping[str, Any]
    required: bool
    like: str


def _properties(schema: Mapping[str, Any], path: str, seen: dict[str, str]) -> Iterator[_Property]:
    """Every property below `path`; members that an earlier property has just so are left out."""
    for name, each in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        inner = each.get("items", each)
        members = _bare({key: inner[key] for key in ("properties", "additionalProperties") if key in inner})
        like = seen.setdefault(members, here) if "properties" in inner else here
        yield _Property(here, each, name in schema.get("required", ()), "" if like == here else like)
        if like == here:
            yield from _properties(inner, f"{here}[]" if "items" in each else here, seen)
            more = inner.get("additionalProperties")
            if isinstance(more, Mapping):
                yield from _properties(more, f"{here}.<id>", seen)


def _bare(value: Any) -> str:
    """A schema without its examples, to compare by."""

    def without(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: without(each) for key, each in value.items() if key != "examples"}
        return [without(each) for each in value] if isinstance(value, list) else value

    return json.dumps(without(value), sort_keys=True)


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    body = [f"# {inert(str(schema['title']))}", _own(str(schema["description"]))]
    for each in _properties(schema, "", {}):
        marks = [pill("required", "good")] if each.required else [pill("optional", "wait")]
        if each.schema.get("x-private"):
            marks.append(pill("private: never on the public site", "off"))
        anchor = _anchor(each.path)
        top = "." not in each.path
        lines = [
            "" if top else f"**{inert(each.path)}** {' '.join(marks)}",
            _own(str(each.schema.get("description", ""))),
            f"Members as in [{inert(each.like)}](#{_anchor(each.like)})." if each.like else "",
            _facts(each.schema),
        ]
        text = "<br>\n".join(line for line in lines if line)
        if top:
            # Headings for these only: each one costs a line of the table of contents as well.
            body += [f"## {inert(each.path)} {{ #{anchor} }}", " ".join(marks), text]
        else:
            body.append(f"{text}\n{{ #{anchor} .member }}")
    source = f"schema/{name}.schema.json"
    return page(f"File: {schema['title']}", body, description=str(schema["description"]), source=source)


def _facts(schema: Mapping[str, Any]) -> str:
    """Type, choice and example of a property on one line."""
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    examples = schema.get("examples", ())
    said = [
        "**Type** " + " or ".join(inert(str(each)) for each in kinds) if kinds else "",
        "**One of** " + ", ".join(_code(str(each)) for each in schema["enum"]) if "enum" in schema else "",
        f"**Example** {_code(_example(examples[0]))}" if examples else "",
    ]
    return "<br>\n".join(each for each in said if each)


def _own(words: str) -> str:
    """Our own text, in which backticks stand round values."""
    parts = words.split("`")
    return "".join(_code(part) if place % 2 else _spaced(part) for place, part in enumerate(parts))


def _spaced(words: str) -> str:
    """Made inert, with a blank kept at each end where there is one, or a line's end."""
    return " " * words[:1].isspace() + inert(words) + " " * (words[-1:].isspace() and not words.isspace())


def _anchor(path: str) -> str:
    return path.replace("[]", "").replace("<id>", "each").replace(".", "-").replace("_", "-")


def _example(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _code(words: str) -> str:
    return f"<code>{inert(words)}</code>"


def _pre(words: str) -> str:
    # Numeric entities for line ends as well: Markdown would otherwise look for blocks between them.
    return "<pre><code>" + "&#10;".join(_kept(line) for line in words.rstrip().splitlines()) + "</code></pre>"


def _kept(line: str) -> str:
    """One line with its blanks, made inert."""
    bare = line.lstrip(" ")
    return "&#32;" * (len(line) - len(bare)) + "&#32;".join(inert(each) for each in bare.split(" "))


def _rules(rules: tuple[RulePage, ...]) -> str:
    here = "reference/rules/index.md"
    rows = [
        [inside(each.code, here, f"reference/rules/{each.code.lower()}.md"), _own(each.title), inert(each.severity)]
        for each in rules
    ]
    body = ["# Rules", "What <code>turnabout validate</code> checks.", table(["Code", "Rule", "Severity"], rows)]
    return page("Rules", body, description="Every rule that is checked.", index=True)


def _rule(rule: RulePage) -> str:
    body = [
        f"# {inert(rule.code)}: {_own(rule.title)}",
        pill(rule.severity, "off" if rule.severity == "error" else "wait"),
        _own(rule.why),
        "## This passes" if rule.passing else "",
        _pre(rule.passing) if rule.passing else "",
        "## This does not" if rule.failing else "",
        _pre(rule.failing) if rule.failing else "",
    ]
    return page(f"{rule.code}: {rule.title}", body, description=rule.why)


def _commands(commands: tuple[CommandPage, ...]) -> dict[str, str]:
    """The list of commands, and a page for each."""
    here = COMMANDS
    links = [f"- {inside(each.name, here, _command_page(each))}: {inert(_summary(each))}" for each in commands]
    index = ["# Commands", "What each does; its page shows what <code>--help</code> prints.", "\n".join(links)]
    made = {here: page("Commands", index, description="Every command with its help.", index=True)}
    for each in commands:
        body = [f"# {inert(each.name)}", _pre(each.help)]
        made[_command_page(each)] = page(f"Command: {each.name}", body, description=_summary(each))
    return made


def _command_page(command: CommandPage) -> str:
    return f"reference/commands/{command.name.replace(' ', '-')}.md"


def _summary(command: CommandPage) -> str:
    """The first sentence of a command's help: the paragraph after its usage."""
    paragraphs = command.help.split("\n\n")
    return one_line(paragraphs[1]) if len(paragraphs) > 1 else ""
