"""Rows of licences in the layouts of their days, and how a test imports them."""

import csv
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import Source, registry
from app.records.licences.models import AdministrativeLicence as Licence
from tests.support.uscc import uscc

Import = Callable[..., Report]

YEAR = timedelta(days=365)
CODES_2018: dict[str, object] = {
    "XK_XDR_MC": "温州虚构调味食品有限公司",
    "XK_XDR_LB": "法人及非法人组织",
    "XK_XDR_SHXYM": uscc(1),
    "XK_XDR_GSZC": "",
    "XK_XDR_ZZJG": "12345678-9",
    "XK_XDR_SWDJ": "330399000000001",
    "XK_XDR_SYDW": "133039900012",
    "XK_XDR_SHZZ": "浙温社证字第1号",
    "XK_FRDB": "钱虚构",
    "XK_FR_ZJLX": "01",
    "XK_FR_ZJHM": "11010519491231002X",
    "XK_XDR_ZJLX": "",
    "XK_XDR_ZJHM": "",
    "XK_XKWS": "准予行政许可决定书",
    "XK_WSH": "温市监许〔2026〕1号",
    "XK_XKLB": "01",
    "XK_XKZS": "食品生产许可证",
    "XK_XKBH": "SC10333039900001",
    "XK_NR": "调味品（酱油）",
    "XK_XKJG": "温州市市场监督管理局",
    "XK_XKJGDM": uscc(2),
    "XK_ZT": "1",
    "XK_LYDW": "温州市市场监督管理局",
    "XK_LYDWDM": uscc(2),
    "BZ": "首次发证",
}
NO_CODES = dict.fromkeys(list(CODES_2018)[2:8], "")
PERSON: dict[str, object] = {"XK_XDR_MC": "欧阳虚构", "XK_XDR_LB": "自然人", **NO_CODES}
CODES_2015: dict[str, object] = {
    "XK_WSH": "温审〔2026〕7号",
    "XK_XMMC": "道路运输经营许可",
    "XK_SPLB": "普通",
    "XK_NR": "普通货运",
    "XK_XDR": "虚构运输有限公司",
    "XK_XDR_SHXYM": "",
    "XK_XDR_ZDM": "123456789",
    "XK_XDR_SFZ": "11010519491231002X",
    "XK_FR": "钱虚构",
    "XK_JDRQ": "2026/01/02",
    "XK_JZQ": "2099/12/31",
    "XK_XZJG": "虚构市交通局",
    "XK_ZT": "0",
    "DFBM": "330304",
    "SJC": "2026/01/02",
}
PROVINCE = (
    "许可文件编号",
    "许可文件名称",
    "有效期自",
    "有效期至",
    "许可机关",
    "登记状态",
    "企业名称",
    "注册号",
    "统一社会信用代码",
)


def codes_2018() -> dict[str, object]:
    """One row in the layout of 2018, decided twenty days ago and valid for another year."""
    today = clock.today()
    since = today - timedelta(days=20)
    return CODES_2018 | {"XK_JDRQ": since, "XK_YXQZ": since, "XK_YXQZI": today + YEAR}


def import_file(app: Flask, path: Path) -> Report:
    """Import the file at ``path`` as licences."""
    return run_import(path, registry(app).targets["licences"], source=Source(path.name))


def import_rows(app: Flask, folder: Path, titles: Sequence[str], *rows: Sequence[object]) -> Report:
    """Write the rows to a file in ``folder``, and import it as licences."""
    path = folder / "许可.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([titles, *rows])
    return import_file(app, path)


def row_importer(app: Flask, folder: Path) -> Import:
    """A function that imports one row in the layout of 2018, with changes to it."""

    def bring_row(**changes: object) -> Report:
        row = codes_2018() | changes
        return import_rows(app, folder, tuple(row), tuple(row.values()))

    return bring_row


def only() -> Any:
    """The licence that there is; more or fewer are an error."""
    return db.session.scalars(select(Licence)).one()


def values(licence: Licence) -> dict[str, Any]:
    """All columns of a licence but those that say when it was looked at last."""
    moves = {"updated_at", "checked_on", "source_row", "import_batch_id"}
    columns = (column.key for column in Licence.__table__.columns)
    return {name: getattr(licence, name) for name in columns if name not in moves}
