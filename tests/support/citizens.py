"""A resident who fills in the public form, page by page."""

from io import BytesIO
from typing import Any

from PIL import Image

from tests.support.pages import Page, PageClient

FACTS = {
    "title": "酱油换贴生产日期标签",
    "narrative": "撕开标签后，下面还有一层标签，生产日期相差九个月。",
    "happened": "2026年3月1日上午",
    "district": "330304",
    "place": "郭溪街道塘下路农贸市场12号摊位",
}
PERSON = {
    "name": "欧阳试验",
    "phone": "13800138000",
    "id_number": "11010519491231002X",
    "address": "温州市鹿城区试验路1号",
}


def photo(name: str = "标签.jpg", colour: str = "white", **info: Any) -> tuple[BytesIO, str]:
    """A small picture as a form sends it."""
    file = BytesIO()
    Image.new("RGB", (32, 24), colour).save(file, "JPEG", **info)
    file.seek(0)
    return file, name


def answer_all(
    client: PageClient,
    *,
    kind: str = "violation_report",
    subject: dict[str, Any] | None = None,
    category: tuple[str, str] | None = ("food", "food-circulation"),
    facts: dict[str, Any] | None = None,
    files: list[tuple[BytesIO, str]] | None = None,
    identity: dict[str, Any] | None = None,
) -> Page:
    """Answer every question; returns the page that shows all answers."""
    page = client.post_form("/complaints/new/kind", {"kind": kind})
    page = client.submit(page, subject or {"who": "company", "name": "塘下酱油铺"})
    if category:
        page = client.submit(page, {"category": category[0]})
        page = client.submit(page, {"category": category[1]})
    demand = {} if kind == "violation_report" else {"demand": "退款二十元"}
    page = client.submit(page, {**FACTS, **demand, **(facts or {})})
    page = client.submit(page, {"act": "next", "files": files or []})
    anonymous = {"anonymity": "anonymous"} if kind == "violation_report" else PERSON
    return client.submit(page, identity or anonymous)
