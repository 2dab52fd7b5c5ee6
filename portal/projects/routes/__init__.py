"""Pages of projects, by noun; importing them puts their routes on the blueprint."""

from portal.projects.routes import accounts, changes, goals, instalments, offers, plan, projects, settlement, vouchers
from portal.projects.routes.blueprint import bp

__all__ = ["accounts", "bp", "changes", "goals", "instalments", "offers", "plan", "projects", "settlement", "vouchers"]
