"""One rival on one instance, in this process: prints a line of JSON with CPU seconds, peak memory and what was reached.

    python measured.py MODULE FUNCTION INSTANCE.npz

`MODULE.FUNCTION()` imports what the rival needs and returns the function that is measured, from an instance to the indices
of the pairs it makes. CPU is that of the process and its children (CBC runs as one), after the imports.
"""

import json
import resource
import sys
from importlib import import_module
from pathlib import Path


def cpu() -> float:
    """User and system seconds of this process and of the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure."""
    module, function, path = sys.argv[1:]
    from instances import load, value

    prepared = getattr(import_module(module), function)()
    instance = load(Path(path))
    before = cpu()
    chosen = prepared(instance)
    used = cpu() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": used, "peak": peak, **value(instance, chosen)}))


if __name__ == "__main__":
    main()
