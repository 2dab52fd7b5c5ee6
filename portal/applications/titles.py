"""What each section is called, whichever pool it belongs to. Pure."""

from portal.applications.rules import SectionKey
from portal.core.text import Text, _

TITLES: dict[str, Text] = {each.value: each.label for each in SectionKey} | {
    "plan": _("Overall goals and strategy"),
    "plan_group": _("Target group of the addendum"),
    "number_goals": _("Number goals for four years"),
    "results": _("Result requirements and milestones"),
    "tasks": _("The consultants' four tasks"),
    "positions": _("Positions"),
    "adoption": _("Political decision and hearing"),
}


class Key(str):
    """The key of a section, as the document and the database have it."""

    __slots__ = ()

    @property
    def value(self) -> str:
        return str(self)

    @property
    def label(self) -> Text:
        return TITLES.get(self) or Text(str(self), {})
