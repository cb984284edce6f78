"""The parameters of a search address, for the page and for the API alike."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from app.kernel.errors import InvalidInputError
from app.kernel.labels import LabelledEnum
from app.kernel.search.documents import SearchKind
from app.kernel.search.engine import Filters, SortOrder
from app.kernel.search.find import SearchRequest

MAX_TEXT = 100
MAX_PAGE = 100_000
MAX_LABEL = 30
FIRST_YEAR, LAST_YEAR = 1900, 2999

_DISTRICT = re.compile("[0-9]{6}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile("[0-9]{1,9}")

T = TypeVar("T")
Labelled = TypeVar("Labelled", bound=LabelledEnum)


def request_from(arguments: Mapping[str, str]) -> SearchRequest:
    """What is looked for. Raises InvalidInputError, which names the parameter and its values."""
    return SearchRequest(
        text=text_from(arguments),
        filters=Filters(
            kind=_optional(arguments, "type", _kind),
            district=_optional(arguments, "district", _district),
            bureau_id=_optional(arguments, "bureau", _bureau),
            year=_optional(arguments, "year", _year),
            category=_optional(arguments, "category", _category),
            status=_optional(arguments, "status", _status),
            **_ranges(arguments),
        ),
        sort=_optional(arguments, "sort", _sort) or SortOrder.RELEVANCE,
        page=_optional(arguments, "page", _page) or 1,
    )


def _ranges(arguments: Mapping[str, str]) -> dict[str, Any]:
    """Dates and amounts; a range that ends before it begins is refused."""
    first = _optional(arguments, "from", _day)
    last = _optional(arguments, "to", _day)
    if first and last and first > last:
        raise InvalidInputError("开始日期（from）晚于结束日期（to），请对调后再试。")
    least = _optional(arguments, "min", _yuan)
    most = _optional(arguments, "max", _yuan)
    if least is not None and most is not None and least > most:
        raise InvalidInputError("最低金额（min）大于最高金额（max），请对调后再试。")
    return {"first_day": first, "last_day": last, "least_yuan": least, "most_yuan": most}


def text_from(arguments: Mapping[str, str]) -> str:
    """The words in ``q``. Raises InvalidInputError when there are too many."""
    text = " ".join(arguments.get("q", "").split())
    if len(text) > MAX_TEXT:
        raise InvalidInputError(f"搜索的文字最多 {MAX_TEXT} 个字，请缩短后再试。")
    return text


def _optional(arguments: Mapping[str, str], name: str, read: Callable[[str], T]) -> T | None:
    value = arguments.get(name, "").strip()
    return read(value) if value else None


def _kind(value: str) -> SearchKind:
    return _member(SearchKind, value, "结果类型（type）")


def _sort(value: str) -> SortOrder:
    return _member(SortOrder, value, "排序方式（sort）")


def _district(value: str) -> str:
    if not _DISTRICT.fullmatch(value):
        raise InvalidInputError("县（市、区）参数（district）应为 6 位数字代码，例如 330302。")
    return value


def _bureau(value: str) -> int:
    return _number(value, "部门参数（bureau）应为数字编号。", 1, 10**9)


def _year(value: str) -> int:
    return _number(value, "年度参数（year）应为 4 位数字，例如 2026。", FIRST_YEAR, LAST_YEAR)


def _category(value: str) -> str:
    return _label(value, "类别参数（category）")


def _status(value: str) -> str:
    return _label(value, "状态参数（status）")


def _label(value: str, name: str) -> str:
    if len(value) > MAX_LABEL:
        raise InvalidInputError(f"{name}最多 {MAX_LABEL} 个字。")
    return value


def _day(value: str) -> date:
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InvalidInputError("日期参数（from、to）应写成 2026-01-31 的样子。")


def _yuan(value: str) -> int:
    return _number(value, "金额参数（min、max）应为以元为单位的整数，例如 5000。", 0, 10**9 - 1)


def _page(value: str) -> int:
    return _number(value, f"页码（page）应为 1 到 {MAX_PAGE} 的数字。", 1, MAX_PAGE)


def _number(value: str, message: str, least: int, most: int) -> int:
    if not _NUMBER.fullmatch(value) or not least <= int(value) <= most:
        raise InvalidInputError(message)
    return int(value)


def _member(members: type[Labelled], value: str, name: str) -> Labelled:
    try:
        return members(value)
    except ValueError:
        known = "、".join(f"{member.value}（{member.label}）" for member in members)
        raise InvalidInputError(f"{name}没有“{value[:20]}”，可用的有：{known}。") from None
