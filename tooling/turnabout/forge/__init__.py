"""Writes a change back as a branch that can be reviewed, without touching the user's work."""
