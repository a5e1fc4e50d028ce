"""Pairing problems that come as files or arrays, and results that go out as such."""
