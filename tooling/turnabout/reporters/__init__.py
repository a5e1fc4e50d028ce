"""Renderings of diagnostics, each a pure function from diagnostics to text, in one order."""

from turnabout.reporters.github import annotations, step_summary
from turnabout.reporters.gitlab import code_quality
from turnabout.reporters.machine import as_json
from turnabout.reporters.sarif import as_sarif
from turnabout.reporters.text import render, repeats, summary_line

__all__ = ["annotations", "as_json", "as_sarif", "code_quality", "render", "repeats", "step_summary", "summary_line"]
