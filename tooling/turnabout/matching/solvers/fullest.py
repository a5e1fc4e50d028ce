"""As many pairs as fit, by SciPy's maximum flow: what stages begin from where there are hardly points or places to choose."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from turnabout.matching.problem import Ids, Ints


def fullest(mentee: Ids, mentor: Ids, mentee_room: Ids, mentor_room: Ids) -> Ints:
    """The indices of a largest set of pairs that keeps everybody's room; the pairs are sorted by mentee, then mentor."""
    mentees, mentors = len(mentee_room), len(mentor_room)
    source, sink = mentees + mentors, mentees + mentors + 1
    mentee_nodes, mentor_nodes = np.arange(mentees), mentees + np.arange(mentors)
    tail = np.concatenate((mentee, np.full(mentees, source), mentor_nodes))
    head = np.concatenate((mentees + mentor, mentee_nodes, np.full(mentors, sink)))
    room = np.concatenate((np.ones(len(mentee), dtype=np.int64), mentee_room, mentor_room)).astype(np.int32)
    flow = maximum_flow(csr_array((room, (tail, head)), shape=(sink + 1, sink + 1)), source, sink).flow.tocoo()
    made = (flow.data > 0) & (flow.row < mentees)
    found: Ints = np.searchsorted(
        mentee.astype(np.int64) * mentors + mentor,
        np.sort(flow.row[made].astype(np.int64) * mentors + flow.col[made] - mentees),
    )
    return found
