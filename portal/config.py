"""Settings: laptop defaults, then instance/config.py, then PORTAL_* in the environment, then what tests give."""

import secrets
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

LEAST_KEY = 32
SHAPES_TEMPLATES = ("language.py", "web.py")  # what they say of templates is part of the compiled ones


def load(app: Flask, given: dict[str, Any]) -> None:
    instance = Path(app.instance_path)
    app.config.from_mapping(laptop(instance))
    app.config.from_pyfile("config.py", silent=True)
    app.config.from_prefixed_env("PORTAL")
    app.config.update(given)
    if not app.config.get("SECRET_KEY") and not app.config["PRODUCTION"]:
        app.config["SECRET_KEY"] = own_key(instance)
    if len(app.config.get("SECRET_KEY") or "") < LEAST_KEY:
        raise RuntimeError(f"Set PORTAL_SECRET_KEY to at least {LEAST_KEY} random characters.")
    app.config["SESSION_COOKIE_SECURE"] = app.config["PRODUCTION"]


def laptop(instance: Path) -> dict[str, Any]:
    """What holds until something else is said: a portal that runs by itself in one folder."""
    return {
        "PRODUCTION": False,
        "SQLALCHEMY_DATABASE_URI": "sqlite:///portal.db",  # in instance/
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # what people wrote is not written to a log
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "MAX_CONTENT_LENGTH": 10 * 1024 * 1024 + 64 * 1024,  # 10 MiB of file, and the form around it
        "MAIL_SERVER": "",  # empty: mails become .eml files in MAIL_FOLDER
        "MAIL_PORT": 25,
        "MAIL_STARTTLS": False,
        "MAIL_USERNAME": "",  # empty: the server takes our mails without a sign-in
        "MAIL_PASSWORD": "",
        "MAIL_FROM": "puljeportalen@example.dk",
        "MAIL_FOLDER": str(instance / "mail"),
        "FILES_FOLDER": str(instance / "files"),
        "PAYMENT_FOLDER": str(instance / "payments"),  # one file for each released instalment
        "PROXIES": 0,  # how many stand between the people and us; each says for whom it asks
        "BASE_URL": "http://127.0.0.1:8000",  # for links in mails
        "FRESH_MINUTES": 10,  # how long a given password counts for deciding
        "IDLE_MINUTES": 480,  # a session that is not used ends
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the cookie: writing an application takes more than the usual hour
    }


def own_key(instance: Path) -> str:
    """On a laptop the key is made once and kept in instance/, so that nobody is signed out by a restart."""
    kept = instance / "secret_key"
    if not kept.exists():
        instance.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
    return kept.read_text().strip()


class CompiledTemplates(FileSystemBytecodeCache):
    """Templates as they were compiled before: all of them take more than a second, in every process.

    Each is known by its words, so one that was changed is compiled anew. What cannot be kept is compiled every time.
    """

    def __init__(self, app: Flask) -> None:
        folder, core = Path(app.instance_path) / "templates", Path(app.root_path) / "core"
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it is run, so nobody else may write it
        shape = sha256(version("jinja2").encode())
        for name in SHAPES_TEMPLATES:
            shape.update((core / name).read_bytes())
        super().__init__(str(folder), f"%s-{shape.hexdigest()[:16]}.compiled")

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)
