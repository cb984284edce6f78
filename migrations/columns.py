"""Columns, constraints and indexes that many tables have in common.

Migrations call this, and nobody else. What it makes is part of those that sites have run.
"""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

INSTANT = DateTime(timezone=True)


def where(condition: str) -> dict[str, Any]:
    """Of an index: only rows of which ``condition`` holds."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def newest(day: str) -> tuple[str, ...]:
    """Of an index: what a public list asks for, the newest by ``day`` first."""
    return ("status", day, "id", "published_on", "publish_until")


def lists(table: str, day: str, filters: tuple[str, ...], **narrowed: str) -> list[Index]:
    """Indexes of a public list: of all of it, and as it is ``narrowed`` by one of its filters."""
    return [Index(f"ix_{table}_list", *newest(day), *filters)] + [
        Index(
            f"ix_{table}_by_{name}", one, *newest(day), *(each for each in filters if each != one)
        )
        for name, one in narrowed.items()
    ]


def required(kind: TypeEngine[Any] | type[TypeEngine[Any]], *names: str) -> list[Column[Any]]:
    """Columns of one type that each row must fill."""
    return [Column(name, kind, nullable=False) for name in names]


def optional(kind: TypeEngine[Any] | type[TypeEngine[Any]], *names: str) -> list[Column[Any]]:
    """Columns of one type that may be empty."""
    return [Column(name, kind) for name in names]


def enums(*names: str) -> list[Column[Any]]:
    """Values of enumerations, each of which a row must have."""
    return required(String(40), *names)


def person(role: str, *, required: bool = False) -> list[Column[Any]]:
    """A member of staff as values, which outlive the account."""
    return [
        Column(f"{role}_id", Integer, nullable=not required),
        Column(f"{role}_name", String(80), nullable=False),
    ]


def of_record() -> list[Column[Any]]:
    """The record of any kind that a row is about."""
    return [*enums("kind"), Column("record_id", Integer, nullable=False)]


def link(first: str, first_table: str, second: str, second_table: str) -> list[SchemaItem]:
    """What links two records."""
    return [
        Column(first, ForeignKey(f"{first_table}.id"), nullable=False),
        Column(second, ForeignKey(f"{second_table}.id"), nullable=False, index=True),
        Column("linked_at", INSTANT, nullable=False),
        UniqueConstraint(first, second),
    ]


def file(length: int = 40) -> list[Column[Any]]:
    """What is kept of a file that somebody handed in, with a media type of this length."""
    return [
        Column("media_type", String(length), nullable=False),
        Column("upload_id", String(64), nullable=False, unique=True),
        Column("size", Integer, nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("created_at", INSTANT, nullable=False),
        Column("name", Text, nullable=False),
    ]


def source() -> list[Column[Any]]:
    """Where a record that was imported comes from."""
    return [
        Column("source_row", Integer),
        Column("source_key", String(64), unique=True),
        Column("checked_on", Date),
        Column("source_bureau_id", Integer, ForeignKey("bureaus.id"), index=True),
        Column("import_batch_id", Integer, ForeignKey("import_batches.id"), index=True),
    ]


def publication(*, attached: bool = False, contestable: bool = False) -> list[Column[Any]]:
    """From when until when a record is public, and where it comes from.

    It may have files attached, and its party may object to it.
    """
    files = Column("attachments", String(300), nullable=False, server_default="")
    return [
        *([files] if attached else []),
        *(optional(Date, "objected_on") if contestable else []),
        Column("status", String(40), nullable=False),
        *optional(Date, "published_on", "publish_until", "withdrawn_on"),
        Column("withdrawal_reason", String(500)),
        *required(INSTANT, "created_at", "updated_at"),
        *source(),
    ]


def party() -> list[SchemaItem]:
    """Whom a decision addresses."""
    return [
        Column("company_id", ForeignKey("companies.id")),
        Column("party_name", String(200), nullable=False),
        *enums("party_kind"),
        Column("uscc", String(18), index=True),
        Column("registration_number", String(50)),
    ]


def decision() -> list[Column[Any]]:
    """Who decided it when, under which number, and who told the site of it."""
    return [
        Column("legal_representative", String(50)),
        Column("decision_number", String(128), index=True),
        Column("content", Text, nullable=False),
        Column("decided_on", Date, nullable=False),
        Column("valid_until", Date),
        Column("deciding_bureau_id", ForeignKey("bureaus.id")),
        Column("deciding_body", String(200), nullable=False),
        Column("deciding_body_code", String(18)),
        Column("source_body", String(200), nullable=False),
        Column("remark", String(512)),
        Column("district_code", ForeignKey("districts.code")),
    ]


def without_code(kind: str) -> CheckConstraint:
    """That of a natural person no code is kept."""
    return CheckConstraint(f"{kind} <> 'person' OR uscc IS NULL", name="person_without_code")


def shown_while_valid() -> CheckConstraint:
    """That a record leaves the site with its last day of validity, if it has one."""
    return CheckConstraint(
        "valid_until IS NULL OR (publish_until IS NOT NULL AND publish_until <= valid_until)",
        name="shown_while_valid",
    )


def draft() -> list[Column[Any]]:
    """A form that somebody has begun."""
    return [
        Column("answers", Text, nullable=False),
        Column("token_hash", String(64), nullable=False, unique=True),
        Column("created_at", INSTANT, nullable=False),
        Column("expires_at", INSTANT, nullable=False, index=True),
    ]


def paper() -> list[Column[Any]]:
    """A document that was issued."""
    return [
        Column("number", String(80), nullable=False, unique=True),
        Column("issued_on", Date, nullable=False),
        Column("content", Text, nullable=False),
    ]


def named_key(table: str, column: str, target: str, **options: Any) -> Column[Any]:
    """A reference whose constraint names the table that it leads to, as the oldest do."""
    key = ForeignKey(f"{target}.id", name=f"fk_{table}_{column}_{target}")
    return Column(column, key, **options)
