"""Balance rules added, dropped or given another bound, for asking what would be if; and each rule's settings in a line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from turnabout.errors import UsageError
from turnabout.ids import nearest
from turnabout.matching.people.balance import PERSON
from turnabout.model import BalanceRule

Settings = Mapping[str, Any]
"""Fields of a balance rule with what they shall be; None for a field that shall not be there."""

_LIMITS = ("at_least", "at_most", "at_least_percent", "at_most_percent")
_NOTHING: Mapping[str, Any] = {
    "title": "",
    "across": "",
    "mentor": {},
    "mentee": {},
    "each": "",
    "of": "mentee",
    **dict.fromkeys(_LIMITS),
}


def with_quotas(rules: Sequence[BalanceRule], changes: Mapping[str, Settings | None]) -> tuple[BalanceRule, ...]:
    """The rules with the changes by id: None drops a rule, settings change it; one that is not there is added at the end.

    Raises UsageError for a rule to drop that is not there, and for one that would contradict itself or ask for nothing.
    """
    found = {rule.id: rule for rule in rules}
    for name, settings in changes.items():
        if settings is None:
            if name not in found:
                alike = nearest(name, found)
                known = ", ".join(f"`{each}`" for each in found) or "none"
                raise UsageError(
                    f"there is no balance rule `{name}` to drop",
                    f"did you mean `{alike}`?" if alike else f"the program has {known}",
                )
            del found[name]
            continue
        before = found.get(name, BalanceRule(name, **_NOTHING))
        found[name] = replace(before, **{key: _NOTHING[key] if to is None else to for key, to in settings.items()})
        _require_sense(found[name])
    return tuple(found.values())


def _require_sense(rule: BalanceRule) -> None:
    """As the check PROG017 of program files."""
    if all(getattr(rule, limit) is None for limit in _LIMITS):
        raise UsageError(f"the balance rule `{rule.id}` would ask for nothing", f"give it one of {', '.join(_LIMITS)}")
    for least, most, sign in (("at_least", "at_most", ""), ("at_least_percent", "at_most_percent", " %")):
        low, high = getattr(rule, least), getattr(rule, most)
        if low is not None and high is not None and low > high:
            raise UsageError(
                f"the balance rule `{rule.id}` would ask for at least {low}{sign} and at most {high}{sign}: "
                "no pairing can be both",
                "correct one of the two",
            )
    more = (rule.across, rule.mentor, rule.mentee, rule.at_least_percent, rule.at_most_percent)
    if rule.each == PERSON and any(each not in ("", None, {}) for each in more):
        raise UsageError(
            f"the balance rule `{rule.id}` is one for each person, so it counts all of that person's partners",
            "leave only `of`, `at_least` and `at_most` beside `each:person`",
        )


def change_words(changes: Mapping[str, Settings | None]) -> list[str]:
    """Every change in a line."""
    return [
        f"balance rule {name}: {'dropped' if settings is None else ', '.join(_setting(*each) for each in settings.items())}"
        for name, settings in changes.items()
    ]


def _setting(key: str, to: Any) -> str:
    words = key.replace("_", " ").removesuffix(" percent")
    if isinstance(to, Mapping):
        return f"a {key} with {' and '.join(f'{name} {value}' for name, value in to.items())}"
    if to is None:
        return f"no `{key}` any more"
    return f"{words} {to}{' %' if key.endswith('_percent') else ''}"
