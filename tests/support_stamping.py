"""Sites built twice from the same plan: by the engine alone, and stamped."""

import functools
import shutil
from pathlib import Path

import support_publish as support
from turnabout import engine
from turnabout.cli.setting import Setting
from turnabout.cli.site_inputs import site_inputs
from turnabout.publish import Audience, plan_site
from turnabout.publish.writer import read_tree, write_tree
from turnabout.site_build import build_site
from turnabout.workspace import build, read_files

ROOT = Path(__file__).resolve().parents[1]
EPOCH = 1_790_000_000
MAP = "sitemap.xml.gz"


@functools.cache
def example_plan(audience):
    """The pages of the repository's own program, as `turnabout publish build` plans them."""
    workspace, _ = build(read_files(ROOT))
    inputs = site_inputs(Setting(ROOT, support.TODAY), workspace)
    return plan_site(workspace, inputs, audience, support.TODAY)


@functools.cache
def small_plan(say=support.plain, audience=Audience.COORDINATORS):
    """The pages of the tests' small program."""
    return plan_site(support.workspace(say), support.inputs(say), audience, support.TODAY)


def prepared(root, plan):
    """`root`, with everything that a build needs."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    shutil.copytree(ROOT / "site", root / "site", dirs_exist_ok=True)
    write_tree(root / engine.DOCS, plan)
    return root


def alone(root, plan, environ=None):
    """The files of the site that the engine builds alone."""
    return read_tree(engine.build(prepared(root, plan), environ or {}, epoch=EPOCH).folder)


def stamped(root, plan, environ=None):
    """The outcome of stamping and the files of the site."""
    outcome = build_site(prepared(root, plan), plan, environ or {}, epoch=EPOCH)
    return outcome, read_tree(outcome.folder)


def require_same(made, wanted):
    """The very same files. The packed map has the day in it when the engine makes it, so its content counts."""
    import gzip

    assert made.keys() == wanted.keys()
    differ = [name for name in wanted if made[name] != wanted[name] and name != MAP]
    assert not differ, (
        f"{len(differ)} files differ, such as {differ[0]}: {_difference(made[differ[0]], wanted[differ[0]])}"
    )
    assert gzip.decompress(made[MAP]) == gzip.decompress(wanted[MAP])


def _difference(made, wanted):
    at = next((at for at, (one, other) in enumerate(zip(made, wanted, strict=False)) if one != other), 0)
    return f"at {at}: {made[at - 60 : at + 60]!r} instead of {wanted[at - 60 : at + 60]!r}"
