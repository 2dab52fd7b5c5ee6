"""People, organisations, the roles held in them, and how people sign in."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.core.permissions import Role, Side
from portal.identity.rules import SIDES, Kind, Purpose, browser_name


class Organisation(Base):
    """A job centre applies for money; an employment region grants it; the operator looks after the portal.

    `code` is "JC-0573" (with the code of the leading municipality), "BR-SD" as in the code list, or "DRIFT".
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    cvr: Mapped[str] = mapped_column(default="")
    ean: Mapped[str] = mapped_column(default="")
    region: Mapped["Organisation | None"] = relationship(remote_side=[id])
    municipalities: Mapped[list["Municipality"]] = relationship(
        back_populates="job_centre", order_by="Municipality.code"
    )

    @property
    def parties(self) -> dict[Side, int]:
        return {SIDES[self.kind]: self.id}

    @property
    def reference(self) -> str:
        return self.code


class Municipality(Base):
    """One of the 98 municipalities, with the job centre that served it in 2010."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    region_code: Mapped[str]
    job_centre_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    job_centre: Mapped[Organisation] = relationship(back_populates="municipalities")


class Person(UserMixin, Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # casefolded
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="da")
    password_hash: Mapped[str] = mapped_column(default="")  # empty until the invitation is answered
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person", order_by="Membership.role")

    @property
    def reference(self) -> str:
        return f"person-{self.id}"

    @property
    def home(self) -> Organisation | None:
        """The organisation shown beside the person's name."""
        return self.memberships[0].organisation if self.memberships else None


class Membership(Base):
    __tablename__ = "membership"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(lazy="joined")

    @property
    def side(self) -> Side:
        return SIDES[self.organisation.kind]

    @property
    def parties(self) -> dict[Side, int]:
        return self.organisation.parties


class SignInSession(Base):
    """A signed-in browser. The cookie holds a random token; the table holds only its SHA-256."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime]  # when the password was last given
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(default="")
    person: Mapped[Person] = relationship()

    @property
    def browser_name(self) -> str:
        return browser_name(self.browser)


class SignInAttempt(Base):
    """A failed sign-in, counted by hashed address and by hashed account, so that guessing gets slow everywhere."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class OneTimeLink(Base):
    """A link in a mail that works once and not for ever. The table holds only the SHA-256 of its token."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[Purpose]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
