"""Balance categories and the job chances that follow from them. Pure."""

from portal.core.text import Choice, _


class Category(Choice):
    """The five classes of the labour-market balance of 2010."""

    OVER = "OVER", _("Labour surplus")
    BAL = "BAL", _("Balance between supply and demand")
    PARA = "PARA", _("Paradox problems")
    MANG = "MANG", _("Labour shortage")
    STRUK = "STRUK", _("Cross-cutting structural shortage")


class Chance(Choice):
    RG = "RG", _("Very good job prospects")
    G = "G", _("Good job prospects")
    MG = "MG", _("Less good job prospects")


CHANCES = {
    Category.OVER: Chance.MG,
    Category.BAL: Chance.G,
    Category.PARA: Chance.RG,
    Category.MANG: Chance.RG,
    Category.STRUK: Chance.RG,
}


class ImportStatus(Choice):
    PREVIEW = "preview", _("Waits for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DROPPED = "dropped", _("Dropped")
