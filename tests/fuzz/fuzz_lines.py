"""Fuzzes the reading by lines against the full loader: `python tests/fuzz/fuzz_lines.py -max_total_time=60`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support_atheris import fuzz

if __name__ == "__main__":
    fuzz("lines")
