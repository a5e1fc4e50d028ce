"""The map of the site for search engines: the engine's own, with an entry for each page."""

import gzip
import html
import io
import re
from collections.abc import Iterable

_ENTRY = re.compile(r"\s*<url>\s*<loc>([^<]*)</loc>.*?</url>", re.DOTALL)


def sitemap(engines: str, known: str, pages: Iterable[str]) -> str:
    """The map for `pages` (addresses, in the engine's order), made from the engine's map of a site with the page `known`.

    Without an address of the whole site the engine's map is empty, and so is this one. ValueError where an entry says
    more than where the page lies.
    """
    found = [*_ENTRY.finditer(engines)]
    if not found:
        return engines
    one = next(each for each in found if html.unescape(each[1]).endswith(known))
    root = html.unescape(one[1]).removesuffix(known)
    made = {each[0].replace(each[1], "", 1) for each in found}
    if len(made) != 1:
        raise ValueError("the map of the site tells its pages apart")
    before, after = one[0].split(one[1], 1)
    entries = "".join(f"{before}{html.escape(root + page)}{after}" for page in pages)
    return engines[: found[0].start()] + entries + engines[found[-1].end() :]


def packed(content: bytes) -> bytes:
    """The same for `sitemap.xml.gz`, with neither name nor time in it."""
    into = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=into, mtime=0) as file:
        file.write(content)
    return into.getvalue()
