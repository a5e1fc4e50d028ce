"""Certificates: whether what the solver proved is about the files as they are now."""

import datetime
from collections.abc import Iterator

from turnabout.diagnostics import Severity
from turnabout.digest import inputs_digest
from turnabout.layout import certificate_path
from turnabout.model import Pair, PairStatus
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_HEAD = """
    # program/pairs/digital-2026/certificate.yaml
    format: 1
    candidates: 2
    path: flow
    solver: SciPy
    tool: 1.0.0
    unique: true
    withheld: false
"""
_INPUTS = "    inputs: sha256:" + "0" * 64
_TOTAL = "    stages: [{stage: total, value: 9000, bound: 9000}]\n"


def _drafts(workspace: Workspace, program_id: str) -> tuple[Pair, ...]:
    return tuple(pair for pair in workspace.whole.pairs_of(program_id) if pair.status is PairStatus.DRAFT)


@rule(
    "CERT001",
    passing=_HEAD + _INPUTS + "\n    program: digital-2026\n" + _TOTAL,
    failing=_HEAD + _INPUTS + "\n    program: digital-2025  # <-\n" + _TOTAL,
)
def of_this_program(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a certificate is about the program in whose folder it lies.

    A copied certificate proves nothing about these pairs. Remove it, and let `turnabout propose` write a new one.
    """
    for program_id, document in workspace.certificates.items():
        if document.data["program"] != program_id:
            yield Finding(
                workspace.at(document.path, "program"),
                f"expected `{program_id}`, as the folder is called, found `{document.data['program']}`",
                f"remove the file and run `turnabout propose {program_id}`",
            )


@rule(
    "CERT002",
    severity=Severity.WARNING,
    passing=_HEAD + _INPUTS + "\n    program: digital-2026\n" + _TOTAL,
    failing=_HEAD
    + _INPUTS
    + "  # <-\n    program: digital-2026\n"
    + _TOTAL
    + """
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: draft
    """,
)
def as_old_as_its_inputs(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a proposal is made from the files as they are now.

    Somebody joined, left or changed what they offer after the pairs were computed: other pairs may be better today.
    Propose again. Asked only while there are drafts; afterwards the certificate is history.
    """
    for program_id, document in workspace.certificates.items():
        if program_id not in workspace.programs or not _drafts(workspace, program_id):
            continue
        if document.data["inputs"] != inputs_digest(workspace.whole, program_id):
            yield Finding(
                workspace.at(document.path, "inputs"),
                "the files have changed since the pairs were computed",
                f"run `turnabout propose {program_id}` again",
            )


@rule(
    "CERT003",
    severity=Severity.WARNING,
    passing=_HEAD + _INPUTS + "\n    program: digital-2026\n" + _TOTAL,
    failing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    status: draft
    points: 8500
    """
    + _HEAD
    + "    inputs: sha256:{inputs}\n    program: digital-2026\n"
    + """
    stages:
      - {stage: total, value: 9000, bound: 9000}  # <-
    """,
)
def drafts_as_computed(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the drafts are those that the certificate is about.

    Drafts may be changed by hand; then they are no longer the best ones, and the difference in points is what the change
    costs. Propose again, or remove the certificate. Asked where no pair stands yet, because the points of pairs that
    stand are not kept up to date; `turnabout verify` checks every case.
    """
    for program_id, document in workspace.certificates.items():
        drafts = _drafts(workspace, program_id)
        fixed = any(pair.stays for pair in workspace.whole.pairs_of(program_id))
        if program_id not in workspace.programs or fixed or not drafts:
            continue
        if document.data["inputs"] != inputs_digest(workspace.whole, program_id):
            continue  # Something else has changed too; the difference would not be the price of the change by hand.
        total = sum(pair.points or 0 for pair in drafts)
        for at, stage in enumerate(document.data["stages"]):
            if stage["stage"] == "total" and stage["value"] != total:
                yield Finding(
                    workspace.at(certificate_path(program_id), "stages", at),
                    f"expected drafts with {stage['value']} points together, found {total}: they were changed by hand",
                    f"run `turnabout propose {program_id}` again, or remove the certificate",
                )
