"""The papers of a mediation, and on whether a case was filed: each for its own reader."""

from datetime import timedelta

import pytest

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services import tracks
from app.matters.complaints.matter.rules.entries import MatterDocumentKind, Reader
from app.matters.complaints.matter.rules.outcomes import EndGround
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from tests.support.complaint_factories import CONTACT
from tests.support.factories import make_bureau
from tests.support.matter_desk import file_case, read_paper, taken_up
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

COMPLAINT = ComplaintKind.COMPLAINT
ENDING = Ending(text="您要求的数额商家不接受。")


@pytest.fixture
def bureau(app):
    return make_bureau(name="试验区市场监督管理局", short_name="试验局")


@pytest.fixture
def complaint(bureau, handler):
    return taken_up(bureau, handler, COMPLAINT)


def invite(matter, handler):
    """Both sides are invited; the paper of the subject."""
    day = clock.now() + timedelta(days=2)
    invitation = {"meets_at": day, "place": "试验局调解室", "text": "请带上小票。"}
    tracks.invite_parties(matter=matter, staff=handler, **invitation)
    return of(matter, MatterDocumentKind.MEDIATION, Reader.SUBJECT)


def agree(matter, handler, terms):
    day = clock.today()
    tracks.agree_on_terms(matter=matter, staff=handler, agreed_on=day, terms=terms, ending=ENDING)


def of(matter, kind, reader):
    (found,) = [one for one in matter.documents if (one.kind, one.reader) == (kind, reader)]
    return found


def test_both_sides_are_invited_each_by_a_paper_of_their_own(client, complaint, handler):
    theirs = invite(complaint, handler)
    page = read_paper(client, complaint, "投诉调解通知书")
    assert "到试验局调解室参加调解" in page.body_text
    assert "请带上小票。" in page.body_text
    assert theirs.addressee == complaint.submission.company.name
    assert "请带上小票。" not in "".join(theirs.paragraphs)
    assert client.get(f"/complaints/track/papers/{theirs.id}").status_code == 404


@pytest.mark.parametrize("is_secret", [True, False])
def test_the_subject_learns_who_complained_only_if_that_was_not_refused(
    client, bureau, handler, is_secret
):
    matter = taken_up(bureau, handler, COMPLAINT, keeps_identity_from_subject=is_secret)
    where = f"/admin/complaints/{matter.number}/papers/{invite(matter, handler).id}"
    sign_in(client, handler)
    page = client.get(where)
    assert CONTACT["name"] not in page.text
    assert bool(page.all("//form[contains(@action,'/named')]")) is not is_secret
    token = page.all("//input[@name='csrf_token']")[0].value
    fields = {"csrf_token": token, "reveal-reason": "送达", "reveal-version": matter.version}
    named = client.post(f"{where}/named", data=fields)
    assert (CONTACT["name"] in named.text) is not is_secret


def test_the_end_of_a_mediation_is_told_to_both_and_the_subject_gets_the_ground_alone(
    client, complaint, handler
):
    ground = EndGround.NO_AGREEMENT
    tracks.end_mediation(matter=complaint, staff=handler, end_ground=ground, ending=ENDING)
    page = read_paper(client, complaint, "投诉终止调解通知书")
    assert ground.label in page.body_text
    assert "向人民法院提起诉讼" in page.body_text
    theirs = of(complaint, MatterDocumentKind.MEDIATION_ENDED, Reader.SUBJECT)
    assert ground.label in "".join(theirs.paragraphs)
    assert "您要求的数额" not in "".join(theirs.paragraphs)


def test_an_agreement_is_one_paper_for_both_and_names_no_complainant_who_is_kept_secret(
    client, complaint, handler
):
    with pytest.raises(InvalidInputError, match="保密"):
        agree(complaint, handler, f"商家向{CONTACT['name']}退款。")
    assert complaint.status is MatterStatus.IN_PROGRESS
    agree(complaint, handler, "商家退款二十元。")
    page = read_paper(client, complaint, "投诉调解书")
    assert "商家退款二十元。" in page.body_text
    assert "投诉人（签字）" in page.body_text
    assert of(complaint, MatterDocumentKind.AGREEMENT, Reader.PARTIES)


def test_a_named_reporter_gets_a_paper_on_whether_a_case_was_filed(client, bureau, handler):
    report = taken_up(bureau, handler, ComplaintKind.VIOLATION_REPORT)
    file_case(report, handler)
    tracks.inform_reporter(matter=report, staff=handler, text="已经立案调查。")
    page = read_paper(client, report, "举报处理结果告知书")
    assert "本机关于 2026 年 3 月 4 日决定立案" in page.body_text
    assert "已经立案调查。" in page.body_text
