"""Occupations, and the labour-market balance per period and area, with the imports it came from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.core.findings import ImportStatus
from portal.core.permissions import Side
from portal.identity.models import Organisation, Person
from portal.labour_market.rules import Category


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


class BalanceImport(Base):
    """An uploaded balance file: read and shown first, stored as balance only when the person confirms."""

    __tablename__ = "balance_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    region_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    file_name: Mapped[str]
    sha256: Mapped[str]
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.PREVIEW)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    valid_from: Mapped[date | None]
    region: Mapped[Organisation] = relationship()
    uploaded_by: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> dict[Side, int]:
        return {Side.GRANTING: self.region_id}

    @property
    def reference(self) -> str:
        return f"balance-{self.id}"
