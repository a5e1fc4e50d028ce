"""A narrow, fast way from the Markdown of our pages to the HTML that the site engine would make of it, or None."""

from turnabout.publish.markdown.headings import Heading
from turnabout.publish.markdown.kept import Kept
from turnabout.publish.markdown.memory import Memory
from turnabout.publish.markdown.page import Rendered, render

__all__ = ["Heading", "Kept", "Memory", "Rendered", "render"]
