"""Whatever is typed, the page and the API answer in time, with results or with words."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.kernel.search.documents import SearchKind
from app.kernel.web import limits
from tests.support.pages import PageClient
from tests.support.search_site import published_records

pytestmark = pytest.mark.trust(16)

MOST_MILLISECONDS = 2000
EXAMPLES = 25
TYPED = st.one_of(
    st.text(st.characters(), max_size=120),
    st.text(alphabet="酱油 -－\"“”「」『』'*?~^:()〔〕ａ1a\u3000\u200b", max_size=100),
    st.text(alphabet="jiangyou", min_size=60, max_size=100),
)


@pytest.fixture
def client_of_a_site(
    app: Flask, client: PageClient, frozen_clock: time_machine.Traveller
) -> Iterator[PageClient]:
    with published_records(app) as records:
        for number in range(20):
            records.add(SearchKind.COMPANY, f"瓯海第{number}酱油酿造有限公司")
            records.add(SearchKind.CASE, f"砚汐{number}号商行酱油案", "当事人将酱油改贴标签。")
        records.publish()
        yield client


@settings(
    max_examples=EXAMPLES,
    deadline=MOST_MILLISECONDS,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=TYPED)
@example(text='"' * 100)
@example(text="-" * 100)
@example(text=" ".join(["-酱"] * 30))
@example(text="酱" * 100)
@example(text="酱" * 101)
@example(text="\x00\ud800酱油")
def test_any_text_is_answered_with_results_or_refused_in_words(
    client_of_a_site: PageClient, text: str
) -> None:
    for address in ("/search", "/api/v1/suggest"):
        answer = client_of_a_site.get(
            address, query_string={"q": text.encode("utf-8", "surrogatepass")}
        )
        assert answer.status_code in (200, 400)


PARAMETERS = (
    "type",
    "district",
    "bureau",
    "year",
    "category",
    "status",
    "from",
    "to",
    "min",
    "max",
    "sort",
    "page",
    "unknown",
)
ANY_TEXT = st.text(st.characters(), max_size=60)
ODD = st.sampled_from(
    [
        "0",
        "-1",
        "1",
        "9" * 400,
        "1e9",
        "٣",
        "２０２６",
        "2026-02-30",
        "2026-01-31",
        "330304",
        "company",
        "COMPANY",
        "date",
        "amount",
        "公示中",
        "[object Object]",
        "\x00",
        "\u202e",
        "👩‍👩‍👧",
    ]
)
VALUES = st.dictionaries(st.sampled_from(PARAMETERS), st.one_of(ANY_TEXT, ODD), max_size=6)


@settings(
    max_examples=EXAMPLES * 2,
    deadline=MOST_MILLISECONDS,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(values=VALUES, address=st.sampled_from(["/search", "/api/v1/search", "/api/v1/suggest"]))
def test_any_parameters_are_answered_or_refused_in_words(
    client_of_a_site: PageClient, values: dict[str, str], address: str
) -> None:
    limits.limiter.reset()
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in values.items()}
    answer = client_of_a_site.get(address, query_string={"q": "酱油", **sent})
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        detail = (
            answer.get_json()["detail"] if answer.is_json else answer.one("//main").text_content()
        )
        assert re.search("[一-鿿]{4}", detail)


@settings(
    max_examples=EXAMPLES * 2,
    deadline=MOST_MILLISECONDS,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(raw=st.binary(max_size=80))
@example(raw=b"\xed\xa0\x80\xff\xfe\x00")
@example(raw="\u202e\u2067酱油\u200f\U0001f9c2\ufe0f".encode())
def test_any_bytes_are_answered_or_refused(client_of_a_site: PageClient, raw: bytes) -> None:
    limits.limiter.reset()
    escaped = "".join(f"%{byte:02X}" for byte in raw)
    for address in ("/search", "/api/v1/search", "/api/v1/suggest"):
        answer = client_of_a_site.get(f"{address}?q={escaped}&status={escaped}")
        assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "typed",
    [
        "*酱油*",
        "酱油~",
        "酱油^",
        "(酱油)",
        "酱油?",
        "[酱油]",
        "{酱油}",
        "+酱油",
        "酱油 ||",
        "\\酱油",
    ],
)
def test_signs_of_query_languages_are_not_obeyed(client_of_a_site: PageClient, typed: str) -> None:
    plain = client_of_a_site.get("/api/v1/search?q=酱油").get_json()
    assert client_of_a_site.get("/api/v1/search", query_string={"q": typed}).get_json() == plain


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("酱油 OR 没有的词", ["or", "没有的词"]),
        ("title:酱油", ["title"]),
        ("[酱油 TO 食醋]", ["to", "食醋"]),
        ("酱油 AND NOT 食醋", ["and", "not", "食醋"]),
    ],
)
def test_operators_are_words_like_any_other(
    client_of_a_site: PageClient, typed: str, words: list[str]
) -> None:
    page = client_of_a_site.get("/search", query_string={"q": typed})
    missing = "".join(f"“{word}”" for word in words)
    assert f"{missing}在公示信息中没有出现" in page.body_text
