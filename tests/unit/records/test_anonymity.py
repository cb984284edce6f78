"""A party is hidden however it is written, and nothing else is."""

import pytest

from app.records.bulletins.anonymity import Cover, HiddenParty
from app.records.bulletins.articles import plain, render
from app.records.companies.rules import PartyKind

FIRM = HiddenParty(
    PartyKind.ORGANISATION,
    names=("温州砚汐调味食品有限公司", "瓯海砚汐酿造厂"),
    codes=("91330302MA2ABC123X", "330302000054321"),
    documents=("温瓯市监罚〔2026〕88号",),
    people=("陈海燕",),
)


def covered(
    text: str, *parties: HiddenParty, others: tuple[str, ...] = (), article: str = ""
) -> str:
    return Cover(parties or (FIRM,), others=others, article=article).text(text)


@pytest.mark.parametrize(
    "name",
    [
        "温州砚汐调味食品有限公司",
        "温州 砚汐 调味食品有限公司",
        "温州“砚汐”调味食品有限公司",
        "溫州硯汐調味食品有限公司",
        "温州\u200b砚汐调味食品有限公司",
        "瓯海砚汐酿造厂",
        "砚汐",
        "砚汐公司",
        "砚汐调味",
        "砚汐食品有限公司",
        "温州市砚汐",
        "瓯海区砚汐厂",
    ],
)
def test_a_firm_is_hidden_by_its_whole_name_and_by_parts_of_it(name: str) -> None:
    hidden = covered(f"经查，{name}换贴标签。")
    assert "砚" not in hidden
    assert "硯" not in hidden
    assert hidden.startswith("经查，某企业")
    assert hidden.endswith("换贴标签。")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("代码９１３３０３０２ma2abc123x。", "代码［代码已隐去］。"),
        ("注册号330302 000054321", "注册号［代码已隐去］"),
        ("温瓯市监罚[2026]第88号", "［文号已隐去］"),
        ("本案（〔2026〕88号）", "本案（［文号已隐去］）"),
        ("〔2026〕188号、〔2025〕88号", "〔2026〕188号、〔2025〕88号"),
        ("负责人陈 海燕说", "负责人某某说"),
        ("见 https://example.invalid/cases/12。", "见 ［网址已隐去］。"),
    ],
)
def test_codes_numbers_people_and_addresses_are_hidden_however_written(
    text: str, shown: str
) -> None:
    assert covered(text) == shown


@pytest.mark.parametrize("text", ["温州市食品安全有限公司监管", "瓯海区调味品抽查，罚款 88 元"])
def test_places_trades_and_other_firms_stay(text: str) -> None:
    assert covered(text) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("人民电器集团有限公司", "市人民政府提醒人民群众"),
        ("温州市酱油厂", "抽查酱油，温州酱油合格"),
        ("温州质量检测有限公司", "质量强市，检测合格"),
    ],
)
def test_everyday_words_of_a_name_are_not_taken_for_it(name: str, text: str) -> None:
    party = HiddenParty(PartyKind.ORGANISATION, names=(name,))
    assert covered(text, party) == text
    assert name not in covered(f"{name}：{text}", party)


def test_a_short_name_that_the_article_gives_is_hidden_too() -> None:
    article = "温州砚汐调味食品有限公司（以下简称“海翁厂”）换贴标签。"
    assert covered("海翁厂停产。", article=article) == "某某停产。"
    pronoun = "温州砚汐调味食品有限公司（以下简称当事人）换贴标签。"
    assert covered("当事人承认。", article=pronoun) == "当事人承认。"


def test_words_that_the_editor_names_are_hidden() -> None:
    assert covered("老砚鲜酱油", others=("老砚鲜", "")) == "某某酱油"


@pytest.mark.parametrize(
    ("kind", "name", "text", "shown"),
    [
        (PartyKind.PERSON, "张某某", "张某某、张某、李某某", "某当事人、某当事人、李某某"),
        (PartyKind.PERSON, "欧阳某某", "欧阳某认错", "某当事人认错"),
        (PartyKind.SOLE_TRADER, "瓯海区汐榭服务部", "汐榭服务部认错", "某经营者认错"),
    ],
)
def test_persons_and_traders_are_hidden_as_such(
    kind: PartyKind, name: str, text: str, shown: str
) -> None:
    assert covered(text, HiddenParty(kind, names=(name,))) == shown


COVER = Cover([FIRM])


@pytest.mark.parametrize(
    "text",
    [
        "**温州砚汐**调味食品有限公司",
        "温州*砚*汐",
        "`砚汐`",
        "温州&#x781a;汐",
        "砚\n汐",
        "[砚汐](/cases/1)",
        "![砚汐](x.png)",
        "> # 砚汐",
        "    砚汐",
        "```\n砚汐\n```",
        "| 砚汐 |\n|---|\n| 砚汐 |",
        "<https://a.invalid/砚汐>",
        "[a][1]\n\n[1]: /砚汐 '砚汐'",
    ],
)
def test_marks_do_not_keep_a_name_from_being_hidden(text: str) -> None:
    html = str(render(text, COVER))
    assert "汐" not in html
    assert "%E6%B1%90" not in html
    assert "汐" not in plain(text, COVER)


def test_links_are_left_out_with_the_name_but_not_without() -> None:
    text = "看[决定书](/cases/12)和[法条](https://example.invalid/law)"
    assert "<a" not in render(text, COVER)
    assert "看决定书和法条" in render(text, COVER)
    assert render(text).count("<a ") == 2
