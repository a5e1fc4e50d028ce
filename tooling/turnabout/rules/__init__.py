"""What must hold across files: one documented function with a code for each rule.

A rule is a generator over the workspace and today's date, and says nothing about files that have faults of their own:
those are reported already.
"""

from turnabout.rules import (
    aims,
    balance,
    cert,
    feed,
    filled,
    pair,
    pairdates,
    pairrules,
    part,
    people,
    priv,
    prog,
    ref,
    sess,
    text,
    topic,
)
from turnabout.rules.registry import SAMPLE_DAY, Finding, Rule, RulePage, check, pages, rule, rules

FAMILIES = (
    aims,
    balance,
    cert,
    feed,
    filled,
    pair,
    pairdates,
    pairrules,
    part,
    people,
    priv,
    prog,
    ref,
    sess,
    text,
    topic,
)

__all__ = ["FAMILIES", "SAMPLE_DAY", "Finding", "Rule", "RulePage", "check", "pages", "rule", "rules"]
