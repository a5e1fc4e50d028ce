"""A pairing problem so small that its answer is known, to see whether the solvers of this machine work."""

POINTS = ((5, 4), (4, 1))
"""Points of two mentors with two mentees. Taking the best pair first gives 6."""
BEST = 8
