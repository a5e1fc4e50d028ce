"""CPU seconds and memory of building a site: `turnabout publish build`, and other engines on the very same pages.

    .venv/bin/python benchmarks/publishing.py [RECORDS ...]        (default: 300 1000 3000)
    .venv/bin/python benchmarks/publishing.py --lighthouse [RECORDS]
    .venv/bin/python benchmarks/publishing.py --work /dev/shm/site [RECORDS ...]

RECORDS is the number of pages of people and pairs; guides and reference come on top. What is measured of Turnabout is
the whole command with every process it starts, from reading and checking the program on: for the first time, with every
page made anew of a program that was checked before (as in CI, behind `validate`), again after one changed file, and
without stamping. Making as many folders and files is the file system's part, which differs by a factor of ten between
disks, so `cp -r` of the built site is measured as well. The engines make HTML of Markdown that is there already: plain
MkDocs, Zensical, and Hugo where Debian's is installed. With more than 3,000 records only the stamped build and Hugo
run: the others take minutes. With --lighthouse the built site is served compressed, as hosts do, and audited on home, a
pair's page and progress.
"""

import argparse
import functools
import gzip
import http.server
import json
import math
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
from turnabout.cli.setting import Setting, read
from turnabout.cli.site_inputs import site_inputs
from turnabout.publish import Audience, plan_site
from turnabout.publish.writer import write_tree
from turnabout.site_build import FOLDER

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "benchmarks" / "publishing"
NODE = ROOT / ".venv" / "node" / "node_modules" / ".bin"
SHARE = 0.6  # of the files of a tree are people or pairs, and get a page
ENVIRON = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", ""), "NO_MKDOCS_2_WARNING": "1"}
TARGETS = {300: 3.0, 1000: 6.0, 10_000: 8.0}  # records: CPU seconds
AGAIN, AGAIN_UP_TO = 2.0, 1000  # CPU seconds after one changed file, and records up to which that is asked for
MEMORY = 400  # MB
GROWTH = 1.1  # exponent of the CPU seconds between the smallest and the largest size up to 3,000
SLOW_FROM = 3_001  # records from which the engines that render every page are left out
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
    """A repository with a program of that size, and nothing built."""
    shutil.rmtree(folder, ignore_errors=True)
    # The tree is even for multiples of ten.
    for path, text, _ in tree(10 * round(records / SHARE / 10), faults=False):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "site", folder / "site")


def publish(folder: Path, *options: str) -> None:
    """`turnabout publish build`, with a memory of its own for what was checked."""
    command = [sys.executable, "-m", "turnabout", "publish", "build", "--audience", "coordinators"]
    environ = ENVIRON | {"XDG_CACHE_HOME": str(folder / "build" / "cache")}
    run(folder, *command, "--today", TODAY.isoformat(), *options, environ=environ)


def change(folder: Path) -> None:
    """Changes one person's file."""
    person = next((folder / "program" / "participants").rglob("*.yaml"))
    person.write_text(person.read_text(encoding="utf-8").replace("job_title: ", "job_title: Senior "), encoding="utf-8")


def run(folder: Path, *command: str, environ: dict[str, str] = ENVIRON) -> None:
    """Runs a command in the folder; ends everything with what it said where it fails."""
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
    if done.returncode:
        sys.exit(done.stdout.decode() + done.stderr.decode())


def markdown(folder: Path) -> None:
    """Writes the Markdown that an engine other than ours would read: stamping has no need of it."""
    setting = Setting(folder, TODAY)
    workspace = read(setting, keep=False).workspace
    plan = plan_site(workspace, site_inputs(setting, workspace), Audience.COORDINATORS, TODAY)
    write_tree(folder / engine.DOCS, plan)


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


def engines(folder: Path, records: int) -> dict[str, Callable[[], object]]:
    """The engines that are measured on the Markdown of build/docs, by name, in the order of the table."""
    found: dict[str, Callable[[], object]] = {}
    if records < SLOW_FROM:
        plain(folder)
        found["plain MkDocs"] = functools.partial(
            run, folder, sys.executable, "-m", "mkdocs", "build", "-q", "-f", "plain.yml"
        )
        found["zensical"] = functools.partial(engine.build, folder, ENVIRON, name="zensical")
    if shutil.which("hugo"):
        hugo(folder)
        found["hugo"] = functools.partial(run, folder, "hugo", "--quiet")
    return found


def table(records: int, work: Path) -> float:
    """Measures a program of that size in the folder, prints what it found, and returns the CPU seconds of the first stamped build."""
    folder = work / str(records)
    prepare(folder, records)
    print(f"\n{records} records\n{'':28}{'CPU s':>8}{'wall s':>8}{'MB':>6}")
    first, _, peak = measured("stamped", functools.partial(publish, folder))
    judge(first, TARGETS.get(records, math.inf), "s")
    judge(peak, MEMORY, "MB")
    for built in (FOLDER, engine.HTML):
        shutil.rmtree(folder / built)
    anew, _, _ = measured("stamped, checked before", functools.partial(publish, folder))
    judge(anew, TARGETS.get(records, math.inf), "s")
    measured("cp -r of what was built", functools.partial(run, folder, "cp", "-r", engine.HTML, "build/copied"))
    change(folder)
    again, _, _ = measured("stamped, one file changed", functools.partial(publish, folder))
    judge(again, AGAIN if records <= AGAIN_UP_TO else math.inf, "s")
    pages = len(list((folder / engine.HTML).rglob("*.html")))
    print(f"{'':4}{pages} pages")
    measure(functools.partial(markdown, folder))
    for name, work in engines(folder, records).items():
        measured(name, work)
    if records < SLOW_FROM:
        measured("engine alone", functools.partial(publish, folder, "--no-stamping"))
        change(folder)
        measured("engine alone, one changed", functools.partial(publish, folder, "--no-stamping"))
    return first


def measured(name: str, work: Callable[[], object]) -> tuple[float, float, float]:
    """Measures, and prints a line of the table."""
    cpu, wall, peak = measure(work)
    print(f"{name:28}{cpu:8.2f}{wall:8.2f}{peak:6.0f}", flush=True)
    return cpu, wall, peak


def judge(found: float, target: float, unit: str) -> None:
    """Prints whether a target is met, where there is one."""
    if target < math.inf:
        print(f"{'':4}target {target:.0f} {unit}: {'met' if found <= target else 'missed'}")


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
    parser.add_argument("--work", type=Path, default=WORK, help="where to build: in memory, the disk has no part in it")
    given = parser.parse_args()
    if given.lighthouse:
        records = (given.records or [300])[0]
        folder = given.work / str(records)
        prepare(folder, records)
        publish(folder)
        lighthouse(folder / engine.HTML)
        return
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    found = {records: table(records, given.work) for records in given.records or [300, 1000, 3000]}
    small, large = min(found), max((each for each in found if each < SLOW_FROM), default=0)
    if small < large:
        exponent = math.log(found[large] / found[small]) / math.log(large / small)
        verdict = "met" if exponent <= GROWTH else "missed"
        print(f"\ngrowth from {small} to {large}: exponent {exponent:.2f}, target {GROWTH}: {verdict}")


if __name__ == "__main__":
    main()
