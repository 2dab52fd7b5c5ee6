"""Functions of SQL that each database has under its own name."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


def writes(function: type[GenericFunction[Any]], anywhere: str, *, sqlite: str) -> None:
    """How a function stands in a statement; %s is what it is given."""
    compiles(function)(_writer(anywhere))
    compiles(function, "sqlite")(_writer(sqlite))


def _writer(words: str) -> Callable[..., str]:
    return lambda element, compiler, **kept: words % compiler.process(element.clauses, **kept)
