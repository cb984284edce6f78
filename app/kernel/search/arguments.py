"""The parameters of a search address, for the page and for the API alike."""

from collections.abc import Mapping

from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import PROPERTIES
from app.kernel.search.engine import RELEVANCE, SORT_ORDERS, Filters
from app.kernel.search.find import SearchRequest
from app.kernel.search.given import given, number, one_of

MAX_TEXT = 100
MAX_PAGE = 100_000

_WRONG_PAGE = f"页码（page）应为 1 到 {MAX_PAGE} 的数字。"


def request_from(arguments: Mapping[str, str]) -> SearchRequest:
    """What is looked for. Raises InvalidInputError, which names the parameter and its values."""
    sort, page = given(arguments, "sort"), given(arguments, "page")
    return SearchRequest(
        text=text_from(arguments),
        filters=Filters(**{each.name: each.read(arguments) for each in PROPERTIES}),
        sort=one_of(SORT_ORDERS, sort, "排序方式（sort）") if sort else RELEVANCE,
        page=number(page, _WRONG_PAGE, 1, MAX_PAGE) if page else 1,
    )


def text_from(arguments: Mapping[str, str]) -> str:
    """The words in ``q``. Raises InvalidInputError when there are too many."""
    text = " ".join(arguments.get("q", "").split())
    if len(text) > MAX_TEXT:
        raise InvalidInputError(f"搜索的文字最多 {MAX_TEXT} 个字，请缩短后再试。")
    return text
