"""Pairing: an exact integer program over people, places and points, and a proof of its answer that needs no solver."""
