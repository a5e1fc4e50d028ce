"""The version of the data format: which one the files follow, and the steps from older ones to the present one.

The ids of the schemas state the version, too; a test holds them together.
"""

from turnabout.formats.copies import outdated_copies
from turnabout.formats.migration import Migration, migrate
from turnabout.formats.steps import STEPS, Step
from turnabout.formats.version import FORMAT, followed, outdated, unfit

__all__ = ["FORMAT", "STEPS", "Migration", "Step", "followed", "migrate", "outdated", "outdated_copies", "unfit"]
