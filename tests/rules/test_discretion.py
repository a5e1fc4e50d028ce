"""Private values never stand in a message: logs outlive the pull request."""

import pytest

from support_workspace import MINIATURE, TODAY, patched, sound
from turnabout import rules

PAGES = {page.code: page for page in rules.pages()}


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("REF005", "lee-wang"),
        ("PART017", "ben-okoro"),
        ("PART019", "ana-r"),
        ("PAIR018", "both sites are far apart"),
        ("TEXT001", "sam@example.org"),
        ("TEXT002", "912 345"),
        ("TEXT003", "sato"),
        ("TEXT004", "ruiz first"),
        ("TEXT005", "diagnosed"),
        ("PRIV001", "ruiz"),
        ("PRIV002", "board"),
        ("PRIV004", "horse"),
        ("PRIV005", "age1"),
        ("PRIV006", "abcdef"),
    ],
)
def test_a_private_value_is_never_repeated(code: str, value: str) -> None:
    assert value in PAGES[code].failing.casefold()
    found = [each for each in rules.check(sound(patched(PAGES[code].failing)), TODAY) if each.code == code]
    assert found
    for each in found:
        words = f"{each.message} {each.fix}".replace(each.position.path, "").casefold()
        for path in MINIATURE:
            words = words.replace(path, "")
        assert value not in words
