"""Chooses the words for what the engine found, and leaves out what only repeats another complaint."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from turnabout.diagnostics import Diagnostic
from turnabout.shapes import key_wording, value_wording
from turnabout.shapes.codes import Code
from turnabout.shapes.nodes import Node, node_by_pointer
from turnabout.shapes.phrases import Case, Finding, Path, safe_name
from turnabout.yamlfile import Document

# Two complaints about one value with one cause: the first of each pair says nothing that the second does not.
_SAID_BETTER = (
    (Code.TYPE, Code.CHOICE),
    (Code.FORM, Code.FORMAT),
    (Code.FORM, Code.LENGTH),
)


def worded(schema: Node, document: Document, findings: Iterable[Finding]) -> list[Diagnostic]:
    """The diagnostics that the findings deserve, in the order of the file, each once."""
    cases = [(finding, _case(schema, document, finding)) for finding in findings]
    # A key that is misspelt is not also missing.
    meant = {
        (finding.path, offer)
        for finding, case in cases
        if finding.keyword == "AdditionalProperties"
        for offer in key_wording.offers(case).values()
    }
    found: set[Diagnostic] = set()
    for finding, case in cases:
        if finding.keyword == "Required" and (finding.path, finding.missing) in meant:
            continue
        if finding.keyword == "PropertyNames":
            # The engine points into the schema of the names; the names stand in the mapping.
            words = key_wording.key_forms(schema, document, finding)
        else:
            words = _WORDINGS.get(finding.keyword, value_wording.anything_else)(case)
        # What the engine refuses is never let pass for want of words.
        found.update(words or value_wording.anything_else(case))
    said = {(fault.position, fault.code) for fault in found}
    return sorted(
        fault
        for fault in found
        if not any(fault.code == less and (fault.position, more) in said for less, more in _SAID_BETTER)
    )


def whole_number_with_point(schema: Node, document: Document, path: Path) -> Diagnostic:
    """The complaint about `2.0` where `2` belongs."""
    message = f"expected a whole number for {safe_name(schema, path)}, found one with a point"
    return Diagnostic(document.at(*path), Code.TYPE, message, "write the number without the point")


def _case(schema: Node, document: Document, finding: Finding) -> Case:
    pointer = finding.pointer if finding.keyword == "FalseSchema" else finding.pointer[:-1]
    node = node_by_pointer(schema, pointer)
    limit = node.get(str(finding.pointer[-1])) if finding.pointer else None
    value: Any = document.data
    for step in finding.path:
        value = value[step]
    return Case(schema, document, finding.path, node, limit, value, finding.missing)


_WORDINGS: Mapping[str, Callable[[Case], list[Diagnostic]]] = {
    "AdditionalProperties": key_wording.unknown_key,
    "Required": key_wording.missing_key,
    "FalseSchema": key_wording.forbidden_key,
    "Type": value_wording.wrong_type,
    "Enum": value_wording.not_a_choice,
    "Pattern": value_wording.other_form,
    "Format": value_wording.no_such,
    "Minimum": value_wording.out_of_range("at least {}", "write a larger number"),
    "Maximum": value_wording.out_of_range("at most {}", "write a smaller number"),
    "ExclusiveMinimum": value_wording.out_of_range("more than {}", "write a larger number"),
    "ExclusiveMaximum": value_wording.out_of_range("less than {}", "write a smaller number"),
    "MinLength": value_wording.length,
    "MaxLength": value_wording.length,
    "MinItems": value_wording.entries,
    "MaxItems": value_wording.entries,
    "MinProperties": value_wording.entries,
    "MaxProperties": value_wording.entries,
    "UniqueItems": value_wording.repeated,
}
