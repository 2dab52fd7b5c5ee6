"""Pages about results reviews and reports. A view asks, calls and answers."""

from portal.results.routes import (
    annual,
    annual_editions,
    report_answering,
    report_writing,
    reports,
    review_uploads,
    review_writing,
    reviews,
)
from portal.results.routes.blueprint import bp

__all__ = [
    "annual",
    "annual_editions",
    "bp",
    "report_answering",
    "report_writing",
    "reports",
    "review_uploads",
    "review_writing",
    "reviews",
]
