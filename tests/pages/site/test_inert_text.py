"""What comes in addresses stays text: on no public page does any of it become part of the page."""

import pytest

pytestmark = pytest.mark.trust(15)

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><script src=//evil.invalid></script>',
    "'><img src=x onerror=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "</textarea><iframe srcdoc=x>",
    "javascript:alert(1)",
    "{{7*7}}${7*7}<%=7*7%>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import'//evil.invalid'</style>",
    "\u202e\u0000<b>x</b>",
)
ACTIVE = "//*[@onerror or @onfocus or @onmouseover or @onload or @srcdoc or @style]"
FOREIGN = (
    "//*[contains(@src, 'evil') or starts-with(@href, 'javascript:') or contains(@action, 'evil')]"
)
NAMES = ("q", "page", "sort", "district", "year", "kind", "next", "status", "number")


def public_lists(app) -> list[str]:
    """Addresses of public pages without a parameter of their own."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and not rule.arguments
        and not rule.rule.startswith(("/admin", "/static", "/metrics", "/healthz", "/readyz"))
    )


def test_whatever_stands_in_an_address_becomes_no_part_of_a_page(app, client):
    client.checks_html = False
    words = " ".join(PAYLOADS)
    asked = 0
    for path in public_lists(app):
        with client.get(path, query_string=dict.fromkeys(NAMES, words)) as page:
            assert page.status_code < 500, path
            if page.mimetype != "text/html" or page.status_code in (301, 302, 303):
                continue
            assert not page.all(ACTIVE), path
            assert not page.all(FOREIGN), path
            assert not page.all("//script[not(@src) or contains(text(), 'alert')]"), path
            assert "<script>alert" not in page.text, path
            asked += 1
    assert asked > 25
