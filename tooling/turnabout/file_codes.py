"""The codes of complaints about whole files: where they lie, what they are called, whether they can be read."""

from enum import StrEnum

from turnabout.yamlfile.codes import CodePage


class FileCode(StrEnum):
    """A published code never changes its meaning."""

    PLACE = "FILE001"
    CAPITALS = "FILE002"
    LINK = "FILE003"
    UNREADABLE = "FILE004"
    SECOND = "FILE005"
    ENDING = "FILE006"
    NAME = "FILE007"
    FORMAT = "FILE008"
    ORDER = "FILE009"


FILE_PAGES: tuple[CodePage, ...] = (
    CodePage(
        FileCode.PLACE,
        "Ensure every file under program/ lies where its meaning is clear",
        "The path of a file says what it is and whose: nothing is typed twice. A file at another place would be ignored "
        "in silence, and somebody's pair with it.",
        "program/pair/digital-2026/ana-ruiz--lee-wong.yaml",
        "program/pairs/digital-2026/ana-ruiz--lee-wong.yaml",
    ),
    CodePage(
        FileCode.CAPITALS,
        "Ensure no two paths differ only in capital letters",
        "On Windows and macOS the two would be one file, and one of them would be lost.",
        "program/participants/A/ana.yaml\nprogram/participants/a/ana.yaml",
        "program/participants/a/ana.yaml",
    ),
    CodePage(
        FileCode.LINK,
        "Ensure everything under program/ is a plain file",
        "A link or a submodule can lead out of the repository, to files that nobody meant to publish.",
        "program/participants/ana.yaml -> ../../../secrets.yaml",
        "program/participants/ana.yaml",
    ),
    CodePage(
        FileCode.UNREADABLE,
        "Ensure every file can be read",
        "A file that cannot be read cannot be checked, and the pairing must not go on without it.",
        "program/participants/ana.yaml, readable by nobody",
        "program/participants/ana.yaml, readable by you",
    ),
    CodePage(
        FileCode.SECOND,
        "Ensure every person has one file",
        "Folders below participants/ are free, so the same id could be used twice; then nobody could say which file counts.",
        "program/participants/lisbon/ana.yaml\nprogram/participants/porto/ana.yaml",
        "program/participants/lisbon/ana.yaml",
    ),
    CodePage(
        FileCode.ENDING,
        "Ensure files end in .yaml",
        "With two endings one name could stand for two files.",
        "program/topics.yml",
        "program/topics.yaml",
    ),
    CodePage(
        FileCode.NAME,
        "Ensure names of files and folders can be seen",
        "A line break, a direction mark or a letter in another encoding makes two names look alike, or one name look "
        "like something else.",
        "program/participants/ana<line break>.yaml",
        "program/participants/ana.yaml",
    ),
    CodePage(
        FileCode.FORMAT,
        "Ensure the files follow the data format that this Turnabout reads",
        "Read by a tool of another age, a file means less or something else. Newer files need a newer Turnabout; older "
        "ones are rewritten by `turnabout migrate`.",
        "format: 2    # in program/topics.yaml, read by a Turnabout that knows format 1",
        "format: 1    # or no such line",
    ),
    CodePage(
        FileCode.ORDER,
        "Ensure `turnabout fmt` can put the file in order",
        "Some legal YAML is so rare that moving lines in it would be a risk. Such a file is left as it is.",
        "? title\n: Digital 2026",
        "title: Digital 2026",
    ),
)
