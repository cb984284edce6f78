"""办结公开: what bodies did, without a trace of who reported it."""

import pytest

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from tests.support.complaint_factories import CONTACT, make_matter, make_submission


def make_closed(**changes):
    consents = changes.pop("consents", True)
    matter = make_matter(
        submission=make_submission(consents_to_publication=consents),
        kind=changes.pop("kind", ComplaintKind.COMPLAINT),
    )
    facts = {
        "status": MatterStatus.CLOSED,
        "outcome": MatterOutcome.MEDIATED,
        "closed_on": clock.today(),
        "working_days_taken": 4,
        "met_deadline": True,
        "is_public": True,
        "public_title": "标签日期涂改",
        "public_summary": "商家已退款。",
    }
    for name, value in {**facts, **changes}.items():
        setattr(matter, name, value)
    return matter


def test_a_closed_matter_is_listed_with_body_days_and_outcome(client):
    matter = make_closed()
    page = client.get("/complaints/closed")
    for words in ("标签日期涂改", matter.bureau.name, "4 个工作日", "达成调解协议"):
        assert words in page.body_text
    assert "商家已退款" in client.get(f"/complaints/closed/{matter.id}").body_text


@pytest.mark.parametrize(
    "changes",
    [{"consents": False}, {"is_public": False}, {"status": MatterStatus.IN_PROGRESS}],
)
def test_a_matter_without_consent_or_end_is_nowhere(client, changes):
    matter = make_closed(**changes)
    assert "标签日期涂改" not in client.get("/complaints/closed").body_text
    assert "标签日期涂改" not in client.get("/complaints/closed?format=csv").get_data(as_text=True)
    assert client.get(f"/complaints/closed/{matter.id}").status_code == 404


def test_nothing_of_the_reporter_is_in_what_is_published(client):
    matter = make_closed()
    submission = matter.submission
    hidden = [*CONTACT.values(), submission.title, submission.narrative, submission.number]
    for address in ("", "?format=csv", "?format=json", f"/{matter.id}"):
        text = client.get(f"/complaints/closed{address}").get_data(as_text=True)
        assert not [words for words in hidden if words in text], address


def test_the_list_can_be_narrowed(client):
    matter = make_closed()
    for query, is_found in {
        "kind=complaint": True,
        "kind=violation_report": False,
        "outcome=mediated": True,
        "outcome=corrected": False,
        "district=330304": False,
        f"bureau={matter.bureau.code}": True,
        f"year={clock.today().year}": True,
        "page=9": True,
    }.items():
        page = client.get(f"/complaints/closed?{query}")
        assert ("标签日期涂改" in page.body_text) is is_found, query
    assert client.get("/complaints/closed?kind=nonsense").status_code == 400


def test_the_list_costs_the_same_however_long_it_is(client, count_statements):
    for _ in range(3):
        make_closed()
    db.session.commit()
    with count_statements() as counted:
        client.get("/complaints/closed")
    assert len(counted) <= 8, str(counted)


def test_the_short_address_leads_to_the_start_page(client):
    page = client.get("/complaints", follow_redirects=True)
    assert page.request.path == "/complaints/new"


def test_a_page_costs_the_same_few_statements_until_a_public_matter_changes(
    client, count_statements
):
    matter = make_closed()
    db.session.commit()
    client.get("/complaints/closed")
    with count_statements() as known:
        client.get("/complaints/closed")
    make_matter(submission=make_submission(), bureau=matter.bureau)
    db.session.commit()
    with count_statements() as after_a_report:
        assert "共 1 件" in client.get("/complaints/closed").body_text
    assert len(after_a_report) == len(known) <= 3
    matter.submission.consents_to_publication = False
    db.session.commit()
    assert "标签日期涂改" not in client.get("/complaints/closed").body_text
    make_closed()
    db.session.commit()
    assert "共 1 件" in client.get("/complaints/closed").body_text
    matter.submission.consents_to_publication = True
    db.session.commit()
    assert "共 2 件" in client.get("/complaints/closed").body_text
    matter.closed_on, matter.status = None, MatterStatus.IN_PROGRESS
    db.session.commit()
    assert "共 1 件" in client.get("/complaints/closed").body_text
