"""Trims GitHub's own API description to the operations that the tool uses, for Prism to hold them against.

    npm pack @octokit/openapi@23.0.2 && tar -xf octokit-openapi-23.0.2.tgz
    python tests/forge/openapi/trim.py package/generated/api.github.com.json > tests/forge/openapi/github.json

Kept: the paths below and what they refer to. Left out: words for people, other servers, other versions.
"""

import json
import sys
from pathlib import Path
from typing import Any

REPOSITORY = "/repos/{owner}/{repo}"
USED = {
    f"{REPOSITORY}/pulls": ("get", "post"),
    f"{REPOSITORY}/pulls/{{pull_number}}": ("patch",),
    f"{REPOSITORY}/pulls/{{pull_number}}/requested_reviewers": ("post",),
    f"{REPOSITORY}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{REPOSITORY}/issues/{{issue_number}}/labels": ("post",),
}
# The examples that the tests' own server fills in; the others are as long as all the rest.
EXAMPLES = ("pull-request", "pull-request-simple", "issue-comment", "label-items")
WORDS = {"description", "summary", "externalDocs", "x-github", "x-octokit", "tags", "title", "examples", "example"}
# What clients ask for, and what the description names; Prism knows nothing of such families.
ASKED, NAMED = "application/vnd.github+json", "application/json"


def trimmed(whole: dict[str, Any]) -> dict[str, Any]:
    """The description with the operations used and everything that these refer to, in order of name."""
    paths = {
        path: {key: bare(whole["paths"][path][key]) for key in (*verbs, "parameters") if key in whole["paths"][path]}
        for path, verbs in USED.items()
    }
    for verbs in paths.values():
        for operation in verbs.values():
            completed(operation["responses"])
    components: dict[str, dict[str, Any]] = {}
    waiting = [*references(paths), *(f"#/components/examples/{name}" for name in EXAMPLES)]
    while waiting:
        _, _, kind, name = waiting.pop().split("/")
        if name not in components.setdefault(kind, {}):
            components[kind][name] = part = bare(whole["components"][kind][name])
            if kind == "responses":
                completed({name: part})
            waiting += references(part)
    ordered = {kind: dict(sorted(parts.items())) for kind, parts in sorted(components.items())}
    return {
        "openapi": whole["openapi"],
        "info": {key: whole["info"][key] for key in ("title", "version", "license")},
        "paths": paths,
        "components": ordered,
    }


def bare(part: Any, named: bool = False) -> Any:
    """`part` without words and examples. `named`: its keys are names of properties, and all stay."""
    if isinstance(part, list):
        return [bare(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if named or key not in WORDS}
    return {k: v if k == "value" else bare(v, k == "properties" and not named) for k, v in kept.items()}


def completed(answers: dict[str, Any]) -> None:
    """Give answers the description they must have, and the name that GitHub's documentation tells clients to use."""
    for answer in answers.values():
        content = answer.get("content", {})
        if "$ref" not in answer:
            answer["description"] = "…"
        if NAMED in content:
            content[ASKED] = content[NAMED]


def references(part: Any) -> list[str]:
    """Every `$ref` in `part`."""
    if isinstance(part, list):
        return [found for each in part for found in references(each)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [found for key, each in part.items() if key != "value" for found in references(each)]


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    sys.stdout.write(json.dumps(trimmed(json.loads(text)), indent=1, sort_keys=False) + "\n")
