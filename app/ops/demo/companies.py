"""About three thousand companies, each of a trade and a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from app.ops.demo.material import (
    Demo,
    Json,
    address,
    brands,
    credit_code,
    masked_person,
    material,
    years_later,
)
from app.people.models import District
from app.records.companies.models import Company, FormerName
from app.records.companies.rules import CompanyStatus, PartyKind

COUNT = 3000
SOLE_TRADER_WORDS = {
    "shop": ("食品商行", "便利店", "副食店", "生鲜超市", "日用品店"),
    "service": ("服务部", "工作室", "经营部"),
    "farm": ("家庭农场", "种植场", "养殖场"),
}


@dataclass(frozen=True)
class Firm:
    """A company together with what the other makers need to know of it."""

    company: Company
    trade: Json
    district: District
    drawn: Json

    @property
    def kind(self) -> PartyKind:
        """What the company is where a record is about it."""
        is_sole = self.company.kind == "个体工商户"
        return PartyKind.SOLE_TRADER if is_sole else PartyKind.ORGANISATION

    @property
    def party(self) -> Json:
        """How records name the company that they are about."""
        company = self.company
        return {
            "company": company,
            "party_name": company.name,
            "party_kind": self.kind,
            "uscc": company.uscc,
        }


def make_firms(demo: Demo, districts: list[District]) -> list[Firm]:
    """All companies, those of the drawn pages first."""
    trades = {trade["key"]: trade for trade in material("trades")["trades"]}
    by_code = {district.code: district for district in districts}
    drawn = material("drawn")["companies"]
    firms = [
        _firm(demo, one["name"], trades[one["trade"]], by_code[one["district"]], one)
        for one in drawn
    ]
    taken = {one["name"][2:4] for one in drawn}
    brand = brands(demo.rng, taken)
    firms += [
        _invented(demo, next(brand), by_code, list(trades.values()))
        for _ in range(demo.some(COUNT) - len(firms))
    ]
    demo.trace("company", [firm.company for firm in firms])
    for company in (firm.company for firm in firms):
        company.source_bureau_id = demo.files["company"].source_bureau_id
        company.checked_on = demo.days_ago(demo.rng.randrange(1, 12))
        known_since = max(company.registered_on or demo.today, demo.days_ago(1500))
        company.created_at = demo.first_seen(known_since)
    return firms


def _invented(demo: Demo, brand: str, districts: dict[str, District], trades: list[Json]) -> Firm:
    places = material("places")["districts"]
    trade = demo.rng.choice(trades)
    weights = [
        place["weight"] * (1 + 2 * trade["home"].get(code, 0)) for code, place in places.items()
    ]
    code = demo.rng.choices(list(places), weights)[0]
    prefix = places[code]["prefix"]
    words = SOLE_TRADER_WORDS.get(trade["kind"])
    if words and demo.rng.random() < 0.35:
        town = demo.rng.choice(places[code]["towns"])[:2]
        name = f"{districts[code].name}{town}{brand}{demo.rng.choice(words)}"
        return _firm(demo, name, trade, districts[code], {"sole_trader": True})
    place = demo.rng.choice((prefix, prefix, "温州", "温州市" + prefix))
    name = f"{place}{brand}{demo.rng.choice(trade['words'])}有限公司"
    if trade["kind"] == "farm" and demo.rng.random() < 0.3:
        name = f"{districts[code].name}{brand}农业专业合作社"
    return _firm(demo, name, trade, districts[code], {})


def _firm(demo: Demo, name: str, trade: Json, district: District, drawn: Json) -> Firm:
    rng = demo.rng
    sole = drawn.get("sole_trader", False)
    registered_on = demo.days_ago(rng.randrange(400, 9000))
    authority = "92" if sole else "93" if name.endswith("合作社") else "91"
    kind = {"92": "个体工商户", "93": "农民专业合作社"}.get(authority, "有限责任公司")
    company = Company(
        uscc=drawn.get("uscc") or credit_code(rng, authority),
        name=name,
        kind=kind,
        legal_representative=masked_person(rng),
        registered_capital=None
        if sole
        else f"{rng.choice((10, 50, 100, 500, 1000, 5000))}万元人民币",
        registered_on=registered_on,
        registration_authority=f"{district.name}市场监督管理局",
        business_scope=trade["scope"],
        address=address(rng, district.code, district.name),
        district_code=district.code,
        status=rng.choices(
            (CompanyStatus.ACTIVE, CompanyStatus.CANCELLED, CompanyStatus.REVOKED), (94, 4, 2)
        )[0],
    )
    company.former_names = list(_former_names(demo, company, district, drawn))
    return Firm(company, trade, district, drawn)


def _former_names(
    demo: Demo, company: Company, district: District, drawn: Json
) -> Iterator[FormerName]:
    if "former" in drawn:
        name, since, until = drawn["former"]
        company.status = CompanyStatus.ACTIVE
        company.registered_on = years_later(demo.today, -since)
        yield FormerName(
            name=name,
            since=company.registered_on,
            until=years_later(demo.today, -until),
        )
    elif not drawn and company.kind == "有限责任公司" and demo.rng.random() < 0.08:
        brand = next(_brand_of(company.name))
        since = company.registered_on or demo.today
        until = since + timedelta(days=demo.rng.randrange(200, 399))
        yield FormerName(
            name=f"{district.name}{brand}{demo.rng.choice(('加工厂', '经营部', '工贸有限公司'))}",
            since=since,
            until=until,
        )


def _brand_of(name: str) -> Iterator[str]:
    places = material("places")
    for at in range(len(name) - 1):
        if name[at] in places["brand_first"] and name[at + 1] in places["brand_second"]:
            yield name[at : at + 2]
