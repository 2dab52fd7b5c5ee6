"""Pages about applications. A view asks, calls and answers; it never looks anything up and never commits."""

from portal.applications.routes import attachments, reading, sparring, submitting, writing
from portal.applications.routes.blueprint import bp

__all__ = ["attachments", "bp", "reading", "sparring", "submitting", "writing"]
