"""Whatever is typed, the page and the API answer in time, with results or with words."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.search.documents import SearchKind
from tests.support.pages import PageClient
from tests.support.search_site import published_records

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
