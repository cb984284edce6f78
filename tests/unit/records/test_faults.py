"""What contradicts itself in a record: asked alike of what editors type and of what files bring."""

from datetime import date
from typing import Any

import pytest

from app.publishing.kind.kind import RecordKind
from app.records.companies.rules import PartyKind
from app.records.funds.kind import KIND as FUNDS
from app.records.honours.kind import KIND as HONOURS
from app.records.honours.rules import HonourKind
from app.records.inspections.kind import KIND as INSPECTIONS
from app.records.inspections.rules import CheckResult
from app.records.licences.kind import KIND as LICENCES
from app.records.recalls.kind import KIND as RECALLS

FIRM, PERSON, TRADER = PartyKind.ORGANISATION, PartyKind.PERSON, PartyKind.SOLE_TRADER
CODE = "91350100M000100Y43"
DAY, BEFORE, NEVER = date(2026, 1, 20), date(2026, 1, 19), date(2999, 1, 1)
RIGHT: dict[RecordKind[Any], dict[str, Any]] = {
    FUNDS: {
        "year": 2025,
        "recipient_kind": FIRM,
        "uscc": CODE,
        "amount_cents": 30_000_000,
        "decided_on": DAY,
    },
    HONOURS: {
        "kind": HonourKind.FAMOUS_BRAND,
        "subject": "酱油",
        "party_kind": FIRM,
        "uscc": CODE,
        "granted_on": DAY,
    },
    INSPECTIONS: {
        "maker_kind": FIRM,
        "uscc": CODE,
        "result": CheckResult.FAIL,
        "failing_items": "菌落总数；苯甲酸",
        "measured": "2.6×10^5；1.3 g/kg",
        "limits": "≤10^5；≤1.0 g/kg",
        "sampled_on": BEFORE,
        "announced_on": DAY,
    },
    LICENCES: {"party_kind": FIRM, "uscc": CODE, "licence_number": "SC1", "decided_on": DAY},
    RECALLS: {"maker_kind": FIRM, "uscc": CODE, "announced_on": DAY},
}


@pytest.mark.parametrize("kind", RIGHT, ids=lambda kind: kind.endpoint)
def test_what_is_right_has_no_fault(kind: RecordKind[Any]) -> None:
    assert kind.fault(kind.values(**RIGHT[kind])) is None


@pytest.mark.parametrize(
    ("kind", "changes", "field", "words"),
    [
        (FUNDS, {"amount_cents": 0}, "amount_cents", "奖励金额应大于 0"),
        (FUNDS, {"decided_on": NEVER}, "decided_on", "在今天之后"),
        (FUNDS, {"year": 2027}, "year", "年度晚于文件日期"),
        (FUNDS, {"recipient_kind": PERSON}, "uscc", "自然人不填"),
        (HONOURS, {"subject": ""}, "subject", "要写明产品、服务或者工程项目的名称"),
        (HONOURS, {"granted_on": NEVER}, "granted_on", "授予日期在今天之后"),
        (HONOURS, {"valid_until": BEFORE}, "valid_until", "早于有效期自或者授予日期"),
        (HONOURS, {"party_kind": PERSON}, "uscc", "自然人不填代码"),
        (INSPECTIONS, {"failing_items": None}, "failing_items", "要写明不合格项目"),
        (INSPECTIONS, {"result": CheckResult.PASS}, "failing_items", "不填不合格项目"),
        (INSPECTIONS, {"measured": "1.3 g/kg"}, "measured", "个数与不合格项目不一致"),
        (INSPECTIONS, {"announced_on": date(2026, 1, 1)}, "announced_on", "早于抽样日期"),
        (INSPECTIONS, {"announced_on": NEVER}, "announced_on", "在今天之后"),
        (INSPECTIONS, {"maker_kind": PERSON}, "uscc", "自然人不填"),
        (INSPECTIONS, {"publish_until": BEFORE}, "publish_until", "公示至早于发布日期"),
        (LICENCES, {"uscc": None}, "uscc", "六种代码至少填一项"),
        (LICENCES, {"party_kind": PERSON, "tax_number": "1"}, "uscc", "自然人不填代码"),
        (LICENCES, {"licence_number": ""}, "licence_number", "至少填一项"),
        (LICENCES, {"valid_from": DAY, "valid_until": BEFORE}, "valid_until", "早于有效期自"),
        (LICENCES, {"party_kind": TRADER, "decided_on": NEVER}, "decided_on", "今天之后"),
        (RECALLS, {"announced_on": NEVER}, "announced_on", "在今天之后"),
        (RECALLS, {"ends_on": DAY}, "ends_on", "应有开始日期"),
        (RECALLS, {"begins_on": DAY, "ends_on": BEFORE}, "ends_on", "不早于它"),
    ],
    ids=lambda value: getattr(value, "endpoint", None),
)
def test_what_contradicts_itself_is_told_at_its_field(
    kind: RecordKind[Any], changes: dict[str, Any], field: str, words: str
) -> None:
    found = kind.fault(kind.values(**RIGHT[kind] | changes))
    assert found is not None
    assert found[0] == field
    assert words in found[1]
