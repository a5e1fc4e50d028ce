"""Code between fences, and how code is written as text."""

import re

from turnabout.publish.markdown.unusual import UnusualError

FENCE = "```"
# The whole of it stands alone between blank lines, at most a level to the right; inside there is no other fence.
FENCED = re.compile(r"(?:\A|(?<=\n\n))((?:    )?)```[a-z]*\n(?:[^`]|`(?!``))*?\n\1```(?=\n\n|\Z)")
_PARTS = re.compile(r"```([a-z]+)?\n(.*)\n```", re.DOTALL)


def fenced(block: str) -> str:
    """The HTML of code between fences; UnusualError where a fence stands in the code, or in a place like that."""
    found = _PARTS.fullmatch(block)
    if found is None or FENCE in found[2]:
        raise UnusualError
    kind = f' class="language-{found[1]}"' if found[1] else ""
    return f'<pre class="highlight"><code{kind}>{escaped(found[2])}</code></pre>\n'


def escaped(code: str) -> str:
    """Code as the text of an element."""
    return code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
