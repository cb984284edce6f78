"""Invented search documents, and the plain substring search that the engine is held against."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.engine import (
    SORT_ORDERS,
    Filters,
    Matches,
    ResultSlice,
    SearchEngine,
)
from app.kernel.search.plan import plan

ORDERS = {order.by: order for order in SORT_ORDERS}
BY_DATE, BY_AMOUNT = ORDERS["day"], ORDERS["amount"]
TODAY = date(2026, 3, 4)

_keys = count(1)


def document(title: str, text: str = "", **changes: Any) -> SearchDocument:
    """A case with this title and this text."""
    values: dict[str, Any] = {
        "kind": SearchKind.CASE,
        "key": next(_keys),
        "title": title,
        "names": (title,),
        "texts": (("违法事实", text),) if text else (),
        "on": date(2026, 1, 15),
        "year": 2026,
        "visible_from": date(2026, 1, 20),
    }
    values.update(changes)
    values.setdefault("ref", str(values["key"]))
    return SearchDocument(**values)


def search(
    engine: SearchEngine, text: str, *, today: date = TODAY, limit: int = 1000, **options: Any
) -> Matches:
    """Search for ``text``; filters go by their names."""
    names = ("sort", "offset", "facets", "names_only")
    parts = {name: options.pop(name) for name in names if name in options}
    return engine.search(
        plan(text), ResultSlice(Filters(**options), limit=limit, **parts), today=today
    )


def found(engine: SearchEngine, text: str, **options: Any) -> set[DocumentId]:
    """The ids of all records that match."""
    return set(search(engine, text, **options).ids)


def records(number: int = 60) -> list[SearchDocument]:
    """Cases of invented companies, each with a food, an act, a district and a year."""
    foods = "酱油 食醋 黄酒 豆瓣酱 腐乳 味精 食盐 白糖 香油 料酒".split()
    acts = [
        "销售超过保质期的",
        "标注虚假生产日期的",
        "未经许可经营",
        "销售菌落总数超标的",
        "违法添加防腐剂的",
    ]
    made = []
    for index in range(number):
        food, act = foods[index % len(foods)], acts[index % len(acts)]
        made.append(
            document(
                f"砚汐{index}号商行{act}{food}案",
                f"执法人员检查时，发现当事人{act}{food}，其行为违反法律，没收违法所得。",
                names=(f"砚汐{index}号商行",),
                codes=(f"91330399MA{index:08d}",),
                numbers=(f"温市监罚〔{2020 + index % 5}〕{index}号",),
                district=f"3303{index % 4:02d}",
                bureau_id=index % 3 + 1,
                bureau_name=f"第{index % 3 + 1}局",
                category=act,
                year=2020 + index % 5,
                on=date(2020 + index % 5, 1 + index % 12, 1),
            )
        )
    return made


BRANDS = "砚汐 瓯禾 榕榭 澜峤 畹泷 绡屿 翎岫 漪沅 珩陂 菀砥 瓯汐 榕禾".split()
TRADES = "食品 贸易 电器 鞋业 阀门 建筑工程 汽车零部件 进出口贸易 生物科技 LED照明 5G通信".split()
FORMS = "有限公司 有限责任公司 厂 经营部 商行 超市".split()
PLACES = ("温州市", "温州", "瑞安市", "乐清", "")
ROADS = "人民路 学院中路 江滨西路 车站大道 锦绣路".split()
ACTS = (
    "销售超过保质期的食品",
    "标注虚假生产日期",
    "未经许可经营预包装食品",
    "发布含有绝对化用语的虚假广告",
    "使用超过有效期限的计量器具",
    "违法添加防腐剂",
    "销售不符合GB 7000.1标准的灯具",
)
BRACKETS = ("〔{}〕", "[{}]", "（{}）", "【{}】", "﹝{}﹞", "({})")
DISTRICTS = (None, "330302", "330303", "330304", "330381")
STATUSES = (None, "存续", "注销", "公示中", "滞后")
FIRST_DAY = date(2019, 1, 1)


def city_records(number: int, seed: int = 11) -> list[SearchDocument]:
    """Companies with former names, list entries, cases, projects and articles."""
    chance = random.Random(seed)  # noqa: S311  # the same records each time
    return [_record(key, chance) for key in range(1, number + 1)]


def _record(key: int, chance: random.Random) -> SearchDocument:
    kind = chance.choice(tuple(SearchKind))
    name, act = _name(chance), chance.choice(ACTS)
    is_case, is_company = kind is SearchKind.CASE, kind is SearchKind.COMPANY
    year = chance.randrange(2019, 2026)
    on = chance.choice((None, FIRST_DAY + timedelta(days=chance.randrange(2500))))
    bureau = chance.choice((None, 1, 2, 3))
    return SearchDocument(
        kind=kind,
        key=key,
        ref=str(key),
        title=f"{name}{act}案" if is_case else name,
        names=(name,),
        former_names=(_name(chance),) if is_company and chance.random() < 0.3 else (),
        codes=_codes(key, chance) if kind is not SearchKind.BULLETIN else (),
        numbers=(_number(year, key, chance),) if not is_company else (),
        texts=_texts(name, act, chance),
        district=chance.choice(DISTRICTS),
        bureau_id=bureau,
        bureau_name=f"第{bureau}局" if bureau else chance.choice((None, "原市局")),
        category=chance.choice((None, "食品安全", "广告", "计量")),
        status=chance.choice(STATUSES),
        year=chance.choice((None, year)),
        on=on,
        amount_cents=chance.choice((None, chance.randrange(1, 50) * 100_000)),
        rank=chance.randrange(6),
        visible_from=FIRST_DAY + timedelta(days=chance.randrange(3000)),
        visible_until=chance.choice((None, None, FIRST_DAY + timedelta(chance.randrange(3500)))),
    )


def _name(chance: random.Random) -> str:
    brand = chance.choice(BRANDS) + chance.choice(("", "", chance.choice(BRANDS)))
    return f"{chance.choice(PLACES)}{brand}{chance.choice(TRADES)}{chance.choice(FORMS)}"


def _codes(key: int, chance: random.Random) -> tuple[str, ...]:
    code = f"91330{chance.choice((302, 303, 381))}MA{key:08d}"
    return (code, f"33030{chance.randrange(10)}{key:08d}") if chance.random() < 0.3 else (code,)


def _number(year: int, key: int, chance: random.Random) -> str:
    body = chance.choice(("温市监罚", "瓯海卫罚字", "温政发"))
    return f"{body}{chance.choice(BRACKETS).format(year)}{key}号"


def _texts(name: str, act: str, chance: random.Random) -> tuple[tuple[str, str], ...]:
    address = f"{chance.choice(ROADS)}{chance.randrange(1, 120)}号{chance.randrange(1, 20)}幢"
    found = f"经查，{name}于{chance.randrange(1, 13)}月起{act}，货值{chance.randrange(9999)}元。"
    other = chance.choice(ACTS)
    return (("住所", address), ("违法事实", f"{found}另查明其{other}；责令改正，罚款 500 元。"))


def contents(document: SearchDocument) -> Sequence[str]:
    """Everything of a record in which its words may stand."""
    return (*names(document), *codes(document), *(text for _, text in document.texts))


def names(document: SearchDocument) -> Sequence[str]:
    """What the record is called."""
    return (document.title, *document.names, *document.former_names)


def codes(document: SearchDocument) -> Sequence[str]:
    """What is typed whole."""
    return (*document.codes, *document.numbers)
