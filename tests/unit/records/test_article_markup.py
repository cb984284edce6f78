"""Articles are written by staff and read by everybody: nothing in them may act."""

import pytest
from lxml import html

from app.records.bulletins.articles import TAGS, render

pytestmark = pytest.mark.trust(15)

HOSTILE = [
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    '[x](https://a.invalid "onmouseover=alert(1)")',
    '[x](https://a.invalid/"onclick="alert)',
    "![x](https://a.invalid/x.png)",
    "[a]: javascript:alert(1)\n\n[a]",
    "<style>*{}</style>",
    "<iframe src=//a.invalid></iframe>",
    "| <b onclick=x> |\n|---|\n| <a href=x> |",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "<!-- x -->",
    '<a href="//a.invalid" style="position:fixed">x</a>',
    "<form action=x><input></form>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_acts_gets_through(text: str) -> None:
    page = html.fragment_fromstring(str(render(text)), create_parent="div")
    for element in page.iterdescendants():
        assert element.tag in TAGS
        assert set(element.attrib) <= {"href", "rel"}
        address = element.get("href", "")
        assert not address or address.startswith(("https://", "http://", "mailto:", "tel:", "/"))


def test_links_out_take_nothing_along() -> None:
    page = html.fragment_fromstring(str(render("[x](https://a.invalid)")), create_parent="div")
    assert page.xpath(".//a/@rel") == ["noopener noreferrer"]
