"""Builds the site once for all tests that look at HTML."""

import pytest

import support_publish as support
from publish_hostile import HOSTILE
from turnabout.publish import Audience


@pytest.fixture(scope="session")
def pleasant(tmp_path_factory):
    """The site for coordinators, who see every kind of page."""
    space, given = support.workspace(), support.inputs()
    return support.build(tmp_path_factory.mktemp("pleasant"), space, given, Audience.COORDINATORS)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """The same with an attack in every field of text."""

    def say(field):
        # Places, departments and languages stay apart, as they do in the pleasant site: each is a heading.
        return f"{HOSTILE} {field}" if field.endswith((".site", ".department", ".languages")) else HOSTILE

    space, given = support.workspace(say), support.inputs(say)
    return support.build(tmp_path_factory.mktemp("hostile"), space, given, Audience.COORDINATORS)
