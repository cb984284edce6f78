"""What a hit shows: marks, the place, and the reason."""

from collections.abc import Sequence
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.kernel.search.analysis import fold
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import MatchMode
from app.kernel.search.plan import plan
from app.kernel.search.snippets import SNIPPET_LENGTH, Explainer, FoldedText, Hit, Marker
from tests.support.search_documents import document


def highlight(text: str, words: Sequence[str]) -> Markup:
    return Marker(words).highlight(FoldedText(text))


def explain(record: SearchDocument, query: str) -> Hit:
    return Explainer(plan(query), MatchMode.WORDS).explain(record, "案件名称", 1.0)


def test_a_match_is_marked_as_it_was_written() -> None:
    assert highlight("經查獲醬油三瓶", ["酱油"]) == "經查獲<mark>醬油</mark>三瓶"
    assert highlight("執行ＧＢ２７１７標準", ["gb2717"]) == "執行<mark>ＧＢ２７１７</mark>標準"


def test_markup_in_a_record_is_shown_and_not_obeyed() -> None:
    assert highlight("<b>酱油</b>", ["酱油"]) == "&lt;b&gt;<mark>酱油</mark>&lt;/b&gt;"
    assert "<b>" not in highlight("<b>酱油</b>", ["b"])


@given(st.text(), st.text(min_size=1))
def test_highlighting_never_changes_what_is_read(text: str, query: str) -> None:
    marked = highlight(text, plan(query).terms)
    assert marked.replace("<mark>", "").replace("</mark>", "") == highlight(text, [])


@given(st.text(alphabet="酱油醬<&>\"'ab "), st.text(alphabet="酱油ab", min_size=1))
def test_only_marks_are_markup(text: str, query: str) -> None:
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(str(highlight(text, plan(query).terms)))
    assert set(tags) <= {"mark"}


def test_the_reason_names_each_place_and_counts() -> None:
    record = document("销售酱油案", "当事人购进酱油，又将酱油售出。")
    reason = explain(record, "酱油").reason
    assert reason == "匹配：案件名称、违法事实中有“酱油”，共 3 处"


def test_a_former_name_is_given_as_the_reason() -> None:
    record = document("瓯禾酿造有限公司", kind=SearchKind.COMPANY, former_names=("瓯禾酱油厂",))
    explanation = explain(record, "酱油")
    assert explanation.reason == "匹配：曾用名中有“酱油”"
    assert explanation.snippet == "曾用名：瓯禾<mark>酱油</mark>厂"


def test_a_long_text_is_shown_around_the_match() -> None:
    record = document("某案", "甲" * 300 + "酱油" + "乙" * 300)
    snippet = explain(record, "酱油").snippet
    assert snippet.startswith("……甲")
    assert snippet.endswith("乙……")
    assert "<mark>酱油</mark>" in snippet
    assert len(snippet.striptags()) <= SNIPPET_LENGTH + 4


@given(st.text(max_size=400), st.text(alphabet="酱油假的a1", min_size=1, max_size=6))
def test_any_text_can_be_explained(text: str, query: str) -> None:
    explanation = explain(document("某案", text), query)
    assert explanation.reason.startswith("匹配：")
    assert fold(explanation.snippet.striptags()) is not None


def test_words_that_stand_nowhere_as_a_whole_are_said_to_be_apart() -> None:
    record = document("某案", "先有虚假，后有假酱油")
    reason = explain(record, "虚假酱油").reason
    assert reason == "匹配：没有连续的“虚假酱油”，这些字分散在文中"


def test_a_stretch_longer_than_the_snippet_is_marked_as_far_as_it_shows() -> None:
    stretch = "酱油食醋黄酒腐乳" * 16
    explanation = explain(document("某案", f"查获{stretch}"), stretch)
    assert explanation.snippet.startswith("查获<mark>酱油")
    assert explanation.snippet.endswith("</mark>……")
