"""Rows of inspections as bulletins write them, and how a test imports them."""

import csv
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import Source, registry
from tests.support.uscc import uscc

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


def import_file(app: Flask, path: Path) -> Report:
    """Import the file at ``path`` as inspections."""
    return run_import(path, registry(app).targets["inspections"], source=Source(path.name))


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
        return import_file(app, path)

    return bring
