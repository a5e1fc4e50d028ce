"""Fuzzes our Markdown against the site engine's: `python tests/fuzz/fuzz_markdown.py -max_total_time=60` (needs atheris)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support_atheris import fuzz

if __name__ == "__main__":
    fuzz("markdown")
