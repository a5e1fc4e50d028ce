"""What was written already: pages of people and pairs consist of the same blocks, each of which is written once."""

from dataclasses import dataclass, field

from turnabout.publish.markdown.headings import Title
from turnabout.publish.markdown.inline import Inline, inliner
from turnabout.publish.markdown.kept import Kept


@dataclass(frozen=True, slots=True)
class Memory:
    """The HTML of texts on the pages of one site, with the addresses of their links open.

    So it depends on nothing but the text, and for a block on what kind of place it stands in: at the `top` of a page,
    `inside` of a `div` or in a fold. `terms` are known among terms only, and `lists` where nothing goes on below them.
    """

    inline: Inline = field(default_factory=inliner)
    top: Kept[str] = field(default_factory=Kept)
    inside: Kept[str] = field(default_factory=Kept)
    folded: Kept[str] = field(default_factory=Kept)
    headings: Kept[Title] = field(default_factory=Kept)
    terms: Kept[str] = field(default_factory=Kept)
    lists: Kept[str] = field(default_factory=Kept)
