"""Badges of a program as SVG, for a README or a chat: sessions held, pairs active, coverage. Each says it in words too."""

from turnabout.publish.text import inert
from turnabout.publish.view import ProgramView

NAMES = ("sessions", "pairs", "coverage")
_SIGN = 6.6  # pixels that a letter of the badge's font takes at most, on average


def badges(program: ProgramView) -> dict[str, bytes]:
    """The program's badges by path."""
    share = "none yet" if not program.mentees else f"{100 * program.paired // program.mentees} %"
    said = {"sessions": ("sessions held", str(program.held)), "pairs": ("pairs active", str(program.standing))}
    said["coverage"] = ("coverage", share)
    return {path(program.id, name): _badge(program.title, *said[name]).encode() for name in NAMES}


def path(program: str, name: str) -> str:
    """Where a badge lies."""
    return f"programs/{program}/badges/{name}.svg"


def _badge(title: str, label: str, value: str) -> str:
    left, right = (round(len(words) * _SIGN) + 16 for words in (label, value))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="22" role="img" '
        f'viewBox="0 0 {left + right} 22"><title>{inert(f"{title}: {label}, {value}")}</title>'
        f'<rect width="{left + right}" height="22" rx="4" fill="#1e2a2f"/>'
        f'<path d="M{left} 0h{right - 4}a4 4 0 0 1 4 4v14a4 4 0 0 1 -4 4h-{right - 4}z" fill="#0b6b66"/>'
        '<g fill="#ffffff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle">'
        f'<text x="{left / 2:.1f}" y="15">{inert(label)}</text>'
        f'<text x="{left + right / 2:.1f}" y="15">{inert(value)}</text></g></svg>\n'
    )
