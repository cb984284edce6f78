"""Tables as bureaus send them, and the workbench's form as an editor fills it in."""

import io
from collections.abc import Sequence

import openpyxl
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.imports.models import ImportBatch
from app.publishing.workbench.running import run_due
from tests.support.pages import Page, PageClient

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
