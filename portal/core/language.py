"""Danish first, English on request: the one place where sentences, dates and their readers meet."""

import os
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, force_locale, format_date, format_datetime, format_time, get_locale, gettext

from portal.core.text import Choice, Text

LANGUAGES = {"da": "Dansk", "en": "English"}
DEFAULT = "da"


def init_app(app: Flask) -> None:
    compile_catalogues(Path(app.root_path) / "translations")
    Babel(app, default_locale=DEFAULT, default_timezone="Europe/Copenhagen", locale_selector=chosen)
    app.jinja_env.finalize = shown  # every {{ … }} goes through it, so no template can forget to translate
    app.jinja_env.globals.update(languages=LANGUAGES, language=lambda: str(get_locale()), weekday=weekday, shown=shown)
    app.jinja_env.globals.update(clock_time=clock_time)


def shown(value: object) -> object:
    """A value as the reader should see it: sentences and dates in their language, the rest as it is."""
    match value:
        case Text():
            return gettext(value.english, **{name: shown(each) for name, each in value.values.items()})
        case Choice():
            return shown(value.label)
        case datetime():
            return gettext("%(date)s at %(time)s", date=format_date(value, "long"), time=clock_time(value))
        case date():
            return format_date(value, "long")
        case _:
            return value


def clock_time(value: datetime) -> str:
    """kl. 12.00 in Danish, 12:00 in English."""
    return str(format_time(value, "HH.mm" if str(get_locale()) == "da" else "HH:mm"))


def weekday(value: date) -> str:
    """fredag; a datetime counts as the day it is in Copenhagen."""
    return str(format_datetime(value, "EEEE") if isinstance(value, datetime) else format_date(value, "EEEE"))


def in_language(text: object, language: str) -> str:
    """The sentence in a named language, for mails, letters and jobs that have no reader on the line."""
    with force_locale(language):
        return str(shown(text))


def chosen() -> str:
    """The language of this request: ?language=en, remembered in the cookie. Mails and jobs have no request."""
    if not has_request_context():
        return DEFAULT
    if (asked := request.args.get("language")) in LANGUAGES:
        session["language"] = asked
    return str(session.get("language", DEFAULT))


def compile_catalogues(folder: Path) -> None:
    """Turn the rooms' catalogues into the one messages.mo that gettext reads, so that nobody can forget to."""
    for language in sorted(each for each in folder.iterdir() if each.is_dir()):
        sources = sorted((language / "LC_MESSAGES").glob("*.po"))
        target = language / "LC_MESSAGES" / "messages.mo"
        newest = max((each.stat().st_mtime for each in sources), default=0.0)
        if not target.exists() or target.stat().st_mtime < newest:
            compiled = BytesIO()
            write_mo(compiled, merged(sources, language.name))
            _replace(target, compiled.getvalue())


def merged(sources: list[Path], language: str) -> Catalog:
    """All rooms' sentences in one catalogue."""
    together = Catalog(locale=language)
    for source in sources:
        for message in read_po(source.read_text("utf-8").splitlines(), locale=language):
            if message.id:
                together.add(message.id, message.string, flags=message.flags)
    return together


def _replace(target: Path, content: bytes) -> None:
    """Whole or not at all: several processes may start at once."""
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(target)
