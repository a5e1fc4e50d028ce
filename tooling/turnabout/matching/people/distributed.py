"""Scoring on a cluster: Dask's workers score blocks of mentees, which are gathered in a fixed order: same bytes as here.

Only the points are found elsewhere. A block whose worker died is scored again by another one, and what a block holds does
not depend on who scored it. The workers need the same version of Turnabout, and the packages with own criteria.
"""

from collections.abc import Iterator
from typing import Any

from turnabout.errors import EnvironmentFaultError
from turnabout.matching.people.candidates import Candidates
from turnabout.matching.people.columns import Columns, Points
from turnabout.matching.people.scoring import Scoring, permitted_points

PATIENCE = 30
"""Seconds to wait for the scheduler."""


def blocks_on_cluster(found: Candidates, scheduler: str) -> Iterator[tuple[slice, Points]]:
    """What `found.blocks()` gives, scored by the workers of the Dask scheduler at an address such as `tcp://host:8786`.

    Raises EnvironmentFaultError where Dask is not installed, nobody answers, or the workers are lost for good.
    """
    try:
        from distributed import CancelledError, Client, KilledWorker
    except ImportError as fault:
        hint = "install Turnabout with the extra `distributed`"
        raise EnvironmentFaultError("Dask is not installed, so nothing can be scored on a cluster", hint) from fault
    try:
        connect: Any = Client  # Dask says no types
        client = connect(scheduler, timeout=PATIENCE, set_as_default=False)
        with client:
            # To every worker at once: the people then outlive the loss of one of them.
            people = client.scatter([(found.columns, found.scoring)], broadcast=True)[0]
            pieces = list(found.columns.blocks())
            scored = [client.submit(_score, people, rows.start, rows.stop, pure=False) for rows in pieces]
            for rows, points in zip(pieces, scored, strict=True):
                yield rows, points.result()
                points.release()
    except (OSError, ValueError) as fault:  # dask's own errors of addresses and connections are among these
        raise EnvironmentFaultError(f"no Dask scheduler answers at `{scheduler}`", str(fault)) from fault
    except (CancelledError, KilledWorker) as fault:
        raise EnvironmentFaultError(
            "the workers of the cluster were lost while they were scoring",
            "look at their logs, or pair without --engine",
        ) from fault


def _score(people: tuple[Columns, Scoring], start: int, stop: int) -> Points:
    columns, scoring = people
    return permitted_points(columns.of(slice(start, stop)), scoring)
