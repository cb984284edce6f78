"""Invented records and questions: the same ones each time for the same size.

They are composed as a city's are: nearly all names begin with the city's, half a dozen trades
make up most of the rest, brands are rare, and the texts of penalties come from a few scenes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import (
    RELEVANCE,
    SORT_ORDERS,
    Filters,
    ResultSlice,
    SearchEngine,
    SortOrder,
)
from app.kernel.search.plan import plan

DISTRICTS = "鹿城 龙湾 瓯海 洞头 永嘉 平阳 苍南 文成 泰顺 瑞安 乐清 龙港".split()
ROADS = "人民 学院 车站 锦绣 府东 环城 江滨 市府".split()
TRADES = (
    "食品 贸易 电器 服装 建筑工程 装饰工程 鞋业 服饰 阀门 汽车零部件 塑料包装 进出口贸易 "
    "生物科技 信息技术 物流 房地产开发 餐饮管理 机械 印刷 眼镜 锁具 泵业 教育咨询 文化传媒 "
    "农业开发 五金制品 家具 化工 纺织 旅游"
).split()
FORMS = "有限公司 有限责任公司 股份有限公司 厂 经营部 商行".split()
FORM_WEIGHTS = (60, 6, 2, 10, 12, 10)
SCENES = (
    "未经许可从事食品经营活动",
    "销售超过保质期的预包装食品",
    "未按规定采取防尘降尘措施造成扬尘污染",
    "未取得排污许可证擅自排放废水",
    "未为劳动者缴纳工伤保险费",
    "超越特种设备许可范围从事安装活动",
    "生产的低压断路器不符合国家标准",
    "发布含有绝对化用语的虚假广告",
    "使用超过有效期限的计量器具进行贸易结算",
    "消防设施未保持完好有效且占用疏散通道",
    "在资质等级许可范围之外承揽工程",
    "开具与实际经营业务情况不符的发票",
    "侵犯他人注册商标专用权销售假冒皮鞋",
    "擅自挖掘道路影响交通安全",
)
REMARKS = (
    "上述事实有现场检查笔录、询问笔录、营业执照复印件、现场照片等证据证实。",
    "当事人在调查过程中积极配合，主动提供证据材料，及时改正违法行为。",
    "本局已依法告知当事人享有陈述、申辩的权利，当事人在法定期限内未提出意见，也未要求听证。",
    "鉴于当事人系初次违法且危害后果轻微，符合从轻处罚的情形。",
)
COMMON = "温州 有限公司 食品 贸易 工程 服装 电器 有限责任公司 温州市 建筑".split()
COMMON_PAIRS = ("温州 食品", "服装 有限公司", "电器 温州", "贸易 有限公司", "建筑 工程")
LARGE = 100_000
BY_DATE = next(each for each in SORT_ORDERS if each.by == "day")
KINDS = (SearchKind.COMPANY, SearchKind.RED, SearchKind.BLACK, SearchKind.CASE)
RARE_CHARACTERS = range(0xD8, 0xF8)


@dataclass(frozen=True)
class Query:
    """A text to look up, with filters and place; with ``counts`` or ``marks``, what comes along."""

    text: str
    filters: Filters = Filters()  # noqa: RUF009  # never changes, so it can be shared
    sort: SortOrder = RELEVANCE
    offset: int = 0
    counts: bool = False
    marks: bool = False


def documents(size: int) -> Iterator[SearchDocument]:
    """Companies, list entries and cases, in the shares of a young site, then of an old one.

    Up to 100,000 records 60, 10 and 30 %, with 90 characters on average; beyond, 90, 4 and 6 %.
    """
    chance = random.Random(7)  # noqa: S311  # the same records each time
    shares = (60, 5, 5, 30) if size <= LARGE else (90, 2, 2, 6)
    brands = _brand_characters(chance)
    for key in range(1, size + 1):
        yield _document(key, chance, shares, brands)


def _brand_characters(chance: random.Random) -> list[str]:
    """Characters that no company of the city has in its name."""
    rare = [
        bytes((row, column)).decode("gb2312", "ignore")
        for row in RARE_CHARACTERS
        for column in range(0xA1, 0xFF)
    ]
    return chance.sample([char for char in rare if char], 200)


def _document(
    key: int, chance: random.Random, shares: tuple[int, ...], brands: list[str]
) -> SearchDocument:
    brand = "".join(chance.choices(brands, k=chance.choice((2, 2, 3, 4))))
    district = chance.randrange(len(DISTRICTS))
    place = chance.choice(("温州", "温州", "温州市", f"温州市{DISTRICTS[district]}", ""))
    form = chance.choices(FORMS, FORM_WEIGHTS)[0]
    name = f"{place}{brand}{chance.choice(TRADES)}{form}"
    kind = chance.choices(KINDS, shares)[0]
    year, bureau = chance.randrange(2016, 2026), chance.randrange(9)
    street = f"{DISTRICTS[district]}区{chance.choice(ROADS)}路{chance.randrange(900)}号"
    address = f"{chance.choice(('温州市', ''))}{street}{chance.randrange(1, 30)}幢一楼"
    is_case = kind is SearchKind.CASE
    scene = chance.choice(SCENES) if is_case else ""
    return SearchDocument(
        kind=kind,
        key=key,
        ref=str(key),
        title=f"{name}{scene}案" if is_case else name,
        names=(name,),
        codes=(f"9133{chance.randrange(1, 13):02d}{chance.randrange(99):02d}MA{key:08d}",),
        numbers=(f"温市监罚〔{year}〕{key}号",) if is_case else (),
        texts=(("住所", address), *_facts(name, scene, address, chance)),
        district=f"3303{district:02d}",
        bureau_id=bureau + 1,
        year=year,
        on=date(year, chance.randrange(1, 13), chance.randrange(1, 28)),
        visible_from=date(2016, 1, 1),
    )


def _facts(
    name: str, scene: str, address: str, chance: random.Random
) -> tuple[tuple[str, str], ...]:
    if not scene:
        return ()
    found = f"执法人员对当事人{name}位于{address}的经营场所进行现场检查时，发现其{scene}。"
    worth = f"涉案货值金额共计{chance.randrange(90_000)}元。"
    return (("违法事实", found + worth + "".join(chance.sample(REMARKS, 2))),)


def queries(size: int) -> dict[str, list[Query]]:
    """Questions of the kinds that people ask."""
    chosen = list(islice(documents(size), 0, 2000, 100))
    names = [each.names[0] for each in chosen]
    brands = [_brand(name) for name in names]
    in_cases = Filters(kind=SearchKind.CASE, district="330302")
    return {
        "full name": [Query(name) for name in names],
        "brand": [Query(brand) for brand in brands],
        "common word": [Query(word) for word in COMMON * 2],
        "two words": [
            Query(f"{brand} {name[-4:]}") for brand, name in zip(brands, names, strict=True)
        ],
        "two common words": [Query(words) for words in COMMON_PAIRS * 4],
        "code": [Query(each.codes[0]) for each in chosen],
        "beginning of a code": [Query(each.codes[0][:15]) for each in chosen],
        "phrase of a text": [Query(scene[2:11]) for scene in SCENES],
        "filters, by date": [Query(word, in_cases, BY_DATE) for word in COMMON * 2],
        "page 50": [Query(word, offset=980) for word in COMMON * 2],
        "counts of all values": [Query(word, counts=True) for word in COMMON * 2],
        "marked hits": [Query(brand, marks=True) for brand in brands],
    }


def _brand(name: str) -> str:
    """What of a name is neither place nor trade."""
    rest = name.removeprefix("温州").removeprefix("市")
    for district in DISTRICTS:
        rest = rest.removeprefix(district)
    return rest[:2]


PAGE = 20
TODAY = date(2026, 3, 4)


def ask(engine: SearchEngine, query: Query) -> tuple[list[int], int]:
    """The keys of one page of results, and how many there are."""
    wanted = ResultSlice(query.filters, query.sort, query.offset, PAGE, query.counts)
    found = engine.search(plan(query.text), wanted, today=TODAY)
    return [each.key for each in found.ids], found.total
