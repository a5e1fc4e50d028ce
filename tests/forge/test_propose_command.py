"""`turnabout propose` as it is called: options, settings, exit codes, and not one trace of the token anywhere."""

import subprocess
import sys
from pathlib import Path

import pytest

from support_forge import TOKEN, FakeForge, forge
from support_git import World, bare_environ, sh, wrapped_git

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "digital-2026"
BRANCH = f"turnabout/pair/{PROGRAM}"
SETTINGS = "labels: [mentoring]\nreviewers: [ruth]\nmax_changes: 50\n"


@pytest.fixture
def team(tmp_path: Path) -> World:
    """A team's repository with the example program, its settings file and a clone."""
    environ = bare_environ(tmp_path) | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    root, bare = tmp_path / "clone", tmp_path / "server.git"
    sh("init", "--quiet", "--bare", "-b", "main", str(bare), cwd=tmp_path, environ=environ)
    sh("init", "--quiet", "-b", "main", str(root), cwd=tmp_path, environ=environ)
    world = World(root, bare, environ)
    subprocess.run(["cp", "-r", str(ROOT / "program"), str(root)], check=True)
    (root / "turnabout.yaml").write_text(SETTINGS, encoding="utf-8")
    world.sh("add", "--all")
    world.commit({})
    world.sh("remote", "add", "origin", str(bare))
    world.sh("push", "--quiet", "-u", "origin", "main")
    return world


def call(world: World, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "turnabout", *arguments]
    environ = {**world.environ, **variables}
    return subprocess.run(command, cwd=world.root, env=environ, capture_output=True, text=True, timeout=300)


def on(fake: FakeForge, **variables: str) -> dict[str, str]:
    page = f"{fake.address}/acme/people"
    where = {"TURNABOUT_HOST": fake.kind, "TURNABOUT_WEB_URL": page, "TURNABOUT_API_URL": f"{fake.address}/api"}
    return {**where, "TURNABOUT_TOKEN": TOKEN, **variables}


def test_a_coordinator_proposes_and_nothing_shows_the_token(team: World, tmp_path: Path) -> None:
    log = tmp_path / "arguments"
    team.environ = wrapped_git(tmp_path, team.environ, f'echo "$@" >> "{log}"\nexec "$REAL" "$@"')
    said: list[str] = []
    with forge("github", team) as fake:

        def run(*options: str, **variables: str) -> subprocess.CompletedProcess[str]:
            done = call(team, "--debug", "propose", PROGRAM, "--no-vetoes", *options, **on(fake, **variables))
            said.extend([done.stdout, done.stderr])
            return done

        first = run("--draft")
        assert first.returncode == 0, first.stderr
        assert f"opened the pull request: {fake.address}/acme/people/pull/1" in first.stdout
        assert (fake.pulls[1]["draft"], fake.pulls[1]["labels"]) == (True, ["mentoring"])
        assert fake.pulls[1]["reviewers"] == ["ruth"]
        assert fake.pulls[1]["body"] in first.stdout

        fake.asked.clear()
        assert "the pull request is as it should be" in run("--draft").stdout
        assert fake.writes == []

        fake.pulls[1]["state"] = "closed"
        declined = run()
        assert declined.returncode == 0
        assert "closed without merging" in declined.stdout

        refused = run(TURNABOUT_TOKEN=f"{TOKEN}-but-wrong")  # the forge repeats it in its answer
        assert refused.returncode != 0
        assert "answered 401" in refused.stderr
        said.append("\n".join(str(pull) for pull in fake.pulls.values()))
        said.append("\n".join(fake.asked))
    said.append(log.read_text(encoding="utf-8"))
    said += [path.read_text(errors="replace") for path in (team.root / ".git").rglob("*") if path.is_file()]
    said += [path.read_text(errors="replace") for path in team.bare.rglob("*") if path.is_file()]
    assert log.read_text(encoding="utf-8").count(" push --porcelain ") == 1
    assert not [text for text in said if TOKEN in text]


def test_without_a_token_the_branch_is_pushed_and_the_address_printed(team: World) -> None:
    page = "https://github.com/acme/people"
    done = call(team, "propose", PROGRAM, "--no-vetoes", "--host", "github", "--web-url", page)
    assert done.returncode == 0, done.stderr
    assert "no pull request was opened: there is no token for its API" in done.stdout
    assert f"open the pull request here: {page}/compare/main...{BRANCH}?expand=1" in done.stdout
    assert BRANCH in team.remote_branches()


def test_errors_in_what_was_pushed_are_to_be_mended_and_pushed(team: World) -> None:
    team.commit({f"program/pairs/{PROGRAM}/dev-patel--nobody-here.yaml": "status: draft\n"})
    team.sh("push", "--quiet", "origin", "main")
    done = call(team, "propose", PROGRAM, "--no-vetoes", "--branch-only")
    assert done.returncode == 1
    assert "error: the files on `main` of `origin` have errors, so nothing was proposed\n" in done.stderr
    assert "push it to `main`, and run this again" in done.stderr


def test_guarantee_9_the_brake_asks_for_a_number_and_takes_it(team: World) -> None:
    stale = f"program/pairs/{PROGRAM}/dev-patel--colm-brennan.yaml"
    team.commit({stale: "status: draft\n"})
    team.sh("push", "--quiet", "origin", "main")
    command = ("propose", PROGRAM, "--no-vetoes", "--branch-only")
    shown = call(team, *command, "--max-changes", "5", "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "without `--dry-run` this would stop" in shown.stderr
    assert f"remove {stale}" in shown.stdout
    stopped = call(team, *command, "--max-changes", "5")
    assert stopped.returncode == 3
    assert "would change 1 of 15 pairs in the files (7 %), and 5 % are allowed" in stopped.stderr
    assert list(team.remote_branches()) == ["main"]
    assert call(team, *command, "--max-changes", "7").returncode == 0
    assert BRANCH in team.remote_branches()


def test_a_settings_file_with_faults_stops_it_with_a_place(team: World) -> None:
    team.commit({"turnabout.yaml": "labels: mentoring\n"})
    team.sh("push", "--quiet", "origin", "main")
    done = call(team, "propose", PROGRAM, "--dry-run")
    assert done.returncode == 1
    assert "turnabout.yaml:1:9" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_settings_file_cannot_send_the_token_elsewhere(team: World) -> None:
    team.sh("remote", "set-url", "origin", "git@github.com:acme/people.git")
    team.sh("config", f"url.{team.bare}.insteadOf", "git@github.com:acme/people.git")
    team.commit(
        {"turnabout.yaml": "api_url: https://evil.example/api\nweb_url: https://github.com/acme/people\nhost: github\n"}
    )
    team.sh("push", "--quiet", "origin", "main")
    done = call(team, "propose", PROGRAM, "--no-vetoes", TURNABOUT_TOKEN=TOKEN)
    assert done.returncode == 2
    assert "names another server than the remote's" in done.stderr
    assert list(team.remote_branches()) == ["main"]


def test_a_table_of_points_is_proposed_with_its_digest_and_another_one_is_another_proposal(
    team: World, tmp_path: Path
) -> None:
    table = tmp_path / "points.csv"
    shown = []
    for points in (6000, 6001):
        table.write_text(f"mentor,mentee,points\narjun-nair,charlotte-ng,{points}\n")
        done = call(team, "propose", PROGRAM, "--no-vetoes", "--points", str(table), "--dry-run")
        assert done.returncode == 0, done.stderr
        assert f"| `arjun-nair` | `charlotte-ng` | {points} |" in done.stdout
        assert "The points come from a table outside the repository" in done.stdout
        assert f"`turnabout verify {PROGRAM} --points <table>`" in done.stdout
        shown.append(next(line for line in done.stdout.splitlines() if "inputs=" in line))
    assert shown[0] != shown[1]


def test_several_programs_get_a_branch_each_and_one_that_fails_holds_no_other_back(team: World) -> None:
    program = (team.root / "program" / f"{PROGRAM}.yaml").read_text()
    team.commit({"program/next.yaml": program.replace("Digital", "Next")})
    team.sh("push", "--quiet", "origin", "main")
    page = ("--host", "github", "--web-url", "https://github.com/acme/people", "--branch-only", "--max-changes", "100")
    done = call(team, "propose", "next", PROGRAM, "inclusion-2025", *page)
    assert done.returncode == 2
    assert "next: program `next` has no active mentor" in done.stderr
    assert BRANCH in team.remote_branches()
    assert "turnabout/pair/next" not in team.remote_branches()
    again = call(team, "propose", "--all", *page)
    assert again.returncode == 0, again.stderr
    assert "left out: `next` has no active mentor" in again.stderr
    assert "nothing was pushed" in again.stdout
