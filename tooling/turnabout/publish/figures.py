"""Leaves out what few people stand behind, once, before any page or feed is given the figures."""

from dataclasses import replace

from turnabout.publish.inputs import Measures
from turnabout.small_groups import SMALL_GROUP


def large_groups(measures: Measures) -> Measures:
    """The same without figures of fewer than SMALL_GROUP people or answers. `people` tells whether anything is left.

    The measures come without them already; whoever computes them next cannot forget it either.
    """
    if measures.people < SMALL_GROUP:
        measures = replace(measures, months=(), weeks=(), learned=(), pair_weeks=())
    return replace(
        measures,
        learned=tuple(each for each in measures.learned if each.people >= SMALL_GROUP),
        waves=tuple(
            replace(wave, questions=tuple(each for each in wave.questions if each.answers >= SMALL_GROUP))
            for wave in measures.waves
            if wave.invited >= SMALL_GROUP
        ),
    )
