"""Reads and writes the YAML of `program/`: a strict loader with positions, an emitter, and a splice of one value.

PyYAML is imported when the first file is loaded, not before.
"""

from turnabout.yamlfile.characters import clean_text
from turnabout.yamlfile.document import Document
from turnabout.yamlfile.emit import EmitError, emit
from turnabout.yamlfile.load import load
from turnabout.yamlfile.quick import quick
from turnabout.yamlfile.scalars import UnusualError
from turnabout.yamlfile.splice import SpliceError, append, splice

__all__ = [
    "Document",
    "EmitError",
    "SpliceError",
    "UnusualError",
    "append",
    "clean_text",
    "emit",
    "load",
    "quick",
    "splice",
]
