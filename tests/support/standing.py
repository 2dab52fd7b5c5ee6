"""What many tests stand on is built once and lies under each of them, in a transaction around theirs.

`@standing` is a fixture whose rows stay for the next test that asks for it. It may ask for `make`, `session`, `clock`
and other standing fixtures. What it returns is read anew for every test: objects of the database by their keys, in
namespaces, lists, tuples and mappings; everything else must be a value nobody changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import update_wrapper
from inspect import Parameter, Signature, signature
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, NestedTransaction, Transaction, inspect
from sqlalchemy.exc import NoInspectionAvailable

from portal.core.db import db
from tests.support.factories import Factories

BEGINS = datetime(2010, 11, 1, 9, tzinfo=UTC)  # what the clock says when it is asked for
GIVEN = ("self", "make", "session", "clock")
Build = Callable[..., Any]


def standing(build: Build) -> Any:
    """A fixture that is built once for the tests that follow one another, and handed to each as if it were new."""
    return _fixture(build, alone=True)


def lying_under(build: Build) -> Any:
    """The same, for what is made so quickly that it stands only where something standing is built on it."""
    return _fixture(build, alone=False)


def _fixture(build: Build, *, alone: bool) -> Any:
    asked = list(signature(build).parameters)
    below = [name for name in asked if name not in GIVEN]

    def handed(*_self: Any, ground: "Ground", make: Factories, **others: Any) -> Any:
        if build not in ground.built:
            return build(*_self, **{name: value for name, value in (others | {"make": make}).items() if name in asked})
        if "clock" in others:
            others["clock"].move_to(ground.built[build].now)
        return thawed(ground.built[build].value)

    update_wrapper(handed, build)
    del handed.__wrapped__  # type: ignore[attr-defined]
    handed.stands = Recipe(build, tuple(below), "clock" in asked, alone)  # type: ignore[attr-defined]
    first = [name for name in ("self", "clock") if name in asked]
    kinds = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in [*first, "ground", "make", "session", *below]]
    handed.__signature__ = Signature(kinds)  # type: ignore[attr-defined]
    return pytest.fixture(handed)


@dataclass(frozen=True)
class Recipe:
    """How a layer is built, the names of those below it, and whether it is worth a layer by itself."""

    build: Build
    below: tuple[str, ...]
    with_clock: bool
    alone: bool


@dataclass
class Layer:
    value: Any
    now: datetime | None
    undo: NestedTransaction


@dataclass
class Ground:
    """The layers that stand, in the order in which they were built, on one connection that is kept."""

    connection: Connection | None = None
    everything: Transaction | None = None
    built: dict[Build, Layer] = field(default_factory=dict)

    def under(self, recipes: Sequence[tuple[str, Recipe]]) -> Connection:
        """Let exactly these layers stand: those that stand already are kept, the rest is undone or built."""
        wanted = [recipe.build for _name, recipe in recipes]
        kept = 0
        for stands, wants in zip(self.built, wanted, strict=False):
            if stands is not wants:
                break
            kept += 1
        if kept == 0 or self.connection is None:
            self.clear()
            self.connection = db.engine.connect()
            self.everything = self.connection.begin()
        for build in reversed(list(self.built)[kept:]):
            self.built.pop(build).undo.rollback()
        values = {name: recipe.build for name, recipe in recipes}
        for _name, recipe in recipes[kept:]:
            self._build(recipe, values)
        return self.connection

    def _build(self, recipe: Recipe, values: dict[str, Build]) -> None:
        assert self.connection is not None
        undo = self.connection.begin_nested()
        db.session.configure(bind=self.connection, join_transaction_mode="create_savepoint")
        moments = [layer.now for layer in self.built.values() if layer.now]
        moment = moments[-1] if moments else BEGINS if recipe.with_clock else None
        try:
            with _time(moment) as clock:
                asked = signature(recipe.build).parameters
                given = {"self": None, "make": Factories(db.session), "session": db.session, "clock": clock}
                given |= {name: thawed(self.built[values[name]].value) for name in recipe.below}
                made = recipe.build(**{name: given[name] for name in asked})
                db.session.commit()
                value = frozen(made)
                now = datetime.now(UTC) if moment else None
        except BaseException:
            db.session.remove()
            undo.rollback()
            raise
        finally:
            db.session.remove()
            db.session.configure(bind=None, join_transaction_mode="conditional_savepoint")
        self.built[recipe.build] = Layer(value, now, undo)

    def clear(self) -> None:
        """Undo everything, and let go of the connection: what follows wants the database for itself."""
        self.built.clear()
        if self.everything is not None:
            self.everything.rollback()
        if self.connection is not None:
            self.connection.close()
        self.connection = self.everything = None


def _time(moment: datetime | None) -> Any:
    return time_machine.travel(moment, tick=False) if moment else _now()


class _now:  # noqa: N801  # stands where time_machine.travel does
    def __enter__(self) -> None: ...

    def __exit__(self, *_error: object) -> None: ...


def recipes_for(item: pytest.Item) -> list[tuple[str, Recipe]]:
    """The standing fixtures of a test with those below them, the lowest first."""
    known = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009  # no public way tells them before they are set up
    found = {name: each[-1].func.stands for name, each in known.items() if hasattr(each[-1].func, "stands")}
    chain: dict[str, Recipe] = {}

    def add(name: str) -> None:
        if name in chain:
            return
        for below in found[name].below:
            add(below)
        chain[name] = found[name]

    for name in sorted(found):
        if found[name].alone:
            add(name)
    return list(chain.items())


@dataclass(frozen=True)
class Row:
    """An object of the database, by its key, with what was hung on it in passing."""

    kind: type
    key: tuple[Any, ...]
    hung_on: Any


def frozen(value: Any) -> Any:
    """The value with every object of the database replaced by its key."""
    if isinstance(value, dict):
        return {key: frozen(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(frozen, value))
    if isinstance(value, SimpleNamespace):
        return SimpleNamespace(**frozen(vars(value)))
    try:
        state = inspect(value)
        mapped = set(state.mapper.all_orm_descriptors.keys()) | {"_sa_instance_state"}
    except (NoInspectionAvailable, AttributeError):
        return value
    return Row(
        type(value), state.identity, frozen({name: each for name, each in vars(value).items() if name not in mapped})
    )


def thawed(value: Any) -> Any:
    """The opposite, in the session of the test."""
    if isinstance(value, dict):
        return {key: thawed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(thawed, value))
    if isinstance(value, SimpleNamespace):
        return SimpleNamespace(**thawed(vars(value)))
    if not isinstance(value, Row):
        return value
    found = db.session.get(value.kind, value.key)
    for name, each in value.hung_on.items():
        setattr(found, name, thawed(each))
    return found
