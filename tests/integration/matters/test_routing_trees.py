"""A tree of categories beside labelled messages: what its names teach, and what they don't."""

import pytest
import xlsxwriter

from app.kernel import topics
from app.kernel.topics.texts import read_labelled

TREE = (
    ("一级分类", "二级分类", "三级分类"),
    ("环境保护", "环境污染", "噪音污染"),
    ("环境保护", "其他", "其他"),
    ("交通运输", "邮政管理", "快递班车"),
    ("民政", "社会服务", "婚姻登记"),
)
"""Categories as a government sets them up: the first level are topics, not all of them known."""


@pytest.fixture(params=["csv", "xlsx"])
def tree(tmp_path, request):
    """The tree as a file of each kind."""
    path = tmp_path / f"tree.{request.param}"
    if request.param == "csv":
        path.write_text("\n".join(",".join(row) for row in TREE), encoding="utf-8")
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(TREE):
            sheet.write_row(number, 0, row)
    return path


@pytest.fixture
def messages(tmp_path):
    """Ten messages of each of two topics; what only they say is which topic a word is of."""
    path = tmp_path / "messages.csv"
    places = "东西南北上下左右前后"
    rows = [f"{place}边噪音,{place}边油烟和快递,环境保护" for place in places]
    rows += [f"{place}边公路,{place}边班车和快递,交通运输" for place in places]
    path.write_text("\n".join(["留言主题,留言详情,一级标签", *rows]), encoding="utf-8")
    return path


def test_terms_of_a_tree_of_categories_speak_for_their_topics(app, tree):
    read = read_labelled([tree])
    assert read.messages == []
    assert [(term.label, term.whole) for term in read.terms] == [
        ("环境保护", "环境污染 噪音污染"),
        ("交通运输", "邮政管理 快递班车"),
        ("民政", "社会服务 婚姻登记"),
    ]


def test_terms_teach_and_make_nothing_frequent(app, runner, messages, tree):
    runner.invoke(args=["routing", "train", str(messages)])
    before = topics.current().topics.read("快递班车").chances["交通运输"]
    result = runner.invoke(args=["routing", "train", str(messages), *[str(tree)] * 3])
    assert "topics.tsv: 20 texts" in result.output
    after = topics.current().topics
    assert after.labels == ("交通运输", "环境保护")
    assert after.read("快递班车").chances["交通运输"] > before
    assert "邮政" not in after.words


def test_a_workbook_that_is_none_is_refused_by_name(app, runner, tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    result = runner.invoke(args=["routing", "train", str(path)])
    assert result.exit_code == 1
    assert "broken.xlsx" in result.output
