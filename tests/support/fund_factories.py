"""Payments of the reward fund for tests, and files of them."""

import csv
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask

from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import Source, registry
from app.records.companies.rules import PartyKind
from app.records.funds.models import FundPayment
from tests.support.factories import make, make_company, publication
from tests.support.uscc import uscc

_numbers = count(1)

ROW: dict[str, object] = {
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
        **publication(),
        "publish_until": None,
        "year": 2025,
        "company_id": company.id,
        "recipient_kind": PartyKind.ORGANISATION,
        "recipient_name": company.name,
        "uscc": company.uscc,
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
        writer = csv.DictWriter(file, [*ROW])
        writer.writeheader()
        writer.writerows(ROW | row for row in rows)
    return import_file(app, path)


def import_file(app: Flask, path: Path) -> Report:
    """Import the file at ``path`` as payments."""
    return run_import(path, registry(app).targets["funds"], source=Source(path.name))
