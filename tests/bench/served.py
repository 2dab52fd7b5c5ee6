"""The portal, and beside it on the same server an empty Flask page: the floor under every other figure."""

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from portal import create_app

floor = Flask("floor")


@floor.get("/")
def empty() -> str:
    return ""


app = DispatcherMiddleware(create_app().wsgi_app, {"/floor": floor})
