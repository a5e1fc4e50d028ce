"""`dataclass(frozen=True, slots=True)` as the standard library means it, made in a fraction of the time.

For each class the standard decorator writes six functions as text and compiles them. The classes that a check of files
needs take longer so than 500 files take to check. Here `__init__` alone is compiled; the others are shared closures.
Type checkers see the original, and a test compares the two.
"""

import dataclasses
import operator
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NoReturn

__all__ = ["dataclass"]

# Stands for a default that is made anew for each value.
_MADE = object()

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: Literal[True], slots: Literal[True], order: bool = False) -> Callable[[type], type]:
        """Makes a frozen class with slots; used as `dataclasses.dataclass` is, and called so for type checkers."""
        assert frozen, slots  # noqa: S101 - what is asked for is what is made
        return partial(_frozen, order=order)


def _frozen(plain: type, order: bool) -> type:
    # Fields, slots and the patterns of `match` come from the original: what it does without compiling.
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    fields = dataclasses.fields(made)
    shown = [field.name for field in fields if field.repr]
    # The getter of one field gives its value, that of several a tuple; of none there is no getter.
    compared = [field.name for field in fields if field.compare]
    values: Callable[[Any], Any] = operator.attrgetter(*compared) if compared else lambda _: ()

    def represent(self: Any) -> str:
        pairs = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({pairs})"

    def hashed(self: Any) -> int:
        return hash(values(self))

    def compared_by(compare: Callable[[Any, Any], bool]) -> Callable[[Any, object], bool]:
        return lambda self, other: compare(values(self), values(other)) if type(other) is type(self) else NotImplemented

    made.__init__ = _init(made, fields)
    made.__repr__, made.__eq__, made.__hash__ = represent, compared_by(operator.eq), hashed
    if order:
        made.__lt__, made.__le__ = compared_by(operator.lt), compared_by(operator.le)
        made.__gt__, made.__ge__ = compared_by(operator.gt), compared_by(operator.ge)
    made.__setattr__, made.__delattr__ = _refuse_assignment, _refuse_deletion
    made.__getstate__, made.__setstate__ = _state, _restore
    frozen: type = made
    return frozen


def _init(made: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    """`__init__`, which puts each argument into its slot."""
    names: dict[str, Any] = {"_made": _MADE}
    parameters, lines = ["self"], ["pass"]
    for field in fields:
        name = field.name
        names[f"_set_{name}"] = made.__dict__[name].__set__
        value = name
        if field.default is not dataclasses.MISSING:
            names[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_made")
            value = f"_make_{name}() if {name} is _made else {name}"
        else:
            parameters.append(name)
        lines.append(f"_set_{name}(self, {value})")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), names)  # noqa: S102 - names of our own fields
    init = names["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _refuse_assignment(_: object, name: str, __: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
