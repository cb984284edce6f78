"""Two people at one application: one decision stands, the other person is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.matters.redress.models import RedressApplication, RedressEvent
from app.matters.redress.rules import RedressEventKind, RedressStatus
from tests.support.factories import make_bureau, make_staff
from tests.support.pages import PageClient
from tests.support.redress_desk import make_application
from tests.support.staff import sign_in

pytestmark = pytest.mark.trust(36)


@pytest.fixture
def live_site(live_app):
    with live_app.app_context():
        yield live_app


def test_of_two_who_press_at_once_one_wins_and_the_other_is_told(live_site):
    bureau = make_bureau()
    people = [make_staff(bureau=bureau) for _ in range(2)]
    application = make_application(bureau=bureau)
    address = f"/admin/redress/{application.number}"
    sent = []
    for person, act in zip(people, ("accept", "decline"), strict=True):
        client = PageClient(live_site, PageClient.response_class, use_cookies=True)
        sign_in(client, person)
        fields = dict(client.get(address).form(f"/{act}").form_values())
        fields |= {"decline-ground": "no_material", "decline-text": "没有盖章。"}
        cookie = "; ".join(f"{each.key}={each.value}" for each in client._cookies.values())
        sent.append((f"{address}/{act}", fields, cookie))

    def post(call):
        url, fields, cookie = call
        visitor = live_site.test_client(use_cookies=False)
        answer = visitor.post(url, data=fields, headers={"Cookie": cookie})
        return answer.status_code, answer.get_data(as_text=True)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(post, sent))

    assert [status for status, _ in answers] == [302, 409]
    assert "已由他人办理" in answers[1][1]
    db.session.expire_all()
    stands = db.session.scalars(select(RedressApplication)).one()
    assert stands.status in {RedressStatus.ACCEPTED, RedressStatus.DECLINED}
    judged = select(func.count(RedressEvent.id)).where(
        RedressEvent.kind != RedressEventKind.SUBMITTED
    )
    assert db.session.scalar(judged) == 1
