"""Districts, bureaus with their dated successors, staff, and the sessions of staff."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.audit import Actor, Audited
from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.browser_sessions import BrowserSession
from app.kernel.db.cache import Remembered
from app.kernel.db.reference import known
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.people.rules import BureauLevel, Role


class District(Remembered, Base):
    """A county, city or district under the city, by its six-digit code (GB/T 2260)."""

    __tablename__ = "districts"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    short_name: Mapped[str] = mapped_column(String(4))
    position: Mapped[int]
    longitude: Mapped[float]
    """Degrees east, as ``latitude`` is degrees north."""
    latitude: Mapped[float]
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    former_codes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Codes of earlier days: ``{"code", "name", "until", "note"}``."""


class Bureau(Remembered, Base):
    """A body of the city or of a district, in office from ``valid_from`` to ``valid_until``."""

    __tablename__ = "bureaus"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    short_name: Mapped[str] = mapped_column(String(30))
    level: Mapped[BureauLevel]
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    policy_item: Mapped[int | None]
    """Number of the item in the policy's 职责分工 that names this body."""
    duties: Mapped[str] = mapped_column(Text, default="")
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    is_coordination_office: Mapped[bool] = mapped_column(default=False)

    district: Mapped[District | None] = relationship()


class BureauSuccession(Base):
    """Which body took over the duties of another, and when."""

    __tablename__ = "bureau_successions"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), index=True)
    on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(200))

    predecessor: Mapped[Bureau] = relationship(foreign_keys=predecessor_id)
    successor: Mapped[Bureau] = relationship(foreign_keys=successor_id)


class Staff(Audited, Base):
    """A member of staff, who acts for one bureau."""

    __tablename__ = "staff"
    __table_args__ = NOT_PUBLIC
    UNTOLD = Audited.UNTOLD | {"password_hash", "password_changed_at", "failed_attempts"}
    PERSONAL = frozenset({"full_name", "username", "email"})

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    full_name: Mapped[str] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    """Where reminders go; without it, to the person's body."""
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime]
    is_enabled: Mapped[bool] = mapped_column(default=True)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]

    bureau: Mapped[Bureau] = relationship(lazy="joined")
    roles: Mapped[list["StaffRole"]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        primaryjoin=lambda: and_(Staff.id == StaffRole.staff_id, known(StaffRole)),
    )

    def has_role(self, role: Role) -> bool:
        """Whether the person holds ``role``."""
        return any(held.role is role for held in self.roles)

    def as_actor(self) -> Actor:
        """The person as the audit log names them."""
        return Actor(self.id, self.full_name, ",".join(sorted(held.role for held in self.roles)))


class StaffRole(Base):
    """A role that a person holds."""

    __tablename__ = "staff_roles"
    __table_args__ = NOT_PUBLIC

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)


class StaffSession(BrowserSession, Base):
    """A signed-in browser of a member of staff; it stays, to be seen, when it has ended."""

    __tablename__ = "staff_sessions"
    __table_args__ = NOT_PUBLIC

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    ended_at: Mapped[datetime | None]
    awaits_code: Mapped[bool] = mapped_column(default=False)
    """The password was right; it is no session before the code is, too."""
    second_factor_at: Mapped[datetime | None]
    """When a code from the telephone was given, or first shown to be right."""

    staff: Mapped[Staff] = relationship(lazy="joined")


class SecondFactor(Base):
    """What a person's telephone makes codes from (TOTP, RFC 6238)."""

    __tablename__ = "second_factors"
    __table_args__ = NOT_PUBLIC

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(EncryptedText("second_factors.secret"))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When the first code was right; until then none is asked for."""
    last_step: Mapped[int] = mapped_column(default=0)
    """The half minute since 1970 of the last code: none up to it counts (OWASP ASVS 5.0, 6.5.1)."""
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(lazy="joined")


class RecoveryCode(Base):
    """A code on paper that stands in for the telephone once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("staff_id", "code_hash"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key pair of which a person's device holds the private half (W3C Web Authentication)."""

    __tablename__ = "passkeys"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    """What the person calls the device."""
    credential_id: Mapped[str] = mapped_column(Text, unique=True)
    """As the device names it, in Base64 of addresses."""
    public_key: Mapped[str] = mapped_column(Text)
    """COSE, in Base64 of addresses."""
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """How often the device has signed, as it says; many always say 0."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(lazy="joined")


class PasskeyChallenge(Base):
    """What a device is asked to sign, once, within minutes."""

    __tablename__ = "passkey_challenges"
    __table_args__ = NOT_PUBLIC

    challenge: Mapped[str] = mapped_column(String(86), primary_key=True)
    """64 random bytes, in Base64 of addresses."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    """Who adds a passkey; nobody yet where one signs in."""
    expires_at: Mapped[datetime]
