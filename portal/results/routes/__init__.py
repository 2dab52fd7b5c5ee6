"""Pages about figures and results reviews. A view asks, calls and answers."""

from portal.results.routes import (
    annual,
    annual_editions,
    figure_imports,
    figures,
    report_answering,
    report_writing,
    reports,
    review_writing,
    reviews,
)
from portal.results.routes.blueprint import bp

__all__ = [
    "annual",
    "annual_editions",
    "bp",
    "figure_imports",
    "figures",
    "report_answering",
    "report_writing",
    "reports",
    "review_writing",
    "reviews",
]
