"""The commands that belong to no single room: the worker, the chain of events, the demonstration data."""

import time
from datetime import date, datetime

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from portal.core import audit, clock, daily, outbox
from portal.core.db import db
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
def run_daily(on: datetime | None) -> None:
    """Queue the work of a day, such as reminders, unless it is done already, and run what waits."""
    daily.queue(on.date() if on else clock.today())
    click.echo(f"{outbox.run_pending()} rows of the outbox are done, {outbox.waiting()} wait.")


@audit_group.command("verify")
def verify() -> None:
    """Walk the chain of events and name the first break. Exit code 1 when there is one."""
    events = db.session.scalars(select(audit.Event).order_by(audit.Event.id)).all()
    broken = audit.first_break(events)
    if broken is None:
        click.echo(f"{len(events)} events, the chain holds.")
        return
    click.echo(f"The chain breaks at event {broken.id} ({broken.what}, {broken.subject}, {broken.at.isoformat()}).")
    raise SystemExit(1)


def init_app(app: Flask) -> None:
    app.cli.add_command(worker)
    app.cli.add_command(audit_group)
    app.cli.add_command(demo)
