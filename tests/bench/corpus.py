"""Invented records and questions: the same ones each time for the same size."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.search.documents import SearchDocument, SearchKind
from app.search.engine import Filters, SortOrder

BRAND = "砚汐瓯禾榕榭菀澜峤畹泷珩绡陂屿砥翎岫漪沅砀璟"
TRADES = "电器 鞋业 服饰 食品 阀门 汽车零部件 塑料包装 建筑工程 进出口贸易 生物科技".split()
FORMS = "有限公司 股份有限公司 厂 经营部 商行".split()
ACTS = (
    "未经许可从事食品经营活动",
    "销售超过保质期的预包装食品",
    "未按规定采取防尘降尘措施造成扬尘污染",
    "消防设施未保持完好有效且占用疏散通道",
    "发布含有绝对化用语的虚假广告",
    "使用超过有效期限的计量器具进行贸易结算",
)
COMMON = "温州 有限公司 食品 贸易 工程 电器 股份有限公司 温州市 建筑 商行".split()


@dataclass(frozen=True)
class Query:
    """A text to look up, with filters and place; with ``counts`` or ``marks``, what comes along."""

    text: str
    filters: Filters = Filters()  # noqa: RUF009  # frozen, so it can be shared
    sort: SortOrder = SortOrder.RELEVANCE
    offset: int = 0
    counts: bool = False
    marks: bool = False


def documents(size: int) -> Iterator[SearchDocument]:
    """60 % companies, 10 % list entries, 30 % cases with about 90 characters of text."""
    chance = random.Random(7)  # noqa: S311  # the same records each time
    for key in range(1, size + 1):
        yield _document(key, chance)


def _document(key: int, chance: random.Random) -> SearchDocument:
    brand = "".join(chance.choices(BRAND, k=chance.choice((2, 2, 3))))
    name = f"温州{brand}{chance.choice(TRADES)}{chance.choice(FORMS)}"
    kind = chance.choices(
        (SearchKind.COMPANY, SearchKind.RED, SearchKind.BLACK, SearchKind.CASE), (60, 5, 5, 30)
    )[0]
    year, district, bureau = chance.randrange(2016, 2026), chance.randrange(12), chance.randrange(9)
    act = chance.choice(ACTS)
    value = chance.randrange(90_000)
    facts = f"执法人员检查时发现，当事人{name}{act}，货值金额{value}元，责令改正并处罚款。"
    return SearchDocument(
        kind=kind,
        key=key,
        ref=str(key),
        title=f"{name}{act}案" if kind is SearchKind.CASE else name,
        names=(name,),
        codes=(f"91330399MA{key:08d}",),
        numbers=(f"温市监罚〔{year}〕{key}号",) if kind is SearchKind.CASE else (),
        texts=(("住所", f"温州市第{district}区人民路{key % 900}号"),)
        + ((("违法事实", facts),) if kind is SearchKind.CASE else ()),
        district=f"3303{district:02d}",
        bureau_id=bureau + 1,
        year=year,
        on=date(year, chance.randrange(1, 13), 1),
        visible_from=date(2016, 1, 1),
    )


def queries(size: int) -> dict[str, list[Query]]:
    """Questions of the kinds that people ask."""
    chosen = list(documents(min(size, 400)))[::20]
    brands = [each.names[0][2:4] for each in chosen]
    in_cases = Filters(kind=SearchKind.CASE, district="330302")
    return {
        "full name": [Query(each.names[0]) for each in chosen],
        "brand": [Query(brand) for brand in brands],
        "common word": [Query(word) for word in COMMON],
        "two words": [Query(f"{brand} 有限公司") for brand in brands],
        "two common words": [Query(f"温州 {word}") for word in COMMON[2:]],
        "code": [Query(each.codes[0]) for each in chosen],
        "beginning of a code": [Query(each.codes[0][:15]) for each in chosen],
        "phrase of a text": [Query(act[:9]) for act in ACTS],
        "filters, by date": [Query(word, in_cases, SortOrder.DATE) for word in COMMON],
        "page 50": [Query(word, offset=980) for word in COMMON],
        "counts of all values": [Query(word, counts=True) for word in COMMON],
        "marked hits": [Query(brand, marks=True) for brand in brands],
    }
