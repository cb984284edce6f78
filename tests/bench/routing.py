"""What an answer of ``POST /api/v1/routing/suggest`` costs the processor, by length of text.

``python -m tests.bench.routing``: whole requests within one process; the goal is 5 ms at 2,000
letters. Only time of the processor is counted, so that other programs change little.
"""

import json
import random
import tempfile
import time
from pathlib import Path
from statistics import median

from flask import Flask

import config
from app import create_app
from tests.bench import records

LENGTHS = (20, 200, 1_000, 2_000)
ASKED, WARM_UP = 60, 10
WORDS = (
    "我家楼下的烧烤店每天晚上十二点以后还在用高音喇叭揽客，噪音很大，油烟直接排到居民楼里。",
    "鹿城区五马街道一家超市卖的酱油换贴了生产日期标签，撕开以后下面还有一层，相差九个月。",
    "小区旁边的工地夜间施工，渣土车不盖篷布，尘土飞扬，多次反映都没有人来处理。",
    "在龙湾区永中街道买的电动车用了三天电池就鼓包，商家不肯退货，也不开发票。",
    "公司拖欠我们三个月工资，劳动合同也没有签，希望有关部门查一查，给我们一个说法。",
)
"""Sentences that are shuffled, so that each text is another one and reads like a complaint."""


def main() -> None:
    """Print a line for each length: milliseconds of the processor, median and least."""
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(config.load({"DATA_DIR": str(Path(folder) / "site")}))
        with site.app_context():
            list(records.fill(site, 200))
        for letters in LENGTHS:
            spent = measured(site, letters)
            print(f"{letters:5} letters {median(spent):5.2f} {min(spent):5.2f}")  # noqa: T201  # its purpose


def measured(site: Flask, letters: int) -> list[float]:
    """Milliseconds of the processor that each of ASKED requests took, the first ones left out."""
    chance, client = random.Random(letters), site.test_client()  # noqa: S311  # the same each time
    spent = []
    for number in range(ASKED + WARM_UP):
        body = json.dumps({"text": _text(chance, letters)}).encode()
        visitor = {"REMOTE_ADDR": f"10.0.{number // 250}.{number % 250}"}
        before = time.process_time()
        answer = client.post(
            "/api/v1/routing/suggest",
            data=body,
            content_type="application/json",
            environ_base=visitor,
        )
        spent.append((time.process_time() - before) * 1000)
        assert answer.status_code == 200, answer.text
    return spent[WARM_UP:]


def _text(chance: random.Random, letters: int) -> str:
    text = ""
    while len(text) < letters:
        sentence = list(chance.choice(WORDS))
        for _ in range(4):  # a few letters of chance: no two texts share all their pairs
            sentence[chance.randrange(len(sentence))] = chr(chance.randrange(0x4E00, 0x9000))
        text += "".join(sentence)
    return text[:letters]


if __name__ == "__main__":
    main()
