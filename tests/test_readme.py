"""The README's commands, run as they stand there in a copy of the repository; what it links to is there."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from support_copy import copied

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
SCREENS = 100  # lines: two screens

SIGN_UPS = """Name,Role,Level,Department,Zone,Languages,When,Topics
Ana Ruiz,I can share,2,Data,Europe/Lisbon,en; pt,tue 09:00-17:00; wed 09:00-17:00,Generative AI; Social media
Kofi Boateng,I can share,1,Claims,Europe/London,en,tue 09:00-17:00; wed 09:00-17:00,Inclusion
Lee Wong,I want to learn,7,Finance,Europe/London,en,tue 10:00-15:00,Generative AI
Maria Silva,I want to learn,6,Sales,Europe/Lisbon,pt; en,wed 09:00-12:00,social media; Inclusion
"""
MAP = """columns:
  name: {from: Name}
  role: {from: Role, values: {I can share: mentor, I want to learn: mentee}}
  level: {from: Level}
  department: {from: Department}
  time_zone: {from: Zone}
  languages: {from: Languages, separator: ";"}
  availability: {from: When, separator: ";"}
  topics: {from: Topics, separator: ";"}
"""


def run(command: str, cwd: Path, home: Path) -> str:
    """What the command prints, in a shell with an empty home: no git identity, no settings."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"`{command}` ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as it would be committed now, with the environment that runs these tests as its `.venv`."""
    target = copied(tmp_path_factory.mktemp("readme") / "project")
    (target / ".venv").symlink_to(ROOT / ".venv")
    for command in ("init -q -b main", "add -A", "-c user.name=T -c user.email=t@example.org commit -qm copy"):
        subprocess.run(["git", *command.split()], cwd=target, check=True)
    return target


def commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_the_demo_does_the_main_job_twice_and_leaves_the_work_tree_clean(copy: Path, home: Path) -> None:
    assert "make demo" in commands()
    # `-o`: the environment is there already; a fresh one is what `make test` itself begins with.
    first = run("make -o .venv/bin/.tool demo", copy, home)
    assert "pushed" in first
    assert "https://github.com/your-team/your-program/compare/main...turnabout/pair/digital-2026" in first
    assert (copy / "build" / "html" / "index.html").is_file()
    again = run("make -o .venv/bin/.tool demo", copy, home)
    assert "nothing was pushed" in again
    assert run("git status --porcelain", copy, home) == ""


def test_a_team_reaches_its_own_pairs_and_site_with_the_commands_of_the_readme(copy: Path, home: Path) -> None:
    steps = [line for line in commands() if line.startswith("turnabout")]
    assert [step.split()[1] for step in steps] == [
        "new",
        "validate",
        "import",
        "import",
        "pair",
        "explain",
        "propose",
        "publish",
    ]
    assert commands()[2:5] == ["source .venv/bin/activate", steps[0], "cd ../our-mentoring"]
    tool = f"{copy}/.venv/bin/turnabout"
    run(steps.pop(0).replace("turnabout", tool, 1), copy, home)
    ours = copy.parent / "our-mentoring"
    (ours / "sign-ups.csv").write_text(SIGN_UPS)
    origin = copy.parent / "origin.git"
    for step in steps:
        if "map.yaml" in step and "--suggest-map" not in step:
            assert "Role" in (ours / "map.yaml").read_text()
            (ours / "map.yaml").write_text(MAP)  # the correction that step 2 asks for
        if "propose" in step:
            commit = "git add -A && git -c user.name=T -c user.email=t@example.org commit -qm start"
            run(f"git init -q -b main && {commit} && git init -q --bare -b main {origin}", ours, home)
            run(f"git remote add origin {origin} && git push -q origin main", ours, home)
        if "<mentor>" in step:
            pairs = json.loads(run(f"{tool} pair spring-2027 --format json", ours, home))["pairs"]
            step = step.replace("<mentor>", pairs[0]["mentor"]).replace("<mentee>", pairs[0]["mentee"])
        run(step.replace("turnabout", tool, 1), ours, home)
    assert (ours / "build" / "html" / "index.html").is_file()
    assert "sign-ups.csv" not in run("git ls-files", ours, home), "an export with names belongs nowhere near Git"
    branch = run(f"git -C {origin} ls-tree -r --name-only turnabout/pair/spring-2027 program/pairs", ours, home)
    assert branch.splitlines() == [
        "program/pairs/spring-2027/ana-ruiz--lee-wong.yaml",
        "program/pairs/spring-2027/certificate.yaml",
        "program/pairs/spring-2027/kofi-boateng--maria-silva.yaml",
    ]


def test_the_readme_fits_two_screens_and_its_links_lead_somewhere() -> None:
    assert len(README.splitlines()) <= SCREENS
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), (
            f"README links to {target}, which is not there"
        )


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("demo", "serve", "test"):
        assert re.search(rf"^{target} +\S", listed, re.MULTILINE)
