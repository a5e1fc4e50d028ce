"""What each audience can find out, tested with a token in every field of text."""

import dataclasses
import gzip
import html
import re

import pytest

import support_publish as support
from turnabout.publish import Audience, plan_site
from turnabout.publish.inputs import Repository

NOWHERE = (r"question\.few", r"\w+\.interests", r"\w+\.goals", r"\w+\.forge", r"\w+\.key", r".*\.shared", r".*\.sealed")
PROFILE = ("name", "job_title", "department", "site")
PAIR = ("why", "goal", "measure", "milestone")
TOLD = ("story", "story.text", "thanks")
COORDINATORS_ONLY = (r".*\.exception\.\w+", r"health\.\w+")


def token(field):
    return "canary" + field.replace(".", "q").replace("_", "u").replace("-", "z")


def found(who, **options):
    """The fields whose token is in any byte of the plan, paths included."""
    # On GitLab, links to forms carry the whole text of the form.
    given = dataclasses.replace(support.inputs(token), repository=Repository("https://gitlab.com/a/b", "gitlab"))
    plan = plan_site(support.workspace(token, **options), given, who, support.TODAY)
    return fields_in(" ".join(plan) + b" ".join(plan.values()).decode())


def fields_in(everything):
    """The fields whose token is in a text; slugs are shown as words, hence in any case."""
    everything = everything.casefold()
    return {field for field in FIELDS if re.search(rf"{token(field)}(?![a-z])", everything)}


def all_fields():
    seen = set()

    def note(field):
        seen.add(field)
        return field

    support.workspace(note)
    support.inputs(note)
    return seen


FIELDS = all_fields()


def matching(*patterns):
    return {field for field in FIELDS if any(re.fullmatch(pattern, field) for pattern in patterns)}


def of_people(*people):
    return {f"{person}.{field}" for person in people for field in PROFILE}


def spoken_by(*people):
    return {f"{person}.languages" for person in people}


def of_pairs(*pairs, inside):
    fields = {f"{pair}.{field}" for pair in pairs for field in PAIR}
    return fields | ({f"{pair}.{each}.action" for pair in pairs for each in ("one", "two")} if inside else set())


def about_programs():
    shown = (
        r"program\..*",
        r"objective\..*",
        r"charter\..*",
        r"plan\d\..*",
        r"topic\..*",
        r"agenda\..*",
        r".*\.pledge",
    )
    return matching(*shown, r"question\.recommend", r"question\.heard")


def told_by(*pairs):
    return {f"{pair}.{field}" for pair in pairs for field in TOLD}


def test_the_public_sees_exactly_what_was_agreed_for_the_public():
    expected = about_programs() | of_people("ana", "dora", "eli", "lee", "odo", "pia")
    expected |= spoken_by("lee")
    assert found(Audience.PUBLIC) == expected | of_pairs("ana--lee", inside=False) | told_by("ana--lee")


def test_participants_see_exactly_what_was_agreed_for_participants():
    people = of_people("ana", "ben", "dora", "eli", "lee", "mo", "odo", "pia")
    expected = about_programs() | people | of_pairs("ana--lee", "ben--mo", inside=True)
    expected |= spoken_by("ana", "ben", "lee")
    assert found(Audience.PARTICIPANTS) == expected | told_by("ana--lee", "ben--mo")


def test_coordinators_see_the_rest_but_no_notes_handles_or_keys():
    assert found(Audience.COORDINATORS) == FIELDS - matching(*NOWHERE)


@pytest.mark.parametrize("audience", list(Audience))
def test_a_pseudonymous_program_shows_no_name(audience):
    assert not matching(r"\w+\.name") & found(audience, privacy="pseudonymous")


def test_a_program_for_participants_is_not_on_a_public_site_at_all():
    assert found(Audience.PUBLIC, audience="participants") == matching(r"topic\..*", r"agenda\..*")


def plan_of(audience, space=None):
    return plan_site(space or support.workspace(), support.inputs(), audience, support.TODAY)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PARTICIPANTS])
def test_points_and_criteria_moods_and_reasons_stay_with_coordinators(audience):
    pages = {
        path: text.decode() for path, text in plan_of(audience).items() if path.startswith(("pairs/", "programs/"))
    }
    text = " ".join(pages.values())
    for secret in ("7777", "7,777", "8888", "8,888", "illness", "level&#95;gap", "managerhash", "Health"):
        assert secret not in text
    assert not any(path.endswith("health.md") for path in pages)
    assert "7,777 of 10,000" in plan_of(Audience.COORDINATORS)["pairs/demo/ana--lee.md"].decode()


def test_meeting_links_and_calendars_of_pairs_are_not_public():
    public, inside = plan_of(Audience.PUBLIC), plan_of(Audience.PARTICIPANTS)
    assert b"meet.example.org" not in b"".join(public.values())
    assert b"meet.example.org" in inside["pairs/demo/ana--lee.md"]
    assert b"Lisbon" not in public["pairs/demo/ana--lee.md"]
    assert b"Lisbon" in inside["pairs/demo/ana--lee.md"]
    assert [path for path in public if path.endswith(".ics")] == ["programs/demo/dates.ics"]
    assert "pairs/demo/ben--mo.ics" in inside
    assert "pairs/demo/cleo--nia.ics" not in inside


def test_a_missed_session_is_not_public():
    assert b"not held" not in plan_of(Audience.PUBLIC)["pairs/demo/ana--lee.md"]
    assert b"not held" in plan_of(Audience.PARTICIPANTS)["pairs/demo/ana--lee.md"]


def test_an_ended_pair_and_a_proposed_one_have_pages_for_coordinators_only():
    for audience in (Audience.PUBLIC, Audience.PARTICIPANTS):
        assert not {"pairs/demo/dora--odo.md", "pairs/demo/dora--pia.md"} & plan_of(audience).keys()
    assert {"pairs/demo/dora--odo.md", "pairs/demo/dora--pia.md"} <= plan_of(Audience.COORDINATORS).keys()


def test_people_and_pairs_without_consent_are_counted():
    plan = plan_of(Audience.PARTICIPANTS)
    assert b"2 more people take part without being listed here" in plan["people/index.md"]
    assert b"2 more pairs have no page here" in plan["programs/demo/pairs.md"]


def test_withdrawing_ends_consent():
    from turnabout.model import Status

    space = support.workspace(token)
    people = dict(space.people) | {"ana": dataclasses.replace(space.people["ana"], status=Status.WITHDRAWN)}
    plan = plan_site(
        dataclasses.replace(space, people=people), support.inputs(token), Audience.PARTICIPANTS, support.TODAY
    )
    assert token("ana.name").encode() not in b"".join(plan.values())
    assert not {"people/ana/index.md", "pairs/demo/ana--lee.md"} & plan.keys()


def test_small_groups_are_not_shown():
    space, given = support.workspace(token), support.inputs()
    few = dataclasses.replace(given, measures={"demo": dataclasses.replace(given.measures["demo"], people=4)})
    page = plan_site(space, few, Audience.COORDINATORS, support.TODAY)["programs/demo/progress.md"].decode()
    assert "Sessions per month" not in page
    assert "thin" not in plan_of(Audience.COORDINATORS)["programs/demo/progress.md"].decode()
    four = dict(list(space.pairs.items())[:4])
    page = plan_site(dataclasses.replace(space, pairs=four), given, Audience.COORDINATORS, support.TODAY)
    assert b"pledge" not in page["programs/demo/progress.md"]


def test_who_struggles_is_shown_pair_by_pair_to_coordinators_only():
    assert b"Pair by pair" not in plan_of(Audience.PARTICIPANTS)["programs/demo/progress.md"]
    assert b"Pair by pair" in plan_of(Audience.COORDINATORS)["programs/demo/progress.md"]


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_the_built_site_holds_no_more_than_the_plan_in_any_byte_of_any_file(tmp_path, engine):
    """File names, search index, feeds, calendars, pictures, map of the site; compressed files are opened."""
    folder = support.build(tmp_path, support.workspace(token), support.inputs(token), Audience.PUBLIC, engine)
    read = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    contents = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in read]
    names = " ".join(path.relative_to(folder).as_posix() for path in read)
    everything = html.unescape(names + b" ".join(contents).decode("utf-8", "replace"))
    assert fields_in(everything) == found(Audience.PUBLIC)
    assert not re.search("managerhash|meet.example.org/ana|7,?777|8,?888", everything)
