"""Occupations, the labour-market balance, and indicator figures; with the imports they came from."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.audit import append_only
from portal.core.db import Base
from portal.identity.models import Person
from portal.labour_market.numbers import Figure
from portal.labour_market.rules import Category
from portal.labour_market.uploads import RegionUpload


class Occupation(Base):
    """ISCO-08 unit group with its Danish title."""

    __tablename__ = "occupation"

    code: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]


class BalanceEntry(Base):
    """The balance of one occupation in one area (an employment region's code) and one half-year ("2010H1")."""

    __tablename__ = "balance_entry"
    __table_args__ = (UniqueConstraint("period", "area_code", "occupation_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(index=True)
    area_code: Mapped[str]
    occupation_code: Mapped[str] = mapped_column(ForeignKey("occupation.code"))
    category: Mapped[Category]
    invented: Mapped[bool] = mapped_column(default=False)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("balance_import.id"))
    occupation: Mapped[Occupation] = relationship()


class BalanceImport(RegionUpload, Base):
    """An uploaded balance file: stored as balance only when the person confirms."""

    __tablename__ = "balance_import"

    KIND, LETTERS = "balance", "BAL"

    valid_from: Mapped[date | None]


class IndicatorImport(RegionUpload, Base):
    """An uploaded file of figures, and where they come from."""

    __tablename__ = "indicator_import"

    KIND, LETTERS = "indicators", "IND"

    source: Mapped[str]
    retrieved_on: Mapped[date]
    invented: Mapped[bool] = mapped_column(default=False)


class IndicatorFigure(Base):
    """One figure as it was imported. A later figure is a new revision; the earlier one is never altered."""

    __tablename__ = "indicator_figure"
    __table_args__ = (UniqueConstraint("indicator", "area", "period", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str]
    area: Mapped[str]
    period: Mapped[str]
    revision: Mapped[int]
    thousandths: Mapped[int] = mapped_column(BigInteger)
    import_id: Mapped[int] = mapped_column(ForeignKey("indicator_import.id"))
    stored_at: Mapped[datetime]
    stored_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    imported: Mapped[IndicatorImport] = relationship()
    stored_by: Mapped[Person] = relationship()

    @property
    def figure(self) -> Figure:
        return Figure(self.thousandths)

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.indicator, self.area, self.period)


append_only(IndicatorFigure)
