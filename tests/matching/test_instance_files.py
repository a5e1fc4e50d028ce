"""The other formats of an instance: CSV tables and NPZ, which of them a file has, and what hostile files are told."""

import io
import json
import random
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from turnabout.matching.instances.instance_csv import read_csv
from turnabout.matching.instances.instance_error import InstanceError
from turnabout.matching.instances.instance_file import read_any
from turnabout.matching.instances.instance_npz import MOST_BYTES, read_npz
from turnabout.matching.problem import problem_digest

TABLE = {"format": 1, "name": "same", "points": np.array([[5, 4, 0], [4, 1, 9]]), "mentor_capacity": np.array([2, 1])}


def npz(**arrays: object) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def archive(*entries: tuple[str, bytes], **options: object) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **options) as written:
        for name, content in entries:
            written.writestr(name, content)
    return file.getvalue()


def header(text: str, version: bytes = b"\x01\x00") -> bytes:
    """An array without content whose header says `text`."""
    return b"\x93NUMPY" + version + struct.pack("<H", len(text) + 1) + text.encode() + b"\n"


def messages(content: bytes, path: str = "big.npz") -> list[str]:
    with pytest.raises(InstanceError) as caught:
        read_any(content, path)
    assert all(diagnostic.position.path == path for diagnostic in caught.value.diagnostics)
    return [diagnostic.message for diagnostic in caught.value.diagnostics]


def csv_faults(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(InstanceError) as caught:
        read_csv(text, "table.csv", "table")
    return [(d.position.line, d.position.column, d.message) for d in caught.value.diagnostics]


def test_all_formats_pose_the_same_problem() -> None:
    names = {"mentors": ["ann", "ben"], "mentees": ["xia", "yan", "zoe"]}
    points = TABLE["points"]
    listed = [(a, b, int(points[i, j])) for i, a in enumerate(names["mentors"]) for j, b in enumerate(names["mentees"])]
    instance = {
        "format": 1,
        "name": "instance",
        "mentors": {"ann": {}, "ben": {}},
        "mentees": {name: {} for name in names["mentees"]},
        "pairs": listed,
    }
    rows, columns = np.nonzero(points >= 0)
    texts = {
        "a.json": json.dumps(instance),
        "without-ending": json.dumps(instance),
        "list.csv": "mentor,mentee,points\n" + "".join(f"{a},{b},{p}\n" for a, b, p in listed),
        "list": "mentor,mentee,points\n" + "".join(f"{a},{b},{p}\n" for a, b, p in reversed(listed)),
        "table.csv": ",xia,yan,zoe\nann,5,4,0\nben,4,1,9\n",
        "table": "mentor,zoe,yan,xia\r\n\r\nben,9,1,4\r\nann,0,4,5",
        "semicolons.CSV": "\ufeff;xia;yan;zoe\nann;5;4;0\nben;4;1;9\n",
    }
    contents = {path: text.encode() for path, text in texts.items()}
    contents["table.npz"] = npz(format=1, points=points, **names)
    contents["any.name"] = npz(format=1, points=np.asfortranarray(points.astype(">i2")), **names)
    contents["columns.npz"] = npz(format=1, mentor=rows, mentee=columns, points=points[rows, columns], **names)
    digests = {path: problem_digest(read_any(content, path)[0]) for path, content in contents.items()}
    assert len(set(digests.values())) == 1, digests


def test_everything_in_an_npz_arrives_in_the_problem() -> None:
    mask = np.array([[True, True, False], [True, True, True]])
    locked = np.zeros((2, 3), dtype=bool)
    locked[0, 1] = True
    options = {"mentee_demand": 2, "mentor_minimum": np.array([1, 0]), "priority": np.array([1, 2, 3])}
    content = npz(**TABLE, permitted=mask, locked=locked, keep=locked, scale=10, stages=["keep", "total"], **options)
    problem, scale = read_npz(content, "all.npz")
    assert scale == 10
    assert (problem.program, problem.stages) == ("same", ("keep", "total"))
    assert problem.points.tolist() == [5, 4, 4, 1, 9]
    assert (problem.locked.tolist(), problem.keep.tolist()) == ([False, False, True, False, False],) * 2
    assert (problem.capacity.tolist(), problem.mentor_minimum.tolist()) == ([2, 1], [1, 0])
    assert (problem.demand.tolist(), problem.priority.tolist()) == ([2, 2, 2], [1, 2, 3])
    packed = io.BytesIO()
    np.savez_compressed(packed, **TABLE)
    assert problem_digest(read_npz(packed.getvalue(), "x")[0]) == problem_digest(read_npz(npz(**TABLE), "x")[0])


def test_people_that_no_pair_names_stay_in_a_table() -> None:
    problem = read_csv(",xia,yan\nann,5,\nben,,\n", "table.csv", "table")
    assert (problem.mentors, problem.mentees) == (("ann", "ben"), ("xia", "yan"))
    assert problem.points.tolist() == [5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (",xia\nann,-1\n", [(2, 2, "expected whole points, found `-1`")]),
        (",xia,yan\nann,1,2.5\nben,nan,1\n", [(2, 3, "expected whole points, found `2.5`"), (3, 2, "expected whole points, found `nan`")]),
        (",xia\nann,1000001\n", [(2, 2, "points of `ann` with `xia`: expected a whole number from 0 to 1000000, found `1000001`")]),
        (",xia\nann," + "9" * 100_000 + "\n", [(2, 2, f"expected whole points, found `{'9' * 60}`")]),
        (",xia\nann,٣\n", [(2, 2, "expected whole points, found `٣`")]),
        (",xia,xia\nann,1,1\n", [(1, 3, "the mentee `xia` has two columns")]),
        (",xia\nann,1\nann,1\n", [(3, 1, "the mentor `ann` has two lines")]),
        (",xia\nann,1,1\n", [(2, 1, "expected 2 values, found 3")]),
        (",xia\nann\n", [(2, 1, "expected 2 values, found 1")]),
        (",Xia\nann,1\n", [(1, 2, "`Xia`: an id has lower-case letters a-z, digits and single hyphens between them")]),
        (",xia\n=cmd(),1\n", [(2, 1, "`=cmd()`: an id has lower-case letters a-z, digits and single hyphens between them")]),
        (",xia\n", [(1, 1, "there are no mentors; expected at least one")]),
        ('""\nann\n', [(1, 1, "there are no mentees; expected at least one")]),
        (',xia\nann,"1\n', [(2, 1, "not valid CSV: unexpected end of data")]),
        (",xia\nann,\x00\n", [(2, 2, "expected whole points, found `\x00`")]),
    ],
)  # fmt: skip
def test_faults_in_a_table_are_told_with_line_and_cell(text, expected) -> None:
    assert csv_faults(text) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"format": 2}, "format: expected 1, found `2`"),
        ({"format": None}, "format: missing"),
        ({"points": None}, "points: missing"),
        ({"scale": 0}, "scale: expected a whole number from 1 to 1000000000, found `0`"),
        ({"scale": np.nan}, "scale: expected a whole number from 1 to 1000000000, found `nan`"),
        ({"scale": np.inf}, "scale: expected a whole number from 1 to 1000000000, found `inf`"),
        ({"scale": [1, 2]}, "scale: expected 0 dimensions, found 1"),
        ({"name": "My Program"}, "`My Program`: an id has lower-case letters a-z, digits and single hyphens between them"),
        ({"name": 7}, "name: expected text, found the type `int64`"),
        ({"colour": 1}, "colour.npy: not known here, or there twice"),
        ({"points": [[5, -4]]}, "points[0, 1]: expected a whole number from 0 to 1000000, found `-4`"),
        ({"points": [[np.nan]]}, "points[0, 0]: expected a whole number from 0 to 1000000, found `nan`"),
        ({"points": [[2_000_000]]}, "points[0, 0]: expected a whole number from 0 to 1000000, found `2000000`"),
        ({"points": [["5"]]}, "points: expected whole numbers, found the type `<U1`"),
        ({"points": [[1 + 2j]]}, "points: expected whole numbers, found the type `complex128`"),
        ({"points": np.zeros((1, 1), dtype=np.longdouble)}, "points: expected whole numbers, found the type `float128`"),
        ({"points": np.zeros((1, 1), dtype="datetime64[D]")}, "points: not an array: its header is none that numpy writes"),
        ({"points": np.zeros((1, 1), dtype=[("a", "i4")])}, "points: not an array: its header is none that numpy writes"),
        ({"points": np.array([[object()]], dtype=object)}, "points: expected whole numbers, found the type `object`"),
        ({"points": [1, 2]}, "points: expected a table of mentors by mentees, found the shape (2,)"),
        ({"points": 5}, "points: expected 1 or 2 dimensions, found 0"),
        ({"points": np.zeros((0, 0), dtype=int)}, "mentors: there are no mentors; expected at least one"),
        ({"mentor": [0, 1]}, "mentee: missing"),
        ({"mentor": [0], "mentee": [0]}, "points: expected a column beside `mentor` and `mentee`, found the shape (2, 3)"),
        ({"mentor": [0], "mentee": [0, 1], "points": [3]}, "mentee: expected the shape of the points, (1,), found (2,)"),
        ({"mentor": [0], "mentee": [10**9], "points": [3]}, "mentees: expected at most 5000000, found 5000001"),
        ({"mentor": [0], "mentee": [-3], "points": [3]}, "mentees: there are no mentees; expected at least one"),
        ({"mentor": [np.nan], "mentee": [0], "points": [3]}, "mentor[0]: expected a whole number from 0 to 0, found `nan`"),
        ({"permitted": np.ones((3, 2), dtype=bool)}, "permitted: expected the shape of the points, (2, 3), found (3, 2)"),
        ({"locked": [[1, 0, 0], [0, 0, 0]]}, "locked: expected true and false, found the type `int64`"),
        ({"mentors": ["ann", "ann"]}, "the id `ann` is given twice"),
        ({"mentors": ["ann"]}, "mentors: expected 2, as many as the table of points has, found 1"),
        ({"mentors": ["a" * 65, "b"]}, "mentors: expected at most 64 characters, found room for 65"),
        ({"mentors": np.array([b"ann", b"ben"])}, "mentors: expected text, found the type `|S3`"),
        ({"mentors": np.array([0xFFFFFFFF, 1], dtype="<u4").view("<U1")}, "mentors: not text: "),
        ({"mentor_capacity": 0}, "mentor_capacity[0]: expected a whole number from 1 to 100000, found `0`"),
        ({"stages": ["best"]}, "unknown stage `best`; expected one of coverage, worst-pair, total, keep, load"),
    ],
)  # fmt: skip
def test_faults_in_an_npz_name_the_array(change, expected) -> None:
    arrays = {key: value for key, value in {**TABLE, **change}.items() if value is not None}
    if "mentor" in change and "points" in change:
        del arrays["mentor_capacity"]
    found = messages(npz(**arrays))
    assert any(message.startswith(expected) for message in found), found


SHAPES = "{{'descr': '<i8', 'fortran_order': False, 'shape': {}, }}"


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (header(SHAPES.format("(1000000, 1000000)")), "points: its header claims 8000000000"),
        (header(SHAPES.format("(-1, -1)")), "points: not an array: its header"),
        (header(SHAPES.format(f"({10**10}, 0)")), "points: expected sizes up to"),
        (header(SHAPES.format(f"({10**40}, 0)")), "points: not an array: its header"),
        (header(SHAPES.format("(True, 1)")), "points: not an array: its header"),
        (header(SHAPES.format("(1, 1)").replace("<i8", "<x9")), "points: not an array: there is no type"),
        (header(SHAPES.format("3")), "points: not an array: "),
        (header("__import__('os').system('x')"), "points: not an array: "),
        (header("{'descr': '|O', 'fortran_order': False, 'shape': (1, 1), }"), "points: its header claims"),
        (header("[" * 5_000), "points: not an array: "),
        (header("{}" + " " * 20_000), "points: not an array: "),
        (header("{}", b"\x09\x09"), "points: not an array: it does not begin as"),
        (b"", "points: not an array: "),
        (b"\x93NUMPY", "points: not an array: "),
        (b"\x80\x04pickle", "points: not an array: "),
    ],
)
def test_arrays_that_claim_what_they_are_not_are_refused_before_memory_is_taken(array: bytes, expected: str) -> None:
    one = io.BytesIO()
    np.save(one, np.array(1))
    tracemalloc.start()
    found = messages(archive(("format.npy", one.getvalue()), ("points.npy", array)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert any(message.startswith(expected) for message in found), found
    assert peak < 20_000_000


def test_an_archive_that_would_unpack_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    bomb = archive(("points.npy", bytes(200_000_000)), compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 300_000
    at, size = bomb.index(b"PK\x01\x02") + 24, struct.pack("<I", MOST_BYTES + 1)
    larger = bomb[:at] + size + bomb[at + 4 :]
    tracemalloc.start()
    assert messages(larger) == [f"expected at most {MOST_BYTES} bytes unpacked, found {MOST_BYTES + 1}"]
    # A smaller claim does not help it either: no more is unpacked than the header of the array asks for.
    assert messages(bomb)[0].startswith("points: not an array: ")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_archives_of_other_kinds_are_refused() -> None:
    good = npz(**TABLE)
    assert messages(b"\x00" * 50) == ["not an NPZ file: it does not begin as a zip archive does"]
    assert messages(b"") == ["not an NPZ file: it does not begin as a zip archive does"]
    for length in (10, len(good) // 2, len(good) - 5):
        assert messages(good[:length])[0].startswith("not an NPZ file that can be unpacked: ")
    assert messages(archive(("points.npy", b"x"), compression=zipfile.ZIP_LZMA)) == [
        "points.npy: packed in a way that numpy does not use"
    ]
    assert messages(archive(("../points.npy", b"x"))) == ["../points.npy: not known here, or there twice"]
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = archive(("points.npy", b"x"), ("points.npy", b"x"))
    assert messages(twice) == ["points.npy: not known here, or there twice"] * 2
    assert messages(archive())[0].startswith(("format: missing", "not an NPZ"))


def test_no_change_of_a_few_bytes_makes_a_file_dangerous() -> None:
    """A changed file poses a problem or is refused with a message; nothing else happens."""
    dice = random.Random(3)
    packed = io.BytesIO()
    np.savez_compressed(packed, **TABLE)
    refused = 0
    for good in (npz(**TABLE), packed.getvalue()):
        for _ in range(1_500):
            content = bytearray(good)
            for _ in range(dice.choice((1, 1, 2, 5))):
                content[dice.randrange(4, len(content))] = dice.choice((0, 1, 255, dice.randrange(256)))
            try:
                read_npz(bytes(content), "changed.npz")
            except InstanceError as error:
                refused += bool(error.diagnostics)
    assert refused > 1_000


def test_text_in_another_encoding_is_located() -> None:
    assert messages(b"mentor,mentee,points\njos\xe9,xia,1\n", "list.csv") == [
        "this is not UTF-8 text; save it as UTF-8"
    ]
    with pytest.raises(InstanceError) as caught:
        read_any(b"mentor,mentee,points\njos\xe9,xia,1\n", "list.csv")
    assert caught.value.diagnostics[0].position.line == 2
