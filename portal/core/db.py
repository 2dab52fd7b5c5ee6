"""One transaction per request, committed once: nobody else in the program commits."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

from flask import Flask, Response, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, MetaData, orm

from portal.core import sqlite
from portal.core.columns import MAPPED

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(orm.DeclarativeBase):
    """Every table inherits from this (not from `db.Model`, which type checkers cannot see)."""

    registry = orm.registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=MAPPED)


class BindableSession(Session):
    """Flask-SQLAlchemy's session, except that a bind given on purpose wins: tests give it their one connection."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Engine | Connection | None = None, **rest: Any
    ) -> Engine | Connection:
        return super().get_bind(mapper, clause, bind if bind is not None else self.bind, **rest)


db = SQLAlchemy(model_class=Base, session_options={"class_": BindableSession})
migrate = Migrate(db=db)


def init_app(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, directory=str(Path(app.root_path).parent / "migrations"))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite.prepare(db.engine, only_reads)
    app.after_request(_finish_transaction)


def only_reads() -> bool:
    """True in a request that asks for something; commands and jobs count as writing."""
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}


def keep(key: Hashable, value: object) -> None:
    """Know this until the transaction ends: what stands under a lock that is held as long, and need not be asked again.

    When a savepoint ends, what was learnt within it is forgotten: it may have been undone.
    """
    db.session.info[key] = (_here(), value)


def kept(key: Hashable) -> Any:
    """What this transaction knows already, or None."""
    learnt, value = db.session.info.get(key, (None, None))
    here = _here()
    while here is not None and here is not learnt:
        here = here.parent
    return value if here is not None else None


def _here() -> orm.SessionTransaction | None:
    session = db.session()
    return session.get_nested_transaction() or session.get_transaction()


def commit_command() -> None:
    """Keep what a command of the command line did. Commands have no request whose end would commit."""
    db.session.commit()


def _finish_transaction(response: Response) -> Response:
    """Keep what a successful POST did; forget everything else, also what a page with errors (422) had touched."""
    if only_reads() or response.status_code >= 400:
        db.session.rollback()
    else:
        db.session.commit()
    return response
