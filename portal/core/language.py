"""Danish first, English on request: the one place where sentences, dates and their readers meet."""

import os
from collections.abc import Iterable
from datetime import date, datetime
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, force_locale, format_date, format_datetime, format_time, get_domain, get_locale

from portal.core.money import NO_BREAK
from portal.core.text import Both, Choice, Text, _

LANGUAGES = {"da": "Dansk", "en": "English"}
DEFAULT = "da"
TWO_STOPS = f"{NO_BREAK}kr.."
_CATALOGUES: dict[str, NullTranslations] = {}  # by language, read when it is first spoken
_ENGLISH = NullTranslations()  # as it is written, where there is no reader


def init_app(app: Flask) -> None:
    compile_catalogues(Path(app.root_path) / "translations")
    Babel(app, default_locale=DEFAULT, default_timezone="Europe/Copenhagen", locale_selector=chosen)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of its extension for languages
        gettext=lambda english: _catalogue().gettext(english),
        ngettext=lambda one, many, number: _catalogue().ngettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.finalize = shown  # every {{ … }} goes through it, so no template can forget to translate
    app.jinja_env.globals.update(languages=LANGUAGES, language=lambda: str(get_locale()), weekday=weekday, shown=shown)
    app.jinja_env.globals.update(clock_time=clock_time)
    app.jinja_env.filters["together"] = together
    app.jinja_env.filters["sentence"] = sentence


def shown(value: object) -> object:
    """A value as the reader should see it: sentences and dates in their language, the rest as it is."""
    match value:
        case Text():
            return one_full_stop(_said(value))
        case Both():
            return value.english if str(get_locale()) == "en" else value.danish
        case Choice():
            return shown(value.label)
        case datetime():
            return _said(_("%(date)s at %(time)s", date=format_date(value, "long"), time=clock_time(value)))
        case date():
            return format_date(value, "long")
        case str():
            return one_full_stop(value)
        case _:
            return value


def _said(text: Text) -> str:
    said = _catalogue().gettext(text.english)
    return said % {name: shown(each) for name, each in text.values.items()} if text.values else said


def _catalogue() -> NullTranslations:
    """The sentences of the reader's language. A page asks hundreds of times, so it seeks the context only once."""
    if (locale := get_locale()) is None:
        return _ENGLISH
    if (catalogue := _CATALOGUES.get(locale.language)) is None:
        catalogue = _CATALOGUES[locale.language] = get_domain().get_translations()
    return catalogue


def one_full_stop(said: str) -> str:
    """A sentence that ends with an amount ends with the full stop of the kr. alone. Markup stays markup."""
    return said.replace(TWO_STOPS, TWO_STOPS[:-1])


def together(names: Iterable[str]) -> str:
    """Camilla Vig og Steen Borg."""
    return str(format_list(list(names), locale=get_locale() or DEFAULT))


def sentence(value: object) -> str:
    """A value that stands alone on its line, so it begins with a capital letter."""
    said = str(shown(value))
    return said[:1].upper() + said[1:]


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
    catalogue = Catalog(locale=language)
    for source in sources:
        for message in read_po(source.read_text("utf-8").splitlines(), locale=language):
            if message.id:
                catalogue.add(message.id, message.string, flags=message.flags)
    return catalogue


def _replace(target: Path, content: bytes) -> None:
    """Whole or not at all: several processes may start at once."""
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(target)
