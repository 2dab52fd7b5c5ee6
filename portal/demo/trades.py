"""What the invented projects train for, and the numbers of the municipalities that apply. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Trade:
    """What a project trains for, in the words of its texts."""

    words: str
    occupations: tuple[tuple[str, str], ...]  # code and title, the main one first
    course: str
    school: str
    companies: str


TRADES: Mapping[str, Trade] = MappingProxyType(
    {
        "lager": Trade(
            "lager og logistik",
            (("4321", "Lager- og logistikmedarbejder"), ("8332", "Lastbilchauffør")),
            "Lager og logistik med certifikat",
            "Kursuscenter Vadehavet",
            "terminalerne og grossisterne langs E20",
        ),
        "sosu": Trade(
            "social- og sundhedsområdet",
            (("5321", "Social- og sundhedsassistent"), ("5322", "Social- og sundhedshjælper")),
            "Forløb mod social- og sundhedsuddannelsen",
            "Sundhedsskolen på Øen",
            "kommunens plejecentre og to private leverandører af hjemmepleje",
        ),
        "svejs": Trade(
            "svejsning og CNC",
            (("7212", "Svejser"), ("7223", "CNC-operatør")),
            "Svejsecertifikat og CNC, grundniveau",
            "Industriskolen ved Fjorden",
            "maskinværkstederne omkring Sønderborg, Aabenraa og Tønder",
        ),
        "chauffør": Trade(
            "vejtransport",
            (("8332", "Lastbilchauffør"), ("8331", "Buschauffør")),
            "Kørekort C og E med EU-kvalifikation",
            "Transportskolen i Trekanten",
            "vognmændene i Trekantområdet",
        ),
        "køkken": Trade(
            "køkken og kantine",
            (("5120", "Kok"), ("5131", "Tjener")),
            "Køkken, hygiejne og servering",
            "Madskolen på Øen",
            "hotellerne, kantinerne og to cateringfirmaer",
        ),
        "proces": Trade(
            "procesindustrien",
            (("8160", "Procesoperatør, fødevarer"), ("7233", "Industrimekaniker")),
            "Procesoperatør, grundforløb på seks uger",
            "Industriskolen ved Fjorden",
            "fødevarefabrikkerne i den sydlige del af regionen",
        ),
        "el": Trade(
            "el og vvs",
            (("7411", "Elektriker"), ("7126", "VVS-montør")),
            "El og vvs, afklaring og opkvalificering",
            "Teknisk Kursuscenter Vest",
            "installationsfirmaerne i byen og oplandet",
        ),
        "it": Trade(
            "it-support",
            (("3512", "IT-supporter"), ("2512", "Softwareudvikler")),
            "It-support med certificering",
            "Datakurser i Trekanten",
            "fire it-huse og kommunens egen it-afdeling",
        ),
    }
)


CVR: Mapping[str, str] = MappingProxyType(
    {
        "0573": "29189811", "0461": "35209115", "0540": "29189773", "0621": "29189897", "0561": "29189803",
        "0607": "69116418", "0630": "29189900", "0580": "29189854", "0479": "29189730", "0510": "29189757",
    }
)  # fmt: skip


def ean_of(code: str) -> str:
    """An invented number of 13 digits with the right check digit."""
    digits = f"57980{code:0>7}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return f"{digits}{-(odd + 3 * even) % 10}"


def cvr_of(code: str) -> str:
    """The municipality's own where it is known here; else an invented one with the right check digit."""
    if code in CVR:
        return CVR[code]
    for serial in range(int(code), 10_000, 9_000 // 7):
        digits = f"290{serial:04}"
        rest = sum(int(digit) * weight for digit, weight in zip(digits, (2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if rest != 1:
            return f"{digits}{(11 - rest) % 11}"
    raise LookupError(code)
