"""Tables as bureaus send them, files of licences and of inspections, and the workbench's form as an
editor fills it in.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.models import ImportBatch
from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import ImportSource, registry
from app.publishing.workbench.running import run_due
from app.records.licences.models import AdministrativeLicence as Licence
from tests.support.pages import Page, PageClient
from tests.support.uscc import uscc

UNIT = {"unit_8": "万元"}
"""What an editor says of the column 罚款金额."""

CASE_TITLES = (
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚类别",
    "处罚内容",
    "罚款金额",
    "处罚决定日期",
    "处罚机关",
)


def case_row(number: int, code: str, **changes: object) -> list[object]:
    """A penalty decision as a row under CASE_TITLES."""
    row = dict(
        zip(
            CASE_TITLES,
            (
                f"温州试验{number}食品有限公司",
                "法人及非法人组织",
                code,
                f"温试罚〔2026〕{number}号",
                "销售不合格食品",
                "抽检不合格",
                "罚款",
                "罚款 5000 元",
                0.5,
                "2026-02-03",
                "温州市试验局",
            ),
            strict=True,
        )
    )
    return list({**row, **changes}.values())


def workbook(*rows: Sequence[object], titles: Sequence[str] = CASE_TITLES) -> bytes:
    """The rows below their titles, as an xlsx file."""
    book = openpyxl.Workbook()
    for row in (list(titles), *rows):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bring_file(
    app: Flask, folder: Path, kind: str, *rows: Any, name: str = "导入.csv", **source: Any
) -> Report:
    """Import a file as the command does: its bytes, or rows.

    Rows are mappings by title, or lists of which the first holds the titles.
    """
    path = folder / name
    path.write_bytes(rows[0] if isinstance(rows[0], bytes) else _as_csv(rows))
    report = run_import(path, registry(app).targets[kind], source=ImportSource(name, **source))
    db.session.expire_all()
    return report


def _as_csv(rows: Sequence[Any]) -> bytes:
    lines = rows
    if isinstance(rows[0], Mapping):
        titles = list(dict.fromkeys(title for row in rows for title in row))
        lines = [titles, *([row.get(title, "") for title in titles] for row in rows)]
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def counts(report: Report) -> dict[str, int]:
    """Those counts of a report that are not nothing."""
    return {name: count for name, count in report.counts.items() if count}


def send_file(
    client: PageClient, data: bytes, name: str = "处罚.xlsx", kind: str = "cases"
) -> Page:
    """Upload a file by the form; if nothing else is said, one of penalty decisions."""
    fields = {"kind": kind, "file": (io.BytesIO(data), name)}
    return client.post_form("/admin/imports/new", fields)


def the_import() -> ImportBatch:
    """The latest import."""
    latest = select(ImportBatch).order_by(ImportBatch.id.desc()).limit(1)
    return db.session.scalars(latest).one()


def address(*more: str) -> str:
    """The latest import's page, or one below it."""
    return "/".join(("/admin/imports", str(the_import().id), *more))


def checked(client: PageClient, data: bytes, **fields: str) -> Page:
    """Upload, assign and check; returns the page with the findings."""
    page = send_file(client, data)
    client.submit(page, {**UNIT, **fields}, action="check")
    run_due()
    return client.get(address())


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


def import_licence_file(app: Flask, path: Path) -> Report:
    """Import the file at ``path`` as licences."""
    return run_import(path, registry(app).targets["licences"], source=ImportSource(path.name))


def import_rows(app: Flask, folder: Path, titles: Sequence[str], *rows: Sequence[object]) -> Report:
    """Write the rows to a file in ``folder``, and import it as licences."""
    path = folder / "许可.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([titles, *rows])
    return import_licence_file(app, path)


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


Bring = Callable[..., Report]

ROW: dict[str, object] = {
    "检查方式": "监督抽检",
    "任务来源": "省级",
    "产品类别": "调味品",
    "样品名称": "特级酿造酱油",
    "规格型号": "500ml/瓶",
    "生产日期/批号": "2026-01-03",
    "标称生产企业名称": "温州虚构调味食品有限公司",
    "统一社会信用代码": uscc(1),
    "标称生产企业地址": "浙江省温州市瓯海区虚构路1号",
    "被抽样单位名称": "虚构副食品商店",
    "抽样地": "鹿城区",
    "检验结论": "合格",
    "不合格项目": "",
    "检验值": "",
    "标准值": "",
    "检验机构": "虚构检测中心",
    "抽样日期": "2026-02-01",
    "公告日期": "2026-03-01",
    "公告号": "2026年第3号",
    "组织部门": "浙江省市场监督管理局",
    "备注": "",
}
FAILED: dict[str, object] = {
    "检验结论": "不合格",
    "不合格项目": "菌落总数；苯甲酸",
    "检验值": "2.6×10^5 CFU/g；1.3 g/kg",
    "标准值": "≤10^5 CFU/g；≤1.0 g/kg",
}


def import_inspection_file(app: Flask, path: Path) -> Report:
    """Import the file at ``path`` as inspections."""
    return run_import(path, registry(app).targets["inspections"], source=ImportSource(path.name))


def importer(app: Flask, folder: Path) -> Bring:
    """A function that imports rows, each the usual one with changes and further columns."""

    def bring(*rows: dict[str, object]) -> Report:
        whole = [ROW | row for row in rows]
        path = folder / "抽查.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, list(dict.fromkeys(name for row in whole for name in row))
            )
            writer.writeheader()
            writer.writerows(whole)
        return import_inspection_file(app, path)

    return bring
