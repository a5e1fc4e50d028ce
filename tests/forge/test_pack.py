import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_git import World, sh
from turnabout.forge.git import Git, open_repository
from turnabout.forge.objects import read_tree, write_tree
from turnabout.forge.pack import blob_hash, blob_pack

SIZES = (0, 1, 15, 16, 127, 128, 2_047, 2_048, 2_049, 300_000)


@pytest.mark.parametrize("form", ["sha1", "sha256"])
@pytest.mark.parametrize("verb", [("unpack-objects", "-q"), ("index-pack", "--stdin")])
def test_git_takes_the_pack_and_names_its_contents_alike(world: World, form: str, verb: tuple[str, ...]) -> None:
    folder = world.root.parent / form
    sh("init", "--quiet", f"--object-format={form}", str(folder), cwd=world.root, environ=world.environ)
    git = Git(folder, world.environ)
    digits = {"sha1": 40, "sha256": 64}[form]
    contents = [bytes(index % 251 for index in range(size)) for size in SIZES]
    git.run(*verb, stdin=blob_pack(contents, digits))
    for data in contents:
        assert git.run("cat-file", "blob", blob_hash(data, digits)).out == data
    git.run("fsck", "--strict")


@given(st.binary(max_size=200))
def test_the_name_of_a_file_is_gits(data: bytes) -> None:
    assert blob_hash(b"", 40) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert (len(blob_hash(data, 40)), len(blob_hash(data, 64))) == (40, 64)


def test_many_files_are_one_pack_and_what_is_there_is_not_written_again(world: World) -> None:
    git = open_repository(world.root, world.environ)
    base = world.sh("rev-parse", "HEAD")
    changes = {f"many/{number}.txt": f"{number}\n".encode() for number in range(150)}
    first = write_tree(git, base, changes)
    packs = sorted(path.name for path in (world.root / ".git/objects/pack").iterdir())
    assert len([name for name in packs if name.endswith(".pack")]) == 1
    assert write_tree(git, base, changes) == first
    assert sorted(path.name for path in (world.root / ".git/objects/pack").iterdir()) == packs
    commit = world.sh("commit-tree", "-m", "x", first)
    assert dict(read_tree(git, commit, "many").files) == changes
