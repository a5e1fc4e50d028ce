"""Checks the shape of one file against its JSON Schema, in words, at the place of each fault.

The engine is imported when the first kind is compiled, not before.
"""

from turnabout.shapes.check import Shapes
from turnabout.shapes.schemas import check_schema

__all__ = ["Shapes", "check_schema"]
