"""What is no declared kind lives the same life: projects, their reports, programmes, articles."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.people.rules import Role
from app.publishing.life.rules import Life, PublicationStatus
from tests.support import factories
from tests.support.factories import make_staff
from tests.support.record_factories import make_programme

DRAFT = {"status": PublicationStatus.DRAFT, "published_on": None}
FIRST, SECOND = "酱油已经抽检三批。", "酱油已经抽检五批。"
NOTE = "批数有误。"
QUEUE = "/admin/review/"


@dataclass(frozen=True)
class Kind:
    """How a draft of a kind is made, and the field of its form that holds its text."""

    table: str
    desk: str
    public: str
    field: str
    make: Any


def _report(**values: Any) -> Any:
    project = factories.make_project(code="YL-9", source_bureau_id=values["source_bureau_id"])
    return factories.make_report(project, **values)


def _programme(**values: Any) -> Any:
    return make_programme(year=2033, **values)


KINDS = (
    Kind("livelihood_programmes", "livelihood", "/livelihood/2033", "plan", _programme),
    Kind("key_projects", "projects", "/projects/{code}", "objective", factories.make_project),
    Kind("project_reports", "projects/reports", "/projects/YL-9", "text", _report),
    Kind("bulletins", "bulletins", "/bulletins/{id}", "body", factories.make_bulletin),
)
WHOLE = {
    "projects": {"code": "YL-8"},
}
"""What the form of a kind asks for besides."""


@pytest.fixture(params=KINDS, ids=lambda kind: kind.table)
def kind(request):
    return request.param


@pytest.fixture
def record(office, kind):
    about = {"source_bureau_id": office.bureau.id, **DRAFT}
    return kind.make(**about, **{kind.field: FIRST}, **WHOLE.get(kind.desk, {}))


@pytest.fixture
def desk(kind, record):
    return f"/admin/{kind.desk}/{record.id}"


def public_text(client, kind, record):
    address = kind.public.format(id=record.id, code=getattr(record, "code", ""))
    answer = client.get(address)
    return answer.body_text if answer.status_code == 200 else ""


def test_it_is_public_when_another_person_has_agreed_and_leaves_when_two_have(
    client, office, kind, record, desk
):
    office.send(desk)
    assert record.life is Life.IN_REVIEW
    assert FIRST not in public_text(client, kind, record)
    page = office.approve(desk)
    assert record.life is Life.PUBLISHED, page.body_text
    assert FIRST in public_text(client, kind, record)
    office.withdraw(desk)
    assert record.life is Life.WITHDRAWN
    assert FIRST not in public_text(client, kind, record)


def test_its_author_can_not_agree_alone_nor_with_others(client, office, kind, record, desk):
    office.editor = make_staff(Role.EDITOR, Role.REVIEWER, bureau=office.bureau)
    office.send(desk)
    assert client.post_form(f"{desk}/review", action="approve").status_code == 409
    for person, words in ((office.editor, "应当由两个人完成"), (office.reviewer, "")):
        assert record.life is Life.IN_REVIEW
        office.is_at_the_desk(person)
        page = client.get(QUEUE)
        (tick,) = page.all("//input[@name='picked']/@value")
        assert tick.startswith(f"{kind.table}:")
        page = client.submit(page, {"picked": [tick], "act": "approve"}, action="/review/")
        assert words in page.body_text
    assert record.life is Life.PUBLISHED


def test_a_correction_is_seen_item_by_item_before_it_is_public(client, office, kind, record, desk):
    office.publish(desk)
    page = office.write(f"{desk}/edit", {kind.field: SECOND, "note": NOTE})
    assert "更正已送审" in page.body_text
    assert FIRST in public_text(client, kind, record)
    office.is_at_the_desk(office.reviewer)
    rows = client.get(f"{desk}/review").texts("//tr[contains(., '有改动')]")
    (row,) = [each for each in rows if "抽检" in each]
    assert "删三" in row
    assert "增五" in row
    office.approve(desk)
    text = public_text(client, kind, record)
    assert SECOND in text
    assert FIRST not in text
    assert NOTE in text
