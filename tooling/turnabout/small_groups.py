"""The size below which a group is not shown: with few people in it, a figure tells what single people said."""

SMALL_GROUP = 5
"""Least number of distinct people, pairs or answers behind a published figure."""
