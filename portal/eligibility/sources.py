"""Where a rule comes from: the points of the guideline, and the page or law behind each. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.core.text import Text, _

POINTS: Mapping[int, Text] = MappingProxyType(
    {
        1: _("Applicant, deadline and project period"),
        2: _("Target group and job prospects"),
        3: _("Content of the project"),
        4: _("Goals and follow-up"),
        5: _("Budget and financing"),
        6: _("Organisation and cooperation with the region"),
        7: _("Documents and declarations"),
    }
)
PRACTICE = _("good practice")
OWN_FIGURE = _("good practice; a figure the region can change")
STAR_BUDGETS = _("STAR's guide to project budgets, 2016 (used as a model)")
STAR_POOLS = _("STAR's pool notices, 2017 (used as a model)")
AUDIT = _("the Social ministry's rules on audit of grants, order 614/2020, section 25 (used as a model)")
COSTS = _("the Social ministry's rules on grants, order 614/2020, section 9 (used as a model)")
NOT_ELIGIBLE = _("the Social ministry's rules on grants, order 614/2020, section 14 (used as a model)")
START = _("the Social ministry's guide on project periods (used as a model)")
FINANCING = _("the Social ministry's guide on financing of projects (used as a model)")
ACCOUNTS = _("the Social ministry's guide on accounts (used as a model)")
DATA_PROTECTION = _("the Data Protection Act, section 11")
INVOICES = _("the rules on electronic invoicing of public authorities")
VAT = _("the rules on VAT refund to municipalities")
FUND_VAT = _("STAR's guide to project budgets, 2016, and the rules on VAT of gifts from funds (used as a model)")
REFUND = _("the guide of 2011 on state reimbursement of activation costs")
MAPPING = _("Employment Region North Jutland, mapping of the efforts, 6 December 2010")


def slides(pages: str) -> Text:
    return _("Employment Region Southern Denmark, slides on the package, autumn 2010, page %(pages)s", pages=pages)


def source(year: int, version: int, point: int, basis: Text) -> Text:
    values = {"year": year, "version": version, "point": point, "basis": basis}
    return _("Guidelines %(year)s version %(version)s, point %(point)s; %(basis)s", **values)
