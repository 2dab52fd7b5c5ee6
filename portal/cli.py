"""The commands that belong to no single room: the worker, the chain of events, the demonstration data."""

import time
from datetime import date, datetime

import click
from flask import Flask
from flask.cli import AppGroup
from flask_babel import force_locale
from sqlalchemy import select

from portal.core import audit, clock, daily, outbox
from portal.core.commands import language_option, say
from portal.core.db import db
from portal.core.text import _
from portal.demo.commands import demo

worker = AppGroup("worker", help="What must arrive: mails, letters, reminders.")
audit_group = AppGroup("audit", help="The chain of events.")


@worker.command("run")
@click.option("--once", is_flag=True, help="Run what waits now, and stop.")
@click.option("--every", default=2.0, show_default=True, help="Seconds between two looks.")
def run_worker(once: bool, every: float) -> None:
    """Do the work of the day once, send what waits in the outbox, and go on doing so."""
    queued: date | None = None
    while True:
        if (today := clock.today()) != queued:
            daily.queue(today)
            queued = today
        outbox.run_pending()
        db.session.remove()
        if once:
            return
        time.sleep(every)


@worker.command("daily")
@click.option("--on", type=click.DateTime(formats=["%Y-%m-%d"]), help="As if it were this day. Default: today.")
@language_option
def run_daily(on: datetime | None, language: str) -> None:
    """Queue the work of a day, such as reminders, unless it is done already, and run what waits."""
    daily.queue(on.date() if on else clock.today())
    done = outbox.run_pending()
    with force_locale(language):
        say(_("Rows of the outbox done: %(done)s. Waiting: %(waiting)s.", done=done, waiting=outbox.waiting()))


@audit_group.command("verify")
@language_option
def verify(language: str) -> None:
    """Walk the chain of events and name the first break. Exit code 1 when there is one."""
    events = db.session.scalars(select(audit.Event).order_by(audit.Event.id)).all()
    broken = audit.first_break(events)
    with force_locale(language):
        if broken is None:
            say(_("Events: %(number)s. The chain holds.", number=len(events)))
            return
        values = {"id": broken.id, "what": broken.what, "subject": broken.subject, "at": broken.at.isoformat()}
        say(_("The chain breaks at event %(id)s (%(what)s, %(subject)s, %(at)s).", **values))
    raise SystemExit(1)


def init_app(app: Flask) -> None:
    app.cli.add_command(worker)
    app.cli.add_command(audit_group)
    app.cli.add_command(demo)
