"""People as they are typed: whether they take part, and which of two is the mentor; asked before anything is solved."""

from turnabout.errors import UsageError
from turnabout.model import Role
from turnabout.workspace import Workspace


def require_part(workspace: Workspace, program: str, person: str) -> Role:
    """The person's role. UsageError where the program or the person does not exist, or the person takes no part in it."""
    found, of = workspace.person(person), workspace.program(program)
    if of.id not in found.programs:
        raise UsageError(f"`{person}` takes no part in `{program}`", f"add it under `programs` in {found.path}")
    return found.programs[of.id].role


def mentor_and_mentee(workspace: Workspace, program: str, one: str, other: str) -> tuple[str, str]:
    """The two as (mentor, mentee), whatever the order they were typed in; UsageError where they cannot be a pair."""
    role, same = (require_part(workspace, program, person) for person in (one, other))
    if one == other:
        raise UsageError(f"`{one}` is named twice", "a pair has one mentor (junior) and one mentee (senior)")
    if role is same:
        raise UsageError(
            f"`{one}` and `{other}` are both {role.value}s", "a pair has one mentor (junior) and one mentee (senior)"
        )
    return (one, other) if role is Role.MENTOR else (other, one)
