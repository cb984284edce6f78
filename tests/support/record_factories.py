"""Honours, payments, recalls, inspections, indicators, programmes and surveys for tests."""

import csv
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import ImportSource, registry
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind
from app.records.cases.models import Case
from app.records.funds.models import FundPayment
from app.records.honours.models import Honour
from app.records.honours.rules import HonourGrade, HonourKind
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.rules import Direction, Frequency, Strand
from app.records.inspections.models import Inspection
from app.records.inspections.rules import CheckResult, InspectionKind, InspectionLevel, ProductGroup
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme, LivelihoodProposal
from app.records.livelihood.rules import LivelihoodAction
from app.records.recalls.models import Recall, RecallKind
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind
from tests.support import factories
from tests.support.clocks import STANDING_MORNING
from tests.support.factories import about, make, make_bureau, make_company, publication, unending
from tests.support.uscc import uscc

_numbers = count(1)


def make_honour(**changes: Any) -> Honour:
    """A published award of a company, which holds for another year."""
    company = changes.pop("company", None) or make_company()
    number = next(_numbers)
    defaults = {
        **publication(),
        "kind": HonourKind.QUALITY_AWARD,
        "grade": HonourGrade.CITY,
        "title": "温州市市长质量奖",
        **about(company),
        "district_code": company.district_code,
        "grantor": "温州市人民政府",
        "document_number": f"温政发〔2026〕{number}号",
        "granted_on": clock.today() - timedelta(days=35),
        "year": clock.today().year,
        "valid_from": clock.today() - timedelta(days=35),
        "valid_until": clock.today() + timedelta(days=335),
        "merits": "推行卓越绩效管理。",
    }
    return make(Honour, defaults, changes)


FUND_ROW: dict[str, object] = {
    "年度": "2025",
    "获奖单位": "温州虚构调味食品有限公司",
    "统一社会信用代码": uscc(1),
    "奖励事由": "市长质量奖",
    "政策依据": "奖励资金管理办法第五条",
    "奖励金额（万元）": "50",
    "拨付部门": "温州市市场监督管理局",
    "拨付文件": "温质强办〔2025〕1号",
    "文件日期": "2025-11-20",
    "备注": "",
}


def make_payment(**changes: Any) -> FundPayment:
    """A published payment of 500,000 元 to a company."""
    company = changes.pop("company", None) or make_company()
    defaults = {
        **unending(),
        "year": 2025,
        **about(company, "recipient"),
        "honour": "市长质量奖",
        "basis": "奖励资金管理办法第五条",
        "amount_cents": 50_000_000,
        "paying_body": "试验监管局",
        "document": f"试质〔2025〕{next(_numbers)}号",
        "decided_on": date(2025, 11, 20),
    }
    return make(FundPayment, defaults, changes)


def import_payments(app: Flask, folder: Path, *rows: dict[str, object]) -> Report:
    """Import rows, each the usual one with changes."""
    path = folder / "奖励资金.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*FUND_ROW])
        writer.writeheader()
        writer.writerows(FUND_ROW | row for row in rows)
    return import_fund_file(app, path)


def import_fund_file(app: Flask, path: Path) -> Report:
    """Import the file at ``path`` as payments."""
    return run_import(path, registry(app).targets["funds"], source=ImportSource(path.name))


def make_recall(**changes: Any) -> Recall:
    """A published recall."""
    company = changes.pop("company", None) or make_company()
    defaults = {
        **unending(),
        "kind": RecallKind.ORDERED,
        "product": "儿童保温杯",
        "brand": "晨漾",
        "batch": f"202601-{next(_numbers)}",
        **about(company, "maker"),
        "reason": "杯盖硅胶圈易脱落。",
        "danger": "小零件可能被幼儿吞入。",
        "advice": "立即停止使用，凭杯身编号退货。",
        "measures": "停止销售，更换模具。",
        "items": 4200,
        "announced_on": clock.today() - timedelta(days=30),
        "announcing_body": "温州市市场监督管理局",
    }
    return make(Recall, defaults, changes)


def make_inspection(**changes: Any) -> Inspection:
    """A published batch that passed a spot check; with ``failing_items``, one that failed."""
    company = changes.pop("company", None) or make_company()
    number = next(_numbers)
    failed = "failing_items" in changes
    defaults = {
        **unending(),
        "kind": InspectionKind.SPOT_CHECK,
        "level": InspectionLevel.CITY,
        "product_group": ProductGroup.FOOD,
        "product": "特级酿造酱油",
        "batch_number": f"20260101-{number}",
        **about(company, "maker"),
        "district_code": company.district_code,
        "is_local": True,
        "seller_name": "试验副食品超市",
        "result": CheckResult.FAIL if failed else CheckResult.PASS,
        "laboratory": "试验检测中心",
        "sampled_on": clock.today() - timedelta(days=60),
        "announced_on": clock.today() - timedelta(days=30),
        "inspecting_body": "温州市市场监督管理局",
    }
    return make(Inspection, defaults, changes)


PROMISE = {
    "item": "一（二）1",
    "quote": "试验合格率达到92%以上",
    "direction": Direction.AT_LEAST,
    "target": "92",
    "due_on": date(2015, 12, 31),
}


def indicator(code: str) -> Indicator:
    """An indicator that ``flask setup`` has loaded."""
    return db.session.scalars(select(Indicator).where(Indicator.code == code)).one()


def make_indicator(**changes: Any) -> Indicator:
    """A promise of at least 92%; with ``target=None`` and so on, an indicator without one."""
    number = next(_numbers)
    defaults = {
        "code": f"SY{number:02}",
        "position": 1000 + number,
        "name": f"试验合格率{number}",
        "strand": Strand.PRODUCTS,
        "unit": "%",
        "formula": "合格批次 ÷ 抽查批次 × 100%",
        "source": "抽查通报",
        "frequency": Frequency.QUARTER,
        **PROMISE,
    }
    if "bureau_id" not in changes and "bureau" not in changes:
        defaults["bureau"] = make_bureau()
    return make(Indicator, defaults, changes)


def make_value(**changes: Any) -> IndicatorValue:
    """A published value of 97.6 for the last quarter of 2025."""
    if "indicator_id" not in changes and "indicator" not in changes:
        changes["indicator"] = make_indicator()
    defaults = {
        **unending(),
        "period": "2025-Q4",
        "value": "97.6",
        "source": "2025年四季度抽查通报",
        "source_on": date(2026, 1, 15),
    }
    return make(IndicatorValue, defaults, changes)


def make_programme(**changes: Any) -> LivelihoodProgramme:
    """The published programme of this year."""
    defaults = {
        **unending(),
        "year": clock.today().year,
        "theme": "买得放心，住得安心",
        "plan": "一、校园周边食品。\n二、电梯困人。",
        "lead_body": "试验质量强市办",
    }
    return make(LivelihoodProgramme, defaults, changes)


def make_problem(programme: LivelihoodProgramme, **changes: Any) -> LivelihoodProblem:
    """A public problem that is to be solved within a month."""
    defaults = {
        **unending(),
        "programme_id": programme.id,
        "title": "校园周边食品",
        "text": "逐店检查，不合格的停售。",
        "action": LivelihoodAction.PRODUCTS,
        "lead_body": "试验监管局",
        "due_on": clock.today() + timedelta(days=30),
    }
    return make(LivelihoodProblem, defaults, changes)


def make_proposal(**changes: Any) -> LivelihoodProposal:
    """A proposal for this year that waits."""
    defaults = {
        "year": clock.today().year,
        "token": f"{next(_numbers):064x}",
        "text": "希望检查早餐店的油。",
        "received_at": clock.now(),
    }
    return make(LivelihoodProposal, defaults, changes)


def make_survey(**changes: Any) -> SurveyResult:
    """A published result: 864 of 1,000 were satisfied."""
    defaults = {
        **unending(),
        "title": "2025年医疗卫生服务满意度调查",
        "question": "您对医疗和公共卫生服务总体上满意吗？",
        "period": "2025",
        "surveying_body": "试验卫生健康委员会",
        "method": "随机拨打电话访问。",
        "sample_size": 1000,
        "kind": ResultKind.SHARE,
        "satisfied": 864,
        "document": "2025年调查报告",
        "document_on": date(2026, 1, 20),
    }
    return make(SurveyResult, defaults, changes)


def make_typical_case(*cases: Case, **changes: Any) -> Bulletin:
    """A published typical case that tells of ``cases``."""
    about = {"kind": BulletinKind.TYPICAL_CASE, "title": "典型案例"} | changes
    made = factories.make_bulletin(**{k: v for k, v in about.items() if k != "companies"})
    made.case_ids = [case.id for case in cases]
    made.company_ids = [company.id for company in changes.get("companies", ())]
    db.session.flush()
    return made


NAME, SHOWN, PAPER = "钱虚构", "钱某某", "11010519491231002X"
CASE = {
    "title": "钱虚构无证经营案",
    "party_kind": "person",
    "party_name": NAME,
    "party_paper": PAPER,
    "violation": "无证经营",
    "facts": "钱虚构未取得许可证即开始经营。",
    "basis": "《食品安全法》第一百二十二条",
    "penalty_kinds": ["fine"],
    "content": "对钱虚构罚款五千元",
    "decided_on": f"{STANDING_MORNING.date() - timedelta(days=30)}",
    "deciding_body": "试验监管局",
    "field": "food",
    "severity": "ordinary",
}
