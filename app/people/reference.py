"""Districts and bodies of the city, from the data files into the tables.

The first half is pure: it turns the compact files into records. The second half loads them.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.kernel.db.reference import Loaded, read_data, sync_rows
from app.kernel.db.session import db
from app.people.models import Bureau, BureauSuccession, District
from app.people.rules import BureauLevel

DATA = Path(__file__).parent / "data"
CONTACT = frozenset({"email", "phone"})

Json = dict[str, Any]


@dataclass(frozen=True)
class BureauRecord:
    """A body as the files describe it."""

    code: str
    name: str
    short_name: str
    level: BureauLevel
    district_code: str | None
    policy_item: int | None
    duties: str
    aliases: list[str]
    email: str | None
    phone: str | None
    valid_from: date
    valid_until: date | None
    is_coordination_office: bool = False


@dataclass(frozen=True)
class Succession:
    """One body's duties went to another."""

    predecessor: str
    successor: str
    on: date


def district_rows() -> list[Json]:
    """The twelve districts as rows of their table, in the order people list them."""
    districts = read_data(DATA / "districts.json")["districts"]
    columns = ("code", "name", "short_name", "longitude", "latitude", "aliases", "former_codes")
    return [
        {"position": position} | {column: district[column] for column in columns}
        for position, district in enumerate(districts, start=1)
    ]


def district_slugs() -> dict[str, str]:
    """District code -> the ASCII word that begins the codes of its bodies."""
    districts = read_data(DATA / "districts.json")["districts"]
    return {district["code"]: district["slug"] for district in districts}


def bureau_records() -> list[BureauRecord]:
    """Every body: those of the policy, those of today, those of the districts."""
    file = read_data(DATA / "bureaus.json")
    city = [*_policy_bodies(file), *_bodies_of_today(file)]
    return [*city, *(record for _, _, record in _district_bodies(file) if record)]


def successions() -> list[Succession]:
    """Who took over from whom, on the successor's first day."""
    file = read_data(DATA / "bureaus.json")
    return [
        Succession(code, body["code"], date.fromisoformat(body["from"]))
        for body in file["today"]
        for code in body["follows"]
    ]


@cache
def district_bodies() -> dict[tuple[str, str], str]:
    """(district code, kind of body) -> code of the body that answers for it there."""
    file = read_data(DATA / "bureaus.json")
    own = {
        (district["code"], kind): record.code if record else ""
        for district, kind, record in _district_bodies(file)
    }
    exceptions = file["districts"]["exceptions"]
    return {
        (district, kind): code or own[district, exceptions[district][kind]["same_as"]]
        for (district, kind), code in own.items()
    }


def load_reference_data() -> list[Loaded]:
    """Bring districts, bodies and successions up to date. A second run changes nothing.

    Contact addresses that people entered are kept.
    """
    loaded = [
        sync_rows("districts", District, "code", district_rows()),
        sync_rows("bureaus", Bureau, "code", map(asdict, bureau_records()), once=CONTACT),
        _load_successions(),
    ]
    db.session.commit()
    return loaded


def _policy_bodies(file: Json) -> Iterator[BureauRecord]:
    start = date.fromisoformat(file["policy_date"])
    for body in file["policy"]:
        collective = body.get("collective", False)
        yield BureauRecord(
            code=body["code"],
            name=body["name"],
            short_name=body["short_name"],
            level=BureauLevel.DISTRICT if collective else BureauLevel.CITY,
            district_code=None,
            policy_item=body["item"],
            duties=body["duties"],
            aliases=body["aliases"],
            email=None if collective else _address(body["code"], file),
            phone=file["phone"],
            valid_from=start,
            valid_until=date.fromisoformat(body["until"]) if body["until"] else None,
            is_coordination_office=body.get("coordination", False),
        )


def _bodies_of_today(file: Json) -> Iterator[BureauRecord]:
    for body in file["today"]:
        yield BureauRecord(
            code=body["code"],
            name=body["name"],
            short_name=body["short_name"],
            level=BureauLevel.CITY,
            district_code=None,
            policy_item=None,
            duties=body["duties"],
            aliases=body["aliases"],
            email=_address(body["code"], file),
            phone=file["phone"],
            valid_from=date.fromisoformat(body["from"]),
            valid_until=None,
        )


def _district_bodies(file: Json) -> Iterator[tuple[Json, str, BureauRecord | None]]:
    """Each district with each kind of body; no record where another kind answers for it."""
    pattern = file["districts"]
    for district in read_data(DATA / "districts.json")["districts"]:
        exceptions = pattern["exceptions"].get(district["code"], {})
        for body in pattern["kinds"]:
            kind = body["kind"]
            changes = exceptions.get(kind, {})
            if "same_as" in changes:
                yield district, kind, None
                continue
            since = max(
                exceptions.get("valid_from", ""), body.get("valid_from", pattern["valid_from"])
            )
            yield district, kind, _district_body(file, district, body, changes, since)


def _district_body(
    file: Json, district: Json, body: Json, changes: Json, since: str
) -> BureauRecord:
    is_urban = district["kind"] == "urban"
    shape = body | (body.get("urban", {}) if is_urban else {}) | changes
    words = {
        "name": district["name"],
        "short": district["name"][:-1],
        "area": f"温州市{district['name']}" if is_urban else district["name"],
    }
    aliases = [*body["aliases"], *changes.get("aliases", [])]
    kind = body["kind"]
    return BureauRecord(
        code=f"{district['slug']}-{kind}",
        name=shape["name"].format(**words),
        short_name=shape["short_name"].format(**words),
        level=BureauLevel.DISTRICT,
        district_code=district["code"],
        policy_item=body.get("item"),
        duties=shape["duties"],
        aliases=[alias.format(**words) for alias in aliases],
        email=f"{kind}@{district['slug']}.{file['email_domain']}",
        phone=file["phone"],
        valid_from=date.fromisoformat(since),
        valid_until=None,
    )


def _address(code: str, file: Json) -> str:
    return f"{code.removeprefix('city-')}@{file['email_domain']}"


def _load_successions() -> Loaded:
    ids = {row.code: row.id for row in db.session.execute(select(Bureau.code, Bureau.id))}
    known = {
        (row.predecessor_id, row.successor_id): row
        for row in db.session.scalars(select(BureauSuccession))
    }
    listed = successions()
    added = changed = 0
    for one in listed:
        pair = (ids[one.predecessor], ids[one.successor])
        row = known.get(pair)
        if row is None:
            db.session.add(
                BureauSuccession(predecessor_id=pair[0], successor_id=pair[1], on=one.on)
            )
            added += 1
        elif row.on != one.on:
            row.on = one.on
            changed += 1
    return Loaded("successions", len(listed), added, changed)
