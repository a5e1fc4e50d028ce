"""CPU seconds and memory of building a site: Turnabout's with each engine, plain MkDocs and Hugo on the very same pages.

    .venv/bin/python benchmarks/publishing.py [RECORDS ...]        (default: 300 1000)
    .venv/bin/python benchmarks/publishing.py --lighthouse [RECORDS]

RECORDS is the number of pages of people and pairs; guides and reference come on top. Each engine runs as a process of its
own, and so does the pre-step that writes the Markdown. Hugo runs where Debian's is installed. With --lighthouse the built
site is served compressed, as hosts do, and audited on home, a pair's page and progress.
"""

import argparse
import functools
import gzip
import http.server
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tree import TODAY, tree

from turnabout import engine
from turnabout.publish import Audience, SiteInputs, plan_site
from turnabout.publish.writer import read_tree, write_tree
from turnabout.workspace import Files, build, schemas

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "benchmarks" / "publishing"
NODE = ROOT / ".venv" / "node" / "node_modules" / ".bin"
SHARE = 0.6  # of the files of a tree are people or pairs, and get a page
ENVIRON = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", ""), "NO_MKDOCS_2_WARNING": "1"}
# Records, CPU seconds, MB: what the design asks for with the engine that is shipped.
TARGETS = {300: (3.0, None), 1000: (6.0, 30)}
AGAIN = 2.0  # CPU seconds after one changed file
LAYOUT = "<html><body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>"


def measure(work: Callable[[], object]) -> tuple[float, float, float]:
    """CPU seconds, wall-clock seconds and peak MB of `work`, done in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        before = time.perf_counter()
        work()
        wall = time.perf_counter() - before
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        cpu = sum(each.ru_utime + each.ru_stime for each in used)
        os.write(writer, json.dumps([cpu, wall, max(each.ru_maxrss for each in used) / 1024]).encode())
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit("a measured program failed; see above")
    with os.fdopen(reader) as pipe:
        cpu, wall, peak = json.load(pipe)
    return cpu, wall, peak


def prepare(folder: Path, records: int) -> None:
    """Everything of a site but build/docs: configuration, guides, overrides."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "site", folder / "site")
    (folder / "records").write_text(str(records), encoding="utf-8")


def pages(folder: Path, records: int) -> None:
    """The pre-step: reads a program of that size and writes its pages as Markdown."""
    contents = {path: text.encode() for path, text, fault in tree(int(records / SHARE)) if not fault}
    workspace, _ = build(Files(contents=contents))
    inputs = SiteInputs(site=read_tree(ROOT / "site"), schemas=schemas())
    write_tree(folder / engine.DOCS, plan_site(workspace, inputs, Audience.COORDINATORS, TODAY))


def run(folder: Path, *command: str) -> None:
    """Runs a command in the folder; ends everything with what it said where it fails."""
    done = subprocess.run(command, cwd=folder, env=ENVIRON, capture_output=True, check=False)
    if done.returncode:
        sys.exit(done.stdout.decode() + done.stderr.decode())


def plain(folder: Path) -> None:
    """A configuration for MkDocs with its own theme and the same Markdown extensions."""
    ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    extensions = ours[ours.index("markdown_extensions:") : ours.index("# Only sections and hand-written")]
    head = "site_name: x\ndocs_dir: build/docs\nsite_dir: build/plain\ntheme: mkdocs\n"
    (folder / "plain.yml").write_text(head + extensions, encoding="utf-8")


def hugo(folder: Path) -> None:
    """A minimal theme for Hugo, which takes the same Markdown but not its extensions."""
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(LAYOUT, encoding="utf-8")
    settings = (
        'title = "x"\ncontentDir = "build/docs"\npublishDir = "build/hugo"\n[markup.goldmark.renderer]\nunsafe = true\n'
    )
    (folder / "hugo.toml").write_text(settings, encoding="utf-8")


def contenders(folder: Path) -> dict[str, Callable[[], object]]:
    """What is measured, by name, in the order of the table."""
    plain(folder)
    found: dict[str, Callable[[], object]] = {
        name: functools.partial(engine.build, folder, ENVIRON, name=name) for name in engine.ENGINES
    }
    found["plain MkDocs"] = functools.partial(
        run, folder, sys.executable, "-m", "mkdocs", "build", "-q", "-f", "plain.yml"
    )
    if shutil.which("hugo"):
        hugo(folder)
        found["hugo"] = functools.partial(run, folder, "hugo", "--quiet")
    return found


def table(records: int) -> None:
    """Measures every contender on a program of that size and prints what it found."""
    folder = WORK / str(records)
    prepare(folder, records)
    made = measure(functools.partial(pages, folder, records))
    count = len(list((folder / engine.DOCS).rglob("*.md")))
    print(f"\n{records} records, {count} pages\n{'':24}{'CPU s':>8}{'wall s':>8}{'MB':>6}")
    print(f"{'pages as Markdown':24}{made[0]:8.2f}{made[1]:8.2f}{made[2]:6.0f}")
    for name, work in contenders(folder).items():
        cpu, wall, peak = measure(work)
        print(f"{name:24}{cpu:8.2f}{wall:8.2f}{peak:6.0f}")
        if name == engine.ENGINES[0]:
            judge(records, cpu + made[0], folder / engine.HTML)
    person = next((folder / engine.DOCS / "people").glob("*/index.md"))
    for name in engine.ENGINES:
        measure(functools.partial(engine.build, folder, ENVIRON, name=name))
        person.write_text(person.read_text(encoding="utf-8") + "\nChanged.\n", encoding="utf-8")
        cpu, wall, _ = measure(functools.partial(engine.build, folder, ENVIRON, name=name))
        verdict = "met" if cpu <= AGAIN else "missed"
        print(f"{name + ', one changed':24}{cpu:8.2f}{wall:8.2f}      target {AGAIN:.0f} s: {verdict}")


def judge(records: int, cpu: float, html: Path) -> None:
    """Prints whether the targets for that size are met."""
    if records in TARGETS:
        seconds, megabytes = TARGETS[records]
        weight = sum(each.stat().st_size for each in html.rglob("*") if each.is_file()) / 1e6
        print(f"{'':4}target {seconds:.0f} s: {'met' if cpu <= seconds else 'missed'} ({cpu:.1f} s with the pre-step)")
        if megabytes:
            print(
                f"{'':4}target {megabytes} MB on disk: {'met' if weight <= megabytes else 'missed'} ({weight:.0f} MB)"
            )


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves texts compressed, as every host does."""

    def do_GET(self) -> None:
        """Answers with the file, or with 404."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def lighthouse(html: Path) -> None:
    """Prints the scores of home, a pair's page and a progress page."""
    pair = next(html.glob("pairs/*/*/index.html")).parent.relative_to(html).as_posix()
    progress = next(html.glob("programs/*/progress/index.html")).parent.relative_to(html).as_posix()
    handler = functools.partial(Compressed, directory=str(html))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in ("", f"{pair}/", f"{progress}/"):
            address = f"http://127.0.0.1:{server.server_port}/{page}"
            done = subprocess.run(
                [
                    NODE / "lighthouse",
                    address,
                    "--quiet",
                    "--output=json",
                    "--only-categories=performance,accessibility,best-practices",
                    "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
                ],
                env=os.environ | {"CHROME_PATH": shutil.which("chromium") or ""},
                capture_output=True,
                check=True,
            )
            report = json.loads(done.stdout)
            scores = {name: round(100 * each["score"]) for name, each in report["categories"].items()}
            verdict = "met" if min(scores.values()) >= 95 else "missed"
            figures = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
            print(
                f"/{page}: {scores}, target 95: {verdict}; ",
                [report["audits"][each]["displayValue"] for each in figures],
            )
        server.shutdown()


def main() -> None:
    """Reads the command line and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="*", type=int)
    parser.add_argument("--lighthouse", action="store_true")
    given = parser.parse_args()
    if given.lighthouse:
        records = (given.records or [300])[0]
        folder = WORK / str(records)
        prepare(folder, records)
        pages(folder, records)
        lighthouse(engine.build(folder, ENVIRON).folder)
        return
    for records in given.records or [300, 1000]:
        table(records)


if __name__ == "__main__":
    main()
