"""Districts and bodies as lists offer them for choice; staff and their sessions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.people.models import (
    Bureau,
    District,
    Passkey,
    RecoveryCode,
    SecondFactor,
    Staff,
    StaffSession,
)

CITY = "温州市"
Options = list[tuple[str, str]]


class DistrictName(NamedTuple):
    """A district, as it is shown."""

    code: str
    name: str


class Names(NamedTuple):
    """What districts and bodies are called."""

    districts: list[DistrictName]
    bureaus: Mapping[int, str]


def district_names() -> list[DistrictName]:
    """All districts, in the order people list them."""
    return _names().districts


def district_options() -> Options:
    """The same, as choices of a form."""
    return [*district_names()]


def bureau_names() -> Mapping[int, str]:
    """The names of all bodies, those that are no more included, by their ids."""
    return _names().bureaus


def bureau_options(column: InstrumentedAttribute[Any], *, chosen: int | None = None) -> Options:
    """Pairs of id and name of the bodies that stand in ``column``, and of the one chosen.

    Asks the column's index once per body, so that the table's size does not matter.
    """
    name = ("bureaus", column.class_, column.key)
    options = remembered(name, lambda: _bureaus(_standing_in(column)))
    if chosen is None or any(key == str(chosen) for key, _ in options):
        return options
    return _bureaus(or_(_standing_in(column), Bureau.id == chosen))


def names_of_bodies_and_districts() -> list[str]:
    """What everybody knows of the city: full and short names, without what all share."""
    full = [*bureau_names().values(), *(district.name for district in district_names())]
    return [name for each in full for name in (each, each.removeprefix(CITY))]


def _names() -> Names:
    return remembered("names", _read_names)


def _read_names() -> Names:
    """Both at once: most pages that show one show the other."""
    districts = select(
        District.code.label("code"), null().label("id"), District.name, District.position
    )
    bureaus = select(null(), Bureau.id, Bureau.name, Bureau.id)
    rows = db.session.execute(districts.union_all(bureaus).order_by(District.position)).all()
    return Names(
        [DistrictName(row.code, row.name) for row in rows if row.code is not None],
        {row.id: row.name for row in rows if row.code is None},
    )


def _standing_in(column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return exists().where(column == Bureau.id)


def _bureaus(which: ColumnElement[bool]) -> Options:
    statement = select(Bureau.id, Bureau.name).where(which).order_by(Bureau.level, Bureau.name)
    return [(str(key), name) for key, name in db.session.execute(statement)]


def staff_by_username(username: str) -> Staff | None:
    """The member of staff who signs in with this name."""
    return db.session.scalar(select(Staff).where(Staff.username == username))


def staff_by_id(staff_id: int) -> Staff | None:
    """The member of staff with this number."""
    return db.session.get(Staff, staff_id)


def staff_list() -> Sequence[Staff]:
    """All accounts, those in use first, by body and name."""
    return db.session.scalars(_listed_staff()).all()


def staff_page(page: int) -> Page[Staff]:
    """A page of the accounts, in the same order."""
    return paginate(_listed_staff(), page=page)


def _listed_staff() -> Select[Staff]:
    return (
        select(Staff)
        .join(Staff.bureau)
        .order_by(Staff.is_enabled.desc(), Bureau.name, Staff.username)
    )


def bureau_by_code_or_name(text: str) -> Bureau | None:
    """The body with this code, or this full or short name."""
    return db.session.scalar(
        select(Bureau)
        .where((Bureau.code == text) | (Bureau.name == text) | (Bureau.short_name == text))
        .order_by(Bureau.valid_until.is_not(None), Bureau.id)
        .limit(1)
    )


def bureau_address(bureau_id: int) -> str | None:
    """Where mail for a body goes."""
    return db.session.scalar(select(Bureau.email).where(Bureau.id == bureau_id))


def staff_address(staff_id: int) -> str | None:
    """Where mail for a member of staff goes, while the account is open."""
    return db.session.scalar(select(Staff.email).where(Staff.id == staff_id, Staff.is_enabled))


def live_session(token_hash: str, now: datetime) -> StaffSession | None:
    """The session behind a cookie, when it has neither ended nor run out."""
    return db.session.scalar(
        select(StaffSession)
        .join(StaffSession.staff)
        .where(StaffSession.token_hash == token_hash, Staff.is_enabled, *_alive(now))
    )


def awaiting_session(token_hash: str, now: datetime) -> StaffSession | None:
    """The sign-in that waits for its code, while it may."""
    return db.session.scalar(
        select(StaffSession)
        .join(StaffSession.staff)
        .where(
            StaffSession.token_hash == token_hash,
            StaffSession.awaits_code,
            StaffSession.ended_at.is_(None),
            StaffSession.expires_at > now,
            Staff.is_enabled,
        )
    )


def second_factor_of(staff_id: int) -> SecondFactor | None:
    """What a person has set up, or is setting up."""
    return db.session.scalar(select(SecondFactor).where(SecondFactor.staff_id == staff_id))


def has_second_factor(staff_id: int) -> bool:
    """Whether a person is asked for codes."""
    factor = second_factor_of(staff_id)
    return factor is not None and factor.confirmed_at is not None


def with_second_factor() -> set[int]:
    """The ids of all who are asked for codes."""
    confirmed = SecondFactor.confirmed_at.is_not(None)
    return set(db.session.scalars(select(SecondFactor.staff_id).where(confirmed)))


def recovery_codes_left(staff_id: int) -> int:
    """How many times a person can still do without the telephone."""
    unused = (RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(select(func.count(RecoveryCode.id)).where(*unused)) or 0


def passkeys_of(staff_id: int) -> Sequence[Passkey]:
    """A person's passkeys, oldest first."""
    own = select(Passkey).where(Passkey.staff_id == staff_id).order_by(Passkey.id)
    return db.session.scalars(own).all()


def passkey_by_credential(credential_id: str) -> Passkey | None:
    """The passkey that a device names."""
    return db.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def live_sessions_of(staff_id: int, now: datetime) -> Sequence[StaffSession]:
    """The sessions in which a person is signed in, newest first."""
    return db.session.scalars(
        select(StaffSession)
        .where(StaffSession.staff_id == staff_id, *_alive(now))
        .order_by(StaffSession.created_at.desc())
    ).all()


def _alive(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        StaffSession.ended_at.is_(None),
        StaffSession.awaits_code.is_(False),
        StaffSession.is_alive(now),
    )
