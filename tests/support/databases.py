"""The database a test run may do with as it likes: in memory, or one of its own on the server it is given."""

import os

from sqlalchemy import create_engine, make_url, text

IN_MEMORY = "sqlite://"


def own_database(purpose: str = "") -> str:
    """TEST_DATABASE_URL names a PostgreSQL server; each worker of pytest-xdist gets an empty database there.

    With a `purpose` it is one more, beside the one the other tests share.
    """
    given = os.environ.get("TEST_DATABASE_URL", IN_MEMORY)
    if not given.startswith("postgresql"):
        return given
    worker = f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}{purpose}"
    name = f"portal_test_{worker}_{os.environ.get('TEST_RUN', '')}".rstrip("_")
    server = create_engine(make_url(given), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))  # it need not survive a crash
    server.dispose()
    return make_url(given).set(database=name).render_as_string(hide_password=False)


def drop_what_a_run_left() -> None:
    """The databases of the run named in TEST_RUN."""
    server = create_engine(make_url(os.environ["TEST_DATABASE_URL"]), isolation_level="AUTOCOMMIT")
    of_this_run = text("SELECT datname FROM pg_database WHERE datname LIKE :ending ESCAPE '!'")
    with server.connect() as connection:
        for name in connection.scalars(of_this_run, {"ending": f"portal!_test!_%!_{os.environ['TEST_RUN']}"}).all():
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    server.dispose()


if __name__ == "__main__":
    drop_what_a_run_left()
