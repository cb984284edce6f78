"""The pages that everyone meets hold up in a real browser, whatever its size and abilities."""

import pytest

from tests.support.browsers import sideways_overflow, watched_page

pytestmark = pytest.mark.trust(12)

PAGES = ["/", "/about", "/sitemap", "/accessibility"]
BROWSERS = ["page", "plain_page", "phone_page", "small_phone_page"]


@pytest.mark.parametrize("kind", BROWSERS)
def test_a_page_loads_without_faults_and_fits_the_screen(request, kind):
    page = request.getfixturevalue(kind)
    for address in PAGES:
        response = page.goto(address)
        assert response.status == 200, address
        assert page.get_by_role("heading", level=1).is_visible(), address
        assert sideways_overflow(page) == 0, address


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        (
            "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
            "Policy",
        ),
        ("setTimeout(() => { throw new Error('broken module') })", "broken module"),
        ("document.body.append(Object.assign(new Image(), {src: '/static/none.png'}))", "404"),
    ],
)
def test_a_fault_that_nobody_sees_fails_the_journey(browser, site, script, fault):
    with pytest.raises(AssertionError, match=fault), watched_page(browser, site.url) as page:
        page.goto("/")
        page.evaluate(script)
        page.wait_for_load_state("networkidle")
