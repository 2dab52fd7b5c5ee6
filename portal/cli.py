"""The commands that belong to no single room: the worker, the chain of events, the demonstration data."""

import time
from datetime import date, datetime

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale

from portal.core import clock, daily, health, outbox, verifying
from portal.core.commands import Day, failed, language_option, say
from portal.core.db import commit_command, db
from portal.core.errors import Refusal
from portal.core.language import shown
from portal.core.text import Text, _
from portal.demo.commands import demo
from portal.identity.beginning import invite_administrator
from portal.identity.places import ensure_places
from portal.pools.catalogue import ensure_pools

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
            verifying.note_the_end()
            queued = today
        health.beat()
        outbox.run_pending()
        db.session.remove()
        if once:
            return
        time.sleep(every)


@worker.command("daily")
@click.option("--on", type=Day(), help="As if it were this day. Default: today.")
@language_option
def run_daily(on: datetime | None, language: str) -> None:
    """Queue the work of a day, such as reminders, unless it is done already, and run what waits."""
    daily.queue(on.date() if on else clock.today())
    verifying.note_the_end()
    done = outbox.run_pending()
    with force_locale(language):
        say(_("Rows of the outbox done: %(done)s. Waiting: %(waiting)s.", done=done, waiting=outbox.waiting()))


@worker.command("retry")
@language_option
def retry(language: str) -> None:
    """Take up what was given up, such as mails to a server that did not answer for days. The worker then sends it."""
    taken_up = outbox.try_again()
    commit_command()
    with force_locale(language):
        say(_("Rows of the outbox taken up again: %(number)s.", number=taken_up))


@audit_group.command("verify")
@click.option("--end", default="", help="The hash of an event, as it was noted elsewhere.")
@language_option
def verify(end: str, language: str) -> None:
    """Walk the chain of events and compare what was signed. Exit code 1 when anything does not stand any more."""
    walked = verifying.walk(end=end)
    with force_locale(language):
        for problem in walked.problems:
            say(problem)
        if walked.problems:
            raise SystemExit(1)
        say(_("Events: %(number)s. The chain holds.", number=walked.number))
        if walked.end is not None:
            values = {"id": walked.end.id, "hash": walked.end.hash, "noted": walked.noted}
            say(_("The last is event %(id)s, %(hash)s. Ends noted before that still stand: %(noted)s.", **values))


@click.command("begin")
@click.option("--name", required=True, help="Of the first administrator.")
@click.option("--email", required=True, help="Where the invitation is sent.")
@language_option
@with_appcontext
def begin(name: str, email: str, language: str) -> None:
    """Make an empty database ready for use: places, pools, and an invitation to the first administrator."""
    ensure_places()
    ensure_pools()
    with force_locale(language):
        try:
            invite_administrator(name, email)
        except Refusal as refused:
            said = " ".join(str(shown(each.text)) for each in refused.problems)
            raise failed(Text("%(said)s", {"said": said})) from None
        commit_command()
        say(_("An invitation to %(email)s waits for the worker. The link in it works for seven days.", email=email))


def init_app(app: Flask) -> None:
    app.cli.add_command(begin)
    app.cli.add_command(worker)
    app.cli.add_command(audit_group)
    app.cli.add_command(demo)
