"""The agenda library beside what was found in `program/`: `validate` tells of its faults, `publish build` stops at them."""

from turnabout.cli.setting import Read, Setting
from turnabout.files import Files, read_below

SITE = "site/"
AGENDAS = f"{SITE}agendas"


def with_agendas(setting: Setting, found: Read) -> Read:
    """The same with the faults of agendas, in order. They are few, so each run reads and checks them."""
    read = read_below(setting.root, AGENDAS, ".md")
    if read == Files({}):
        return found
    # Late: not every repository has agendas.
    from turnabout.agendas import read_agenda

    faults = [
        fault for path, content in read.contents.items() for fault in read_agenda(path.removeprefix(SITE), content)[1]
    ]
    return found.beside(read, faults)
