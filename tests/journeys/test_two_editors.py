"""Two editors at one record in two browsers: the second is told, and nothing is lost."""

from datetime import timedelta

import pytest

from app.kernel import clock
from app.kernel.db.session import db
from app.people.rules import Role
from app.publishing.life.rules import PublicationStatus
from tests.journeys.conftest import DESKTOP, PHONE
from tests.support import factories
from tests.support.browsers import sideways_overflow
from tests.support.visitors import go_on, sees, sign_in_by_form

pytestmark = pytest.mark.trust(36)

FIRST = "当事人销售的酱油标签未标明生产日期，已售出三瓶。"
THEIRS = "当事人销售的酱油标签未标明生产日期，已售出五瓶。"
MINE = "当事人销售的酱油标签未标明生产日期，已售出三瓶，另有两瓶在仓库。"
BOTH = "当事人销售的酱油标签未标明生产日期，已售出五瓶，另有两瓶在仓库。"
NOTE = "漏记了仓库里的两瓶。"


@pytest.fixture
def desk(site):
    """Where a case stands that three people of one body look after."""
    with site.app.app_context():
        bureau = factories.make_bureau(name="试验监管局", short_name="试验局")
        for name, role in (("li", Role.EDITOR), ("chen", Role.EDITOR), ("lin", Role.REVIEWER)):
            factories.make_staff(role, bureau=bureau, username=name, full_name=f"{name}编辑")
        case = {
            "facts": FIRST,
            "basis": "《食品安全法》",
            "content": "罚款五万元",
            "source_bureau_id": bureau.id,
            "publish_until": clock.today() + timedelta(days=200),
        }
        draft = {"status": PublicationStatus.DRAFT, "published_on": None}
        drafted, public = factories.make_case(**case, **draft), factories.make_case(**case)
        db.session.commit()
        return {"draft": drafted.id, "public": public.id}


@pytest.mark.parametrize(
    ("kind", "scripts"), [("draft", False), ("public", True)], ids=["draft-plain", "public-scripts"]
)
def test_the_second_editor_sees_both_texts_and_goes_on_from_there(desk, open_page, kind, scripts):
    first = open_page(java_script_enabled=scripts)
    second = open_page(java_script_enabled=scripts, viewport=PHONE if scripts else DESKTOP)
    form = f"/admin/cases/{desk[kind]}/edit"
    for page, name in ((first, "li"), (second, "chen")):
        sign_in_by_form(page, name)
        page.goto(form)
    save(first, kind, THEIRS)
    sees(first, "更正已送审" if kind == "public" else "已保存为草稿")

    second.get_by_label("备注").fill("仓库清点表附后")
    assert save(second, kind, MINE) == 409
    sees(second, "li编辑")
    assert sideways_overflow(second) == 0
    table = second.get_by_role("table", name="与已保存内容不同的地方")
    for words in (THEIRS, MINE, "仓库清点表附后"):
        assert table.get_by_text(words, exact=True).is_visible()
    assert second.get_by_label("违法事实").input_value() == MINE
    assert second.get_by_label("备注").input_value() == "仓库清点表附后"
    if kind == "public":
        assert second.get_by_label("更正说明").input_value() == NOTE

    assert save(second, kind, BOTH) == 200
    first.goto(f"/admin/cases/{desk[kind]}/versions")
    for words in ("第 2 版", "chen编辑", "li编辑"):
        sees(first, words)
    first.goto(form)
    assert first.get_by_label("违法事实").input_value() == BOTH


def save(page, kind, facts):
    """Fill in the facts and save; the status of the page that follows."""
    page.get_by_label("违法事实").fill(facts)
    if kind == "public":
        page.get_by_label("更正说明").fill(NOTE)
    with page.expect_navigation() as answer:
        go_on(page, "保存并送审" if kind == "public" else "保存")
    return answer.value.status
