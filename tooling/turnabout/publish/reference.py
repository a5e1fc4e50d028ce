"""The reference, made from what the tool itself uses: schemas, rules, commands. It cannot disagree with them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from turnabout.publish.inputs import CommandPage, RulePage, SiteInputs
from turnabout.publish.pages.shared import page
from turnabout.publish.text import inert, inside, pill, table

INDEX = "reference/index.md"


def pages(inputs: SiteInputs, handwritten: Mapping[str, str]) -> dict[str, str]:
    """The reference pages by path. `handwritten` maps other pages of the section to their titles."""
    made = {f"reference/files/{name}.md": _schema(name, schema) for name, schema in sorted(inputs.schemas.items())}
    if inputs.rules:
        made["reference/rules/index.md"] = _rules(inputs.rules)
        made |= {f"reference/rules/{each.code.lower()}.md": _rule(each) for each in inputs.rules}
    if inputs.commands:
        made["reference/commands.md"] = _commands(inputs.commands)
    return made | {INDEX: _index(inputs, made, handwritten)}


def _index(inputs: SiteInputs, made: Mapping[str, str], handwritten: Mapping[str, str]) -> str:
    files = [
        f"- {inside(str(schema['title']), INDEX, f'reference/files/{name}.md')}: {_own(str(schema['description']))}"
        for name, schema in sorted(inputs.schemas.items())
    ]
    links = []
    if "reference/commands.md" in made:
        links.append(f"- {inside('Commands', INDEX, 'reference/commands.md')}: what each does, with an example")
    if "reference/rules/index.md" in made:
        links.append(
            f"- {inside('Rules', INDEX, 'reference/rules/index.md')}: every code, why it exists, what mends it"
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


def _properties(schema: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Every property with its dotted path and whether it must be there."""
    for name, each in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, each, name in schema.get("required", ())
        inner = each.get("items", each)
        yield from _properties(inner, f"{here}[]" if "items" in each else here)
        more = inner.get("additionalProperties")
        if isinstance(more, Mapping):
            yield from _properties(more, f"{here}.<id>")


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    body = [f"# {inert(str(schema['title']))}", _own(str(schema["description"]))]
    for path, each, required in _properties(schema):
        marks = [pill("required", "good")] if required else [pill("optional", "wait")]
        if each.get("x-private"):
            marks.append(pill("private: never on the public site", "off"))
        examples = each.get("examples", ())
        rows = [
            f"**Type** {inert(str(each.get('type', '')))}",
            f"**One of** {', '.join(_code(str(one)) for one in each['enum'])}" if "enum" in each else "",
            f"**Example** {_code(_example(examples[0]))}" if examples else "",
        ]
        body += [
            f"## {inert(path)} {{ #{_anchor(path)} }}",
            " ".join(marks),
            _own(str(each.get("description", ""))),
            "<br>\n".join(row for row in rows if row),
        ]
    source = f"schema/{name}.schema.json"
    return page(f"File: {schema['title']}", body, description=str(schema["description"]), source=source)


def _own(words: str) -> str:
    """Our own text, in which backticks stand round values."""
    parts = words.split("`")
    return "".join(_code(part) if place % 2 else _spaced(part) for place, part in enumerate(parts))


def _spaced(words: str) -> str:
    """Made inert, with the blanks at its ends kept."""
    return " " * words.startswith(" ") + inert(words) + " " * (words.endswith(" ") and words != " ")


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


def _commands(commands: tuple[CommandPage, ...]) -> str:
    body = ["# Commands", "As <code>--help</code> prints them."]
    for each in commands:
        body += [f"## {inert(each.name)}", _pre(each.help)]
    return page("Commands", body, description="Every command with its help.")
