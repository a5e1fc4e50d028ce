"""Which of the instance formats a file has, and the problem in it."""

from turnabout.matching.instances.instance import instance_scale, read_instance
from turnabout.matching.instances.instance_csv import read_csv
from turnabout.matching.instances.instance_error import InstanceError, at
from turnabout.matching.instances.instance_npz import MAGIC, read_npz
from turnabout.matching.problem import Problem


def read_any(content: bytes, path: str) -> tuple[Problem, int]:
    """The problem in a file, and how many points make the value 1.

    NPZ by its first bytes. Otherwise text: the ending `.json` or `.csv` decides, and without either a file that begins
    with a brace is JSON and any other CSV. Raises InstanceError with a message for every fault.
    """
    if content.startswith(MAGIC):
        return read_npz(content, path)
    ending = path.lower().rpartition(".")[2]
    if ending == "npz":
        raise InstanceError([at(path, 1, 1, "not an NPZ file: it does not begin as a zip archive does")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InstanceError([at(path, line, 1, "this is not UTF-8 text; save it as UTF-8")]) from error
    if ending == "json" or (ending != "csv" and text.lstrip().startswith("{")):
        return read_instance(text, path), instance_scale(text)
    return read_csv(text, path, "instance"), 1
