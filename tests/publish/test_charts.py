"""Charts: well-formed, within their frame, told in words too."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.publish import charts

FIGURES = st.floats(-1e6, 1e6, allow_nan=False)
WORDS = st.text("abc <&\"'|*", min_size=1, max_size=8)


def parsed(svg):
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    named = {each.get("id") for each in root if each.tag in ("title", "desc")}
    assert set(root.get("aria-labelledby").split()) == named
    return root


def inside_the_frame(svg):
    root = parsed(svg)
    _, _, width, height = map(float, root.get("viewBox").split())
    for each in root.iter():
        if each.tag == "rect" and each.get("x"):
            assert float(each.get("x")) >= -0.2
            assert float(each.get("x")) + float(each.get("width")) <= width + 0.2
            assert float(each.get("width")) >= 0
            assert float(each.get("height")) >= 0
            assert float(each.get("y")) + float(each.get("height")) <= height + 0.2


@given(FIGURES, st.none() | FIGURES, FIGURES)
def test_a_progress_bar_fits_whatever_the_figures(baseline, now, target):
    inside_the_frame(charts.progress_bar("x", "t", "d", baseline, now, target, "%"))


@given(st.lists(st.builds(charts.Bar, WORDS, st.integers(0, 999), st.integers(0, 999)), max_size=30))
def test_stacked_bars_fit_and_are_as_tall_as_their_figures(bars):
    svg = charts.stacked_bars("x", "t", "d", bars, "held", "not held")
    inside_the_frame(svg)
    tall = [float(each) for each in re.findall(r'height="([0-9.]+)" class="fill-a"', svg)][1:]
    most = max([bar.lower + bar.upper for bar in bars] + [1])
    assert tall == [pytest.approx(128 * bar.lower / most, abs=0.06) for bar in bars]


@given(st.lists(st.tuples(WORDS, st.lists(st.tuples(st.integers(0, 3), WORDS), min_size=13, max_size=13)), max_size=4))
def test_a_heat_strip_has_a_cell_for_each_figure(rows):
    svg = charts.heat_strip("x", "t", "d", rows, [""] * 13)
    inside_the_frame(svg)
    for grade in range(4):
        cells = sum(each == grade for _, row in rows for each, _ in row)
        assert sum(path.count("z") for path in re.findall(rf'd="([^"]*)" class="heat-{grade}"', svg)) == cells


@given(st.lists(st.builds(charts.Dots, WORDS, st.floats(1, 5), st.floats(1, 5)), max_size=5))
def test_dots_lie_on_the_scale(lines):
    for each in parsed(charts.before_after("x", "t", "d", lines)).iter("circle"):
        assert 13.9 <= float(each.get("cx")) <= 346.1


@pytest.mark.parametrize("percent", [0, 50, 100])
def test_a_meter_is_as_long_as_its_percent(percent):
    assert f'width="{300 * percent / 100:.1f}" height="12.0" class="fill-a"' in charts.meter("x", "t", percent)


def test_a_figure_has_its_data_as_a_table():
    made = charts.figure("<svg></svg>", "So it is.", ["a", "b"], [["1 <", "2"]])
    assert "<td>1 &#60;</td><td>2</td>" in made
    assert "<figcaption>So it is&#46;</figcaption>" in made


def test_falling_targets_read_from_left_to_right():
    rising = charts.progress_bar("x", "t", "d", 10, 15, 20, "")
    falling = charts.progress_bar("x", "t", "d", 20, 15, 10, "")
    bar = r'<rect x="([0-9.]+)" y="22.0" width="([0-9.]+)" height="12.0" class="fill-a"/>'
    assert re.search(bar, rising).groups() == re.search(bar, falling).groups()
