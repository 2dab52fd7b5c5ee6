"""What can be done to an application, gathered for those who call: each verb stands in the file of its noun."""

from portal.applications.saving import begin, bring_back, save, save_budget
from portal.applications.sparring import log as log_sparring
from portal.applications.submitting import submit, withdraw

__all__ = ["begin", "bring_back", "log_sparring", "save", "save_budget", "submit", "withdraw"]
