"""A form counts when it carries our token and no browser says that another site sent it."""

import pytest

from tests.support.pages import PageClient

pytestmark = pytest.mark.trust(11)

HERE = "https://localhost"
FORM = "/complaints/new/kind"


def hand_in(client: PageClient, base: str = HERE, **headers: str) -> int:
    """Answer the first question with a valid token; returns the status."""
    token = client.get(FORM, base_url=base).one("//form//input[@name='csrf_token']").get("value")
    data = {"csrf_token": token, "kind": "complaint"}
    answer = client.post(FORM, base_url=base, data=data, headers=headers)
    if answer.status_code == 400:
        assert "不是从本站页面发出的" in answer.body_text
    return answer.status_code


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": HERE},
        {"Origin": "null"},
        {"Referer": f"{HERE}/"},
        {"Origin": "http://127.0.0.1:8000"},
    ],
)
def test_over_https_a_token_suffices_where_the_browser_does_not_name_another_site(
    client: PageClient, headers: dict[str, str]
) -> None:
    assert hand_in(client, **headers) == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://attacker.example"},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost.attacker.example"},
        {"Origin": "https://localhost:8443"},
        {"Origin": "https://[", "Referer": f"{HERE}/"},
        {"Referer": "https://attacker.example/localhost"},
    ],
)
def test_another_site_is_refused_though_the_token_is_right(
    client: PageClient, headers: dict[str, str]
) -> None:
    assert hand_in(client, **headers) == 400


def test_behind_a_proxy_that_is_not_declared_https_is_the_same_site(client: PageClient) -> None:
    assert hand_in(client, "http://localhost", Origin=HERE) == 302
    assert hand_in(client, "http://localhost", Origin="http://attacker.example") == 400


def test_without_a_token_an_origin_is_worth_nothing(client: PageClient) -> None:
    client.get(FORM, base_url=HERE)
    answer = client.post(FORM, base_url=HERE, data={"kind": "both"}, headers={"Origin": HERE})
    assert answer.status_code == 400


def test_what_stands_in_the_address_of_the_first_question_never_disturbs_its_form(
    client: PageClient,
) -> None:
    for query in ("kind=both", "kind=", "formdata=1", "obj=x&prefix=y", "meta=1&csrf_token=1&data"):
        assert client.get(f"{FORM}?{query}").status_code == 200
