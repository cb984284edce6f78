"""The words and sums of an invented penalty case, consistent with each other."""

import random
from dataclasses import dataclass
from datetime import date

from app.ops.demo.material import Demo, Json, chinese_date, material, yuan
from app.records.cases.rules import PenaltyKind, Severity

SOLD_OUT = ("已全部销售", "均已销售")
SEVERITIES = (Severity.MINOR, Severity.ORDINARY, Severity.SERIOUS)


@dataclass(frozen=True)
class CaseText:
    """What a decision says and imposes."""

    act: str
    facts: str
    content: str
    kinds: list[str]
    fine_cents: int
    confiscated_cents: int
    licence: str | None
    severity: Severity


@dataclass(frozen=True)
class Goods:
    """The goods that a case is about; sums in 分."""

    name: str
    unit: str
    price: int
    quantity: int
    sold: int

    @property
    def value(self) -> int:
        """Worth of all goods."""
        return self.price * self.quantity

    @property
    def income(self) -> int:
        """Unlawful income: a quarter of what was sold."""
        return self.price * self.sold // 4

    @property
    def left(self) -> int:
        """What was not sold."""
        return self.quantity - self.sold


def write_case(demo: Demo, trade: Json, violation: Json, found_on: date) -> CaseText:
    """A case of this kind in this trade: facts as found on a day, then the penalty for them."""
    rng = demo.rng
    template = rng.choice(violation["facts"])
    goods = _goods(rng, trade, sells_out=any(words in template for words in SOLD_OUT))
    defect, standard = rng.choice(trade["defects"])
    words = _words(rng, goods, defect, standard, found_on)
    severity = rng.choices(SEVERITIES, violation["severity"])[0]
    fine = _fine(rng, violation, goods, severity)
    income = goods.income if violation.get("income_taken") else 0
    licence = _licence(rng, violation, severity)
    measures = _measures(violation, goods, severity, fine=fine, income=income, licence=licence)
    return CaseText(
        act=violation["act"].format(**words),
        facts=template.format(**words),
        content=_numbered([text for _, text in measures]),
        kinds=[kind.value for kind, _ in measures],
        fine_cents=fine,
        confiscated_cents=income,
        licence=licence,
        severity=severity,
    )


def _goods(rng: random.Random, trade: Json, *, sells_out: bool) -> Goods:
    name, unit, low, high, usual = rng.choice(trade["products"])
    quantity = max(3, int(usual * rng.uniform(0.2, 1.3)))
    sold = quantity if sells_out else max(1, int(quantity * rng.uniform(0.2, 0.85)))
    price = rng.randint(low, high) * 100 or 120_00
    return Goods(name, unit, price, quantity, min(sold, quantity - (not sells_out)))


def _words(
    rng: random.Random, goods: Goods, defect: str, standard: str, day: date
) -> dict[str, str]:
    return {
        "opening": rng.choice(material("violations")["openings"]),
        "day": chinese_date(day),
        "product": goods.name,
        "unit": goods.unit,
        "price": yuan(goods.price),
        "quantity": f"{goods.quantity:,}",
        "value": yuan(goods.value),
        "sold": f"{goods.sold:,}",
        "left": f"{goods.left:,}",
        "income": yuan(goods.income),
        "batch": f"{day:%Y%m%d}{rng.choice('AB')}{rng.randrange(1, 9)}",
        "defect": defect,
        "standard": standard,
        "place": rng.choice(material("places")["roads"]),
        "count": str(rng.randrange(2, 9)),
        "months": str(rng.randrange(2, 7)),
    }


def _fine(rng: random.Random, violation: Json, goods: Goods, severity: Severity) -> int:
    """Within the bounds of the law: low for what is minor, high for what is serious."""
    low, high = violation.get("multiple") or violation["fine"]
    third = (high - low) / 3
    step = SEVERITIES.index(severity)
    chosen = rng.uniform(low + third * step, low + third * (step + 1))
    if violation["money"] == "flat":
        return int(chosen // 100) * 100_00
    floor: int = violation["floor"] * 100
    return max(int(goods.value * chosen) // 100_00 * 100_00, floor)


def _licence(rng: random.Random, violation: Json, severity: Severity) -> str | None:
    revoked = severity is Severity.SERIOUS and rng.random() < 0.4
    return violation.get("licence") if revoked else None


def _measures(
    violation: Json,
    goods: Goods,
    severity: Severity,
    *,
    fine: int,
    income: int,
    licence: str | None,
) -> list[tuple[PenaltyKind, str]]:
    possible = [
        (bool(violation.get("warning")), PenaltyKind.WARNING, "警告"),
        (income > 0, PenaltyKind.CONFISCATE_INCOME, f"没收违法所得{yuan(income)}元"),
        (
            bool(violation.get("goods_taken")) and goods.left > 0,
            PenaltyKind.CONFISCATE_GOODS,
            f"没收{goods.name}{goods.left:,}{goods.unit}",
        ),
        (fine > 0, PenaltyKind.FINE, f"罚款{yuan(fine)}元"),
        (
            bool(violation.get("stop")) and severity is Severity.SERIOUS,
            PenaltyKind.STOP_BUSINESS,
            "责令停产整治",
        ),
        (licence is not None, PenaltyKind.REVOKE_LICENCE, f"吊销{licence}"),
    ]
    chosen = [(kind, text) for applies, kind, text in possible if applies]
    return chosen or [(PenaltyKind.WARNING, "警告")]


def _numbered(texts: list[str]) -> str:
    if len(texts) == 1:
        return f"{texts[0]}。"
    return "；".join(f"{number}. {text}" for number, text in enumerate(texts, start=1)) + "。"
