"""Charts as inline SVG: data in, text out, no script, readable without colour.

Every chart has a title and a description for screen readers, and `figure` puts its data table beside it. Colours are CSS
variables (see site/assets/turnabout.css), so that dark mode needs no second picture. Ids come from the caller: same data,
same bytes.
"""

from collections.abc import Sequence

from turnabout.frozen import dataclass
from turnabout.publish.text import inert, number, with_unit

WIDTH = 360  # as wide as a phone shows without shrinking: letters stay readable


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of two parts."""

    label: str
    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class Dots:
    """One line of a before/after chart, both on a scale from 1 to 5."""

    label: str
    before: float
    after: float


def _svg(ident: str, height: int, title: str, desc: str, body: Sequence[str]) -> str:
    head = (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{ident}-title {ident}-desc">'
        f'<title id="{ident}-title">{inert(title)}</title><desc id="{ident}-desc">{inert(desc)}</desc>'
    )
    return "\n".join([head, *body, "</svg>"])


def _label(x: float, y: float, words: str, anchor: str = "start", classes: str = "") -> str:
    marks = f' class="{classes}"' if classes else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{marks}>{inert(words)}</text>'


def _rect(x: float, y: float, width: float, height: float, classes: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{classes}"/>'


def stacked_bars(ident: str, title: str, desc: str, bars: Sequence[Bar], lower: str, upper: str) -> str:
    """Bars of two parts with the figure on each part; the upper part is hatched, so that it differs without colour."""
    most = max([each.lower + each.upper for each in bars] + [1])
    step = (WIDTH - 10) / max(len(bars), 1)
    thick = min(step * 0.66, 46)
    body = [
        f'<defs><pattern id="{ident}-hatch" width="6" height="6" patternTransform="rotate(45)" '
        'patternUnits="userSpaceOnUse"><rect width="6" height="6" class="hatch-ground"/>'
        '<line y2="6" class="hatch-line"/></pattern></defs>',
        _rect(4, 3, 10, 10, "fill-a"),
        _label(18, 12, lower),
        f'<rect x="120" y="3" width="10" height="10" fill="url(#{ident}-hatch)" class="edge"/>',
        _label(134, 12, upper),
        '<line x1="5" y1="166" x2="355" y2="166" class="axis"/>',
    ]
    for place, bar in enumerate(bars):
        left = 5 + step * place + (step - thick) / 2
        low, high = 128 * bar.lower / most, 128 * bar.upper / most
        body.append(_rect(left, 166 - low, thick, low, "fill-a"))
        if bar.upper:
            body.append(
                f'<rect x="{left:.1f}" y="{166 - low - high:.1f}" width="{thick:.1f}" height="{high:.1f}" '
                f'fill="url(#{ident}-hatch)" class="edge"/>'
            )
        body.append(_label(left + thick / 2, 162 - low - high, str(bar.lower + bar.upper), "middle", "strong"))
        if len(bars) <= 12 or place % 3 == 0:
            body.append(_label(left + thick / 2, 181, bar.label, "middle"))
    return _svg(ident, 188, title, desc, body)


def progress_bar(
    ident: str, title: str, desc: str, baseline: float, now: float | None, target: float, unit: str
) -> str:
    """A line from the baseline to the target with a bar up to where things stand; works for falling targets too."""
    figures = [baseline, target] + ([] if now is None else [now])
    low, high = min(figures), max(figures)
    span = (high - low) or 1.0
    # A falling target reads from left to right as well.
    at = [14 + 332 * ((each - low) if target >= baseline else (high - each)) / span for each in figures]
    start, goal = at[0], at[1]
    body = [_rect(min(start, goal), 22, abs(goal - start), 12, "track")]
    if now is not None:
        left, right = min(start, at[2]), max(start, at[2])
        body.append(_rect(left, 22, right - left, 12, "fill-a" if at[2] >= start else "fill-b"))
        body.append(f'<path d="M{at[2]:.1f} 20l-5 -7h10z" class="fill-ink"/>')
        body.append(_label(*_beside(at[2], 10), f"now {number(now)}", _anchor(at[2]), "strong"))
    body.append(f'<line x1="{start:.1f}" y1="18" x2="{start:.1f}" y2="38" class="axis"/>')
    body.append(f'<line x1="{goal:.1f}" y1="16" x2="{goal:.1f}" y2="40" class="goal"/>')
    body.append(_label(*_beside(start, 52), f"start {number(baseline)}", _anchor(start)))
    if abs(goal - start) > 120:
        body.append(_label(*_beside(goal, 52), f"target {with_unit(target, unit)}", _anchor(goal)))
    else:
        body.append(_label(*_beside(goal, 66), f"target {with_unit(target, unit)}", _anchor(goal)))
    return _svg(ident, 70 if abs(goal - start) <= 120 else 56, title, desc, body)


def _anchor(x: float) -> str:
    return "start" if x < 60 else "end" if x > WIDTH - 60 else "middle"


def _beside(x: float, y: float) -> tuple[float, float]:
    return (x - 8 if x < 60 else x + 8 if x > WIDTH - 60 else x), y


def meter(ident: str, title: str, percent: int) -> str:
    """A plain bar of `percent` with the figure beside it."""
    done = 300 * max(0, min(percent, 100)) / 100
    body = [
        _rect(0, 4, 300, 12, "track"),
        _rect(0, 4, done, 12, "fill-a"),
        _label(308, 15, f"{percent} %", "start", "strong"),
    ]
    return _svg(ident, 20, title, f"{percent} percent", body)


def heat_strip(
    ident: str, title: str, desc: str, rows: Sequence[tuple[str, Sequence[tuple[int, str]]]], columns: Sequence[str]
) -> str:
    """Rows of cells, each with a grade 0 to 3 and the figure written into it; an empty figure is an empty cell."""
    cell = (WIDTH - 8) / max(len(columns), 1)
    body: list[str] = []
    y = 4
    for label, cells in rows:
        if label:
            body.append(_label(4, y + 10, label, "start", "strong"))
            y += 16
        body += _cells([grade for grade, _ in cells], cell, y)
        for place, (grade, words) in enumerate(cells):
            left = 4 + cell * place
            if words and cell >= 13:
                body.append(_label(left + cell / 2 - 1, y + 15, words, "middle", f"on-heat-{max(0, min(grade, 3))}"))
        y += 28
    for place, words in enumerate(columns):
        if words:
            body.append(_label(4 + cell * place, y + 8, words))
    return _svg(ident, y + 14, title, desc, body)


def _cells(grades: Sequence[int], cell: float, y: int) -> list[str]:
    """One path for all cells of a grade: an element for each cell would be most of the page."""
    wide = max(cell - 2, 1)
    paths: dict[int, list[str]] = {}
    for place, grade in enumerate(grades):
        paths.setdefault(max(0, min(grade, 3)), []).append(f"M{4 + cell * place:.1f} {y}h{wide:.1f}v22h-{wide:.1f}z")
    return [f'<path d="{"".join(parts)}" class="heat-{grade}"/>' for grade, parts in sorted(paths.items())]


def before_after(ident: str, title: str, desc: str, lines: Sequence[Dots]) -> str:
    """For each line a hollow dot before, a full dot after and an arrow between them, on a scale from 1 to 5."""

    def at(value: float) -> float:
        return 14 + 332 * (value - 1) / 4

    body: list[str] = []
    y = 4
    for line in lines:
        body.append(_label(4, y + 10, line.label, "start", "strong"))
        y += 26
        body.append(f'<line x1="14" y1="{y}" x2="346" y2="{y}" class="rail"/>')
        body.append(f'<line x1="{at(line.before):.1f}" y1="{y}" x2="{at(line.after):.1f}" y2="{y}" class="move"/>')
        body.append(f'<circle cx="{at(line.before):.1f}" cy="{y}" r="6" class="before"/>')
        body.append(f'<circle cx="{at(line.after):.1f}" cy="{y}" r="7" class="after"/>')
        y += 18
    body += [_label(at(grade), y + 6, str(grade), "middle") for grade in range(1, 6)]
    y += 22
    body.append(f'<circle cx="14" cy="{y}" r="5" class="before"/>')
    body.append(_label(24, y + 4, "before"))
    body.append(f'<circle cx="94" cy="{y}" r="6" class="after"/>')
    body.append(_label(105, y + 4, "after"))
    return _svg(ident, y + 12, title, desc, body)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the interval it may lie in, where that is known."""

    label: str
    value: float
    low: float | None
    high: float | None


def intervals(ident: str, title: str, desc: str, lines: Sequence[Interval], scale: tuple[float, float]) -> str:
    """For each line a dot on the scale with a bar for its interval; all dots but the last one are hollow."""
    low, high = scale

    def at(value: float) -> float:
        return 70 + 274 * (min(max(value, low), high) - low) / ((high - low) or 1)

    body: list[str] = []
    y = 14
    for place, line in enumerate(lines):
        dot = "after" if place == len(lines) - 1 else "before"
        body.append(_label(4, y + 4, line.label, "start", "strong"))
        body.append(f'<line x1="70" y1="{y}" x2="344" y2="{y}" class="rail"/>')
        if line.low is not None and line.high is not None:
            start, end = sorted((at(line.low), at(line.high)))
            body.append(_rect(start, y - 4, end - start, 8, f"range-{dot}"))
        body.append(f'<circle cx="{at(line.value):.1f}" cy="{y}" r="6" class="{dot}"/>')
        y += 24
    body.append(_label(70, y, number(low)))
    body.append(_label(344, y, number(high), "end"))
    return _svg(ident, y + 6, title, desc, body)


def figure(svg: str, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The chart with its sentence and its data in a table. `rows` hold plain text, made inert here."""
    return (
        f'<figure class="chart">\n{svg}\n<figcaption>{inert(caption)}</figcaption>\n{data_table(head, rows)}\n</figure>'
    )


def data_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The data of one or several charts, folded. `rows` hold plain text, made inert here."""
    cells = "\n".join("<tr>" + "".join(f"<td>{inert(each)}</td>" for each in row) + "</tr>" for row in rows)
    heads = "".join(f'<th scope="col">{inert(each)}</th>' for each in head)
    return (
        f"<details><summary>The figures as a table</summary>\n<table>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{cells}\n</tbody>\n</table>\n</details>"
    )
