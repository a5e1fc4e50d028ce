"""The whole built site: what the engine rendered, and every other page stamped into a shell."""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from turnabout.publish.stamping import shells
from turnabout.publish.stamping.job import CannotStampError, Job, ids
from turnabout.publish.stamping.sheets import output
from turnabout.publish.stamping.shells import Shell
from turnabout.publish.stamping.sitemap import packed, sitemap
from turnabout.publish.text import address

_INDEX, _MAP = "search/search_index.json", "sitemap.xml"
_PLACE = re.compile(r'href="([^"#]*)#([^"]+)"')


class Site(Mapping[str, bytes]):
    """The files of the built site by path. A stamped page is made when it is asked for: all at once would fill the memory."""

    def __init__(self, ready: dict[str, bytes], job: Job, cut: dict[str, Shell]) -> None:
        self._ready, self._job, self._cut = ready, job, cut
        self._stamped = {output(path): path for path in job.stamps}

    def __getitem__(self, name: str) -> bytes:
        path = self._stamped.get(name)
        if path is None:
            return self._ready[name]
        job = self._job
        return shells.stamped(self._cut[job.frames[job.of_page[path]]], job.stamps[path])

    def __iter__(self) -> Iterator[str]:
        yield from self._ready
        yield from self._stamped

    def __len__(self) -> int:
        return len(self._ready) + len(self._stamped)


def assemble(job: Job, files: Mapping[str, bytes], rendered: Mapping[str, bytes]) -> Site:
    """The site from the files of build/docs and what the engine `rendered` of the job's documents.

    CannotStampError where a specimen shows that stamped pages would differ, or a link leads to no place: then the
    engine has to build everything, and complains where it must.
    """
    try:
        cut = {path: shells.cut(frame, path, rendered[output(path)].decode()) for frame, path in job.frames.items()}
    except (ValueError, KeyError) as fault:
        raise CannotStampError(str(fault)) from fault
    for path, (frame, stamp) in job.specimens.items():
        if shells.stamped(cut[job.frames[frame]], stamp) != rendered[output(path)]:
            raise CannotStampError("the theme's pages are not the same everywhere")
    theirs = [path for path in job.pages if path not in job.stamps]
    _check_places(job, theirs, rendered)
    documents = {output(path) for path in job.documents if path not in job.hidden}
    ready = {name: content for name, content in rendered.items() if name not in documents}
    ready |= {path: content for path, content in files.items() if not path.endswith(".md")}
    ready |= {output(path): rendered[output(path)] for path in theirs}
    ready[_INDEX] = _index(job, rendered[_INDEX].decode())
    ready[_MAP] = _sitemap(job, rendered[_MAP].decode())
    ready[_MAP + ".gz"] = packed(ready[_MAP])
    return Site(ready, job, cut)


def _check_places(job: Job, theirs: list[str], rendered: Mapping[str, bytes]) -> None:
    """Every place that a link names has to be there."""
    places = set(job.places)
    pages = {output(path): path for path in job.pages}
    for path in theirs:
        for match in _PLACE.finditer(rendered[output(path)].decode()):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(output(path)), match[1], "index.html"))
            if target in pages and not match[2].startswith("__"):
                places.add((pages[target], unquote(match[2])))
    known: dict[str, set[str]] = {}
    for path, anchor in places:
        if not path.endswith(".md"):
            continue
        if path not in known:
            stamp = job.stamps.get(path)
            known[path] = ids(rendered[output(path)].decode() if stamp is None else stamp.content)
        if anchor not in known[path]:
            raise CannotStampError(f"a link names the place `{anchor}`, which {path} does not have")


def _index(job: Job, engines: str) -> bytes:
    """The search index: the engine's settings, and the entries of all pages in the engine's order."""
    head = '"docs":['
    before = engines[: engines.index(head) + len(head)]
    found: dict[str, list[str]] = {}
    for entry in json.loads(engines)["docs"]:
        page = entry["location"].partition("#")[0]
        found.setdefault(page, []).append(json.dumps(entry, separators=(",", ":")))
    made = (job.entries[path] if path in job.stamps else ",".join(found.get(address(path), ())) for path in job.pages)
    return f"{before}{','.join(each for each in made if each)}]}}".encode()


def _sitemap(job: Job, engines: str) -> bytes:
    known = max((path for path in job.documents if path not in job.hidden), key=len)
    try:
        return sitemap(engines, address(known), [address(path) for path in job.pages]).encode()
    except (ValueError, StopIteration) as fault:
        raise CannotStampError("the theme's map of the site tells its pages apart") from fault
