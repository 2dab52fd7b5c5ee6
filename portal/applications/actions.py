"""What can be done to an application, gathered for those who call: each verb stands in the file of its noun."""

from portal.applications.saving import begin, bring_back, save, save_budget

__all__ = ["begin", "bring_back", "save", "save_budget"]
