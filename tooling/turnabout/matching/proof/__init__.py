"""Certificates: what proves an answer, and the check that needs no solver."""
