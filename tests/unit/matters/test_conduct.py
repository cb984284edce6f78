"""Words that speak of what officials did are noticed, and others are left alone."""

import pytest

from app.matters.complaints.matter.rules.conduct import conduct_signs


@pytest.mark.parametrize(
    "text",
    [
        "李科长收受店家的好处费",
        "局长王某某包庇这家店",
        "副所长李四多次去该店吃请",
        "欧阳书记的亲戚开的店，没人敢管",
        "执法人员收了红包，检查前通风报信",
        "市监所的人收了老板的钱",
        "这家店后面有保护伞",
        "城管视而不见",
    ],
)
def test_an_official_or_what_only_officials_do_is_noticed(text):
    assert conduct_signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "酱油换贴生产日期标签，下面还有一层标签",
        "王经理收钱不退，店长态度恶劣",
        "我打12345后民警到场，李局长您好，请处理噪音",
        "尊敬的赵市长：楼下夜里施工",
        "老板长期欠薪，车间主任说下月发",
        "物业拒不处理，处长期停水",
        "供应商之间串通涨价，给回扣",
    ],
)
def test_what_firms_do_is_no_conduct_of_officials(text):
    assert conduct_signs(text) == ()


def test_what_was_done_counts_beside_a_body_that_is_named():
    assert conduct_signs("一直推诿") == ()
    assert conduct_signs("鹿城市监局一直推诿", ["鹿城市监局"]) == ("推诿", "鹿城市监局")
