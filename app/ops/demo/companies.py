"""About three thousand companies, each of a trade and a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel import clock
from app.kernel.imports.models import ImportBatch
from app.ops.demo.identities import address, brands, credit_code, masked_person
from app.ops.demo.material import Json, Stage, material, years_later
from app.people.models import District
from app.records.companies.models import Company, FormerName
from app.records.companies.rules import CompanyStatus

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


def make_firms(stage: Stage, districts: list[District], batch: ImportBatch) -> list[Firm]:
    """All companies, those of the drawn pages first."""
    trades = {trade["key"]: trade for trade in material("trades")["trades"]}
    by_code = {district.code: district for district in districts}
    drawn = material("drawn")["companies"]
    firms = [
        _firm(stage, one["name"], trades[one["trade"]], by_code[one["district"]], one)
        for one in drawn
    ]
    taken = {one["name"][2:4] for one in drawn}
    brand = brands(stage.rng, taken)
    firms += [
        _invented(stage, next(brand), by_code, list(trades.values()))
        for _ in range(stage.some(COUNT) - len(firms))
    ]
    for row, firm in enumerate(firms, start=2):
        _trace(firm.company, batch, row, stage)
    return firms


def _invented(stage: Stage, brand: str, districts: dict[str, District], trades: list[Json]) -> Firm:
    places = material("places")["districts"]
    trade = stage.rng.choice(trades)
    weights = [
        place["weight"] * (1 + 2 * trade["home"].get(code, 0)) for code, place in places.items()
    ]
    code = stage.rng.choices(list(places), weights)[0]
    prefix = places[code]["prefix"]
    words = SOLE_TRADER_WORDS.get(trade["kind"])
    if words and stage.rng.random() < 0.35:
        town = stage.rng.choice(places[code]["towns"])[:2]
        name = f"{districts[code].name}{town}{brand}{stage.rng.choice(words)}"
        return _firm(stage, name, trade, districts[code], {"sole_trader": True})
    place = stage.rng.choice((prefix, prefix, "温州", "温州市" + prefix))
    name = f"{place}{brand}{stage.rng.choice(trade['words'])}有限公司"
    if trade["kind"] == "farm" and stage.rng.random() < 0.3:
        name = f"{districts[code].name}{brand}农业专业合作社"
    return _firm(stage, name, trade, districts[code], {})


def _firm(stage: Stage, name: str, trade: Json, district: District, drawn: Json) -> Firm:
    rng = stage.rng
    sole = drawn.get("sole_trader", False)
    registered_on = stage.days_ago(rng.randrange(400, 9000))
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
    company.former_names = list(_former_names(stage, company, district, drawn))
    return Firm(company, trade, district, drawn)


def _former_names(
    stage: Stage, company: Company, district: District, drawn: Json
) -> Iterator[FormerName]:
    if "former" in drawn:
        name, since, until = drawn["former"]
        company.status = CompanyStatus.ACTIVE
        company.registered_on = years_later(stage.today, -since)
        yield FormerName(
            name=name,
            since=company.registered_on,
            until=years_later(stage.today, -until),
        )
    elif not drawn and company.kind == "有限责任公司" and stage.rng.random() < 0.08:
        brand = next(_brand_of(company.name))
        since = company.registered_on or stage.today
        until = since + timedelta(days=stage.rng.randrange(200, 399))
        yield FormerName(
            name=f"{district.name}{brand}{stage.rng.choice(('加工厂', '经营部', '工贸有限公司'))}",
            since=since,
            until=until,
        )


def _brand_of(name: str) -> Iterator[str]:
    places = material("places")
    for at in range(len(name) - 1):
        if name[at] in places["brand_first"] and name[at + 1] in places["brand_second"]:
            yield name[at : at + 2]


def _trace(company: Company, batch: ImportBatch, row: int, stage: Stage) -> None:
    company.import_batch = batch
    company.source_bureau_id = batch.source_bureau_id
    company.source_row = row
    company.source_key = f"demo-company-{row}"
    company.checked_on = _checked(stage)
    registered_on = company.registered_on or stage.today
    company.created_at = stage.first_seen(max(registered_on, stage.days_ago(1500)))
    company.updated_at = clock.now()


def _checked(stage: Stage) -> date:
    return stage.days_ago(stage.rng.randrange(1, 12))
