"""The agenda library as pages are made from it: all agendas that lie below site/agendas/, or none of them."""

from collections.abc import Mapping

from turnabout.agendas import Agenda, read_agenda
from turnabout.diagnostics import Diagnostic
from turnabout.errors import UsageError
from turnabout.wording import counted

_SHOWN = 12  # problems in one message


def read_agendas(contents: Mapping[str, bytes]) -> dict[str, Agenda]:
    """The agendas by topic, in order of title, from the files by path below site/.

    UsageError that names every fault of every agenda, as `turnabout validate` does.
    """
    found: dict[str, Agenda] = {}
    faults: list[Diagnostic] = []
    for path, content in sorted(contents.items()):
        agenda, wrong = read_agenda(path, content)
        faults += wrong
        if agenda is not None:
            found[agenda.topic] = agenda
    if faults:
        lines = [f"{each.position.path}:{each.position.line}: {each.code} {each.message}" for each in faults[:_SHOWN]]
        more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        shown = "\n".join(f"  {each}" for each in [*lines, *more])
        raise UsageError(f"the agenda library has {counted(len(faults), 'problem')}", f"mend these first:\n{shown}")
    return dict(sorted(found.items(), key=lambda each: (each[1].title.casefold(), each[0])))
