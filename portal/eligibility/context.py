"""What a rule must know beside the application: the round, the guideline, the balance, the waivers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.core.money import Ore
from portal.core.text import Text
from portal.pools.settings import Settings

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def danish_day(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()


@dataclass(frozen=True)
class Waiver:
    """The director's leave to depart from one rule, to the end of the day `until`."""

    who: str
    why: str
    until: date

    def holds_at(self, moment: datetime) -> bool:
        return danish_day(moment) <= self.until


@dataclass(frozen=True)
class Required:
    """A text or a list that the pool's sections ask for, with the words for where it stands."""

    section: str
    field: str
    section_title: Text
    label: Text
    is_list: bool = False
    least: int | None = None  # characters; None: as many as the guideline says


@dataclass(frozen=True)
class RoundFacts:
    reference: str
    year: int
    region: str  # an employment region, as BR-SD
    closes_at: datetime
    frame: Ore
    opens_at: datetime | None = None
    period_start: date | None = None  # the window in which projects may lie; None: open on that side
    period_end: date | None = None
    left: Ore | None = None  # of the frame; None: not known here
    largest_grant: Ore | None = None  # None: only the frame limits a grant
    by_invitation: bool = False
    invited: frozenset[str] = frozenset()  # job centres, as JC-0573
    expected_grant_on: date | None = None
    allotted: Ore | None = None  # to this job centre, in a round that allots; None: the round does not


@dataclass(frozen=True)
class Context:
    round: RoundFacts
    guideline_version: int
    settings: Settings
    region_of: Mapping[str, str]  # job centre → employment region, for every job centre there is
    municipalities: Mapping[str, str]  # code → name, all 98
    chances: Mapping[str, str] | None = None  # occupation → RG, G or MG in the round's region; None: not imported
    balance_period: str | None = None
    balance_has_begun: bool = True  # False: the period begins after the day the application is judged at
    risk_groups: Mapping[str, date] = field(default_factory=dict)  # name → the day the region judged it
    waivers: Mapping[str, Waiver] = field(default_factory=dict)  # rule → waiver
    required: tuple[Required, ...] | None = None  # None: those of the upskilling pool
    centres: Mapping[str, str] = field(default_factory=dict)  # job centre → name
    scans: bool = True  # False where no virus scanner is set up: then a file that was not scanned is accepted

    @property
    def good_occupations(self) -> frozenset[str]:
        return frozenset(code for code, chance in (self.chances or {}).items() if chance in {"RG", "G"})

    def job_centre(self, code: str) -> str:
        return f"{self.centres[code]} ({code})" if code in self.centres else code

    def municipality(self, code: str) -> str:
        return f"{self.municipalities[code]} ({code})" if code in self.municipalities else code
