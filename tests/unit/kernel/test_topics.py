"""What a text is about, and where: by words that can be named."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from app.kernel.topics import learning
from app.kernel.topics.learning import (
    CHARACTER,
    LONGEST_PIECE,
    MAX_LETTERS,
    NOBODY,
    PieceCounts,
    TextRows,
    Vocabulary,
    learn,
    pieces,
)
from app.kernel.topics.places import PlaceFinder
from app.kernel.topics.reading import (
    CUES,
    MOST_CANDIDATES,
    MOST_REASONS,
    candidates,
    cues_of_categories,
    general_category,
)
from app.kernel.topics.weights import SHIPPED, BrokenWeightsError, Weights, load
from app.matters.complaints.matter.reference import category_rows
from app.people.reference import district_rows

CATEGORIES = {row["code"]: row for row in category_rows()}
HAN = range(ord("一"), ord("鿿") + 1)


@pytest.fixture(scope="module")
def shipped() -> Weights:
    return load(SHIPPED)


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder([SimpleNamespace(**row) for row in district_rows()])


@pytest.mark.parametrize(
    ("text", "category", "reason"),
    [
        ("楼下工地夜间施工，噪音很大，睡不着觉", "environment-life", "夜间施工"),
        ("饭店后厨很脏，吃饭吃出蟑螂", "food-catering", "吃出"),
        ("小区電梯困人三次，超期未檢", "safety-equipment", "电梯困人"),
        ("公司拖欠工资三个月，不签劳动合同", "other-labour", "拖欠工资"),
        ("学校暑假强制补课，乱收学费", "other-education", "补课"),
        ("化工厂半夜往河里偷排废水，死鱼一片", "environment-water", "废水"),
        ("出租车司机绕路还拒载", "service-passenger", "绕路"),
        ("物业公司不公布公共收益，物业费年年涨", "service-property", "物业公司"),
    ],
)
def test_a_text_gets_its_category_and_the_words_that_say_so(
    shipped: Weights, text: str, category: str, reason: str
) -> None:
    first, *others = candidates(text, shipped)
    assert (first.category, len(others) < MOST_CANDIDATES) == (category, True)
    assert reason in first.because
    assert 1 <= len(first.because) <= MOST_REASONS
    assert all(first.score >= other.score for other in others)


@pytest.mark.parametrize(
    "text", ["", "你好", "请问一下", "abc 123", "🙂", "13800138000", "天地玄黄，宇宙洪荒"]
)
def test_what_says_nothing_suggests_nothing(shipped: Weights, text: str) -> None:
    assert candidates(text, shipped) == []


def test_every_reason_stands_in_the_text(shipped: Weights) -> None:
    text = "超市买的牛奶过期了，店员态度差，要求退款赔偿，已向消费者协会反映"
    for each in candidates(text, shipped):
        assert each.because
        assert all(word in text for word in each.because)


def test_only_the_categories_asked_for_are_offered(shipped: Weights) -> None:
    text = "饭店后厨很脏，吃饭吃出蟑螂，油烟也很大"
    among = {"environment-life", "environment-air"}
    assert {each.category for each in candidates(text, shipped, among=among)} <= among


def test_a_plain_topic_without_cue_words_gets_its_general_category(shipped: Weights) -> None:
    for topic in shipped.labels:
        category = general_category(topic)
        assert category in CATEGORIES


def test_each_category_has_cues_and_each_cue_a_category() -> None:
    second_level = {code for code, row in CATEGORIES.items() if row["parent_code"]}
    assert set(cues_of_categories()) == second_level - {"other-unclear"}


def test_cues_stand_among_topics_that_the_weights_know(shipped: Weights) -> None:
    content = tomllib.loads(CUES.read_text(encoding="utf-8"))
    named = {topic for lists in content["categories"].values() for topic in lists["topics"]}
    assert named <= set(shipped.labels)
    assert set(content["general"]) == set(shipped.labels)


def test_numbers_and_letters_never_count() -> None:
    counted = PieceCounts.of("浙C12345车主 13800138000，QQ 998877")
    assert not [piece for piece in counted.whole if any(ord(char) not in HAN for char in piece)]


def test_the_work_for_a_text_does_not_grow_beyond_its_first_letters() -> None:
    long = list(pieces("噪" * MAX_LETTERS * 500))
    assert len(long) <= MAX_LETTERS * LONGEST_PIECE
    assert long == list(pieces("噪" * MAX_LETTERS))


def test_each_known_piece_is_weighed_once(shipped: Weights) -> None:
    scores = shipped.read("噪音扰民。" * 300)
    assert scores.known == len(set(scores.places.tolist()))
    assert scores.each.shape == (scores.known, len(shipped.labels))


def test_the_shipped_weights_hold_nothing_but_words(shipped: Weights) -> None:
    words = shipped.vocabulary.places
    assert not [word for word in words if any(ord(char) not in HAN for char in word)]
    assert max(map(len, words)) <= LONGEST_PIECE
    assert not [word for word in words if word.endswith(("书记", "老师")) and len(word) == 3]
    assert len(shipped.labels) == 7


def test_weights_are_read_as_they_were_written() -> None:
    vocabulary = Vocabulary({"噪音": 0, "油烟": 1}, np.array([1.5, 2.0]))
    written = Weights(("a", "b"), vocabulary, np.eye(3, 2), frozenset({"噪音"}), 0.5)
    again = Weights.parse(iter([f"{line}\n" for line in written.lines(("a note",))]))
    assert (again.labels, again.telling, again.sharpness) == (("a", "b"), {"噪音"}, 0.5)
    assert again.vocabulary.places == vocabulary.places
    assert np.allclose(again.values, written.values)


def broken() -> Iterator[list[str]]:
    yield []
    yield ["# sharpness 1", "word\t\trarity\ta\tb"]
    yield ["# sharpness 1", "word\t\trarity\ta\tb", "=\t\t0\t1\t2", "噪音\t*\tx\t1\t2"]
    yield ["word\t\trarity\ta\tb", "=\t\t0\t1\t2", "噪音\t*\t1\t1\t2"]


@pytest.mark.parametrize("lines", list(broken()))
def test_a_broken_table_is_refused(lines: list[str]) -> None:
    with pytest.raises(BrokenWeightsError):
        Weights.parse(iter(lines))


def test_what_few_families_of_texts_have_gets_no_weight() -> None:
    texts = [PieceCounts.of(text) for text in ("欧阳试验打人", "欧阳试验骂人", "噪音", "噪音")]
    assert set(Vocabulary.of(texts, [0, 0, 1, 2], least=2).places) >= {"噪音"}
    assert "欧阳" not in Vocabulary.of(texts, [0, 0, 1, 2], least=2).places


def test_what_nobody_sent_makes_no_piece_frequent() -> None:
    texts = [PieceCounts.of(text) for text in ("噪音", "噪音", "油烟", "油烟")]
    vocabulary = Vocabulary.of(texts, [0, 1, 2, NOBODY], least=2)
    assert "噪音" in vocabulary.places
    assert "油烟" not in vocabulary.places


def test_a_single_character_weighs_less_than_the_word_it_stands_in() -> None:
    vocabulary = Vocabulary.of([PieceCounts.of("噪音")] * 2, [0, 1], least=2)
    rarity = {piece: vocabulary.rarity[place] for piece, place in vocabulary.places.items()}
    assert rarity["噪"] == pytest.approx(CHARACTER * rarity["噪音"])


def test_a_topic_of_few_texts_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five against two hundred: their word weighs more than if each text were heard alike."""
    texts = [PieceCounts.of("小区噪音")] * 200 + [PieceCounts.of("小区快递")] * 5
    vocabulary = Vocabulary.of(texts, list(range(205)), least=2)
    rows = TextRows.of(texts, vocabulary)
    labels = np.array([0] * 200 + [1] * 5)

    def said_of_their_word() -> float:
        weights = learn(rows, labels, pieces=len(vocabulary.places), kinds=2, tell=lambda: None)
        return float(weights[vocabulary.places["快递"], 1])

    heard = said_of_their_word()
    monkeypatch.setattr(learning, "EVENNESS", 0.0)
    assert heard > said_of_their_word()


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("梧田街道大学城附近", "330304"),
        ("柳市镇的电气厂", "330382"),
        ("瑞安市塘下", "330381"),
        ("苍南县龙港镇", "330383"),
        ("温州市瓯海某鞋业有限公司", "330304"),
        ("大门镇", "330305"),
        ("南汇所", "330302"),
        ("平阳坑镇", "330381"),
        ("經濟技術開發區", "330303"),
    ],
)
def test_a_place_tells_the_district(finder: PlaceFinder, text: str, district: str) -> None:
    place = finder.find(text)
    assert place is not None
    assert place.district == district
    assert place.because


@pytest.mark.parametrize(
    "text", ["", "小区大门口的桥头", "瑞安路边上", "温州市", "鹿城区和瓯海区交界", "高楼扔东西"]
)
def test_no_district_is_guessed(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text) is None


def test_the_region_of_a_code_speaks_where_no_place_does(finder: PlaceFinder) -> None:
    of_code = finder.find("某某有限公司", code="91330382MA285X6N16")
    assert of_code is not None
    assert of_code.district == "330382"
    named = finder.find("瓯海区郭溪街道某某有限公司", code="91330382MA285X6N16")
    assert named is not None
    assert named.district == "330304"


def test_shipped_files_are_where_the_site_looks_for_them() -> None:
    assert all(isinstance(path, Path) and path.exists() for path in (SHIPPED, CUES))
