"""The papers of a mediation, and on whether a case was filed: each for its own reader."""

from datetime import timedelta

import pytest

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services import handling, tracks
from app.matters.complaints.matter.rules.entries import MatterDocumentKind, Reader
from app.matters.complaints.matter.rules.outcomes import EndGround
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from tests.support.complaint_factories import CODE, CONTACT, make_matter, make_submission
from tests.support.factories import make_bureau
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

COMPLAINT, REPORT = ComplaintKind.COMPLAINT, ComplaintKind.VIOLATION_REPORT


@pytest.fixture
def bureau(app):
    return make_bureau(name="试验区市场监督管理局", short_name="试验局")


def read(client, matter, title):
    """The reporter opens a paper of that title."""
    fields = {"number": matter.submission.number, "code": CODE}
    page = client.post_form("/complaints/track", fields)
    (link,) = page.all(f"//a[contains(.,'{title}')]")
    return client.get(link.get("href"))


def invited(matter, handler):
    handling.accept_matter(matter=matter, staff=handler)
    tracks.invite_parties(
        matter=matter,
        staff=handler,
        meets_at=clock.now() + timedelta(days=2),
        place="试验局调解室",
        text="请带上小票。",
    )


def agree(matter, handler, terms="商家退款二十元。"):
    tracks.agree_on_terms(
        matter=matter,
        staff=handler,
        agreed_on=clock.today(),
        terms=terms,
        ending=Ending(text="双方已经和解。"),
    )


def of(matter, kind, reader):
    (found,) = [one for one in matter.documents if (one.kind, one.reader) == (kind, reader)]
    return found


def test_both_sides_are_invited_each_by_a_paper_of_their_own(client, bureau, handler):
    matter = make_matter(bureau=bureau, kind=COMPLAINT)
    invited(matter, handler)
    page = read(client, matter, "投诉调解通知书")
    assert "到试验局调解室参加调解" in page.body_text
    assert "请带上小票。" in page.body_text
    theirs = of(matter, MatterDocumentKind.MEDIATION, Reader.SUBJECT)
    assert theirs.addressee == matter.submission.company.name
    assert "请带上小票。" not in "".join(theirs.paragraphs)
    assert client.get(f"/complaints/track/papers/{theirs.id}").status_code == 404


@pytest.mark.parametrize("is_secret", [True, False])
def test_the_subject_learns_who_complained_only_if_that_was_not_refused(
    client, bureau, handler, is_secret
):
    submission = make_submission(keeps_identity_from_subject=is_secret)
    matter = make_matter(bureau=bureau, kind=COMPLAINT, submission=submission)
    invited(matter, handler)
    theirs = of(matter, MatterDocumentKind.MEDIATION, Reader.SUBJECT)
    where = f"/admin/complaints/{matter.number}/papers/{theirs.id}"
    sign_in(client, handler)
    page = client.get(where)
    assert CONTACT["name"] not in page.text
    assert bool(page.all("//form[contains(@action,'/named')]")) is not is_secret
    token = page.all("//input[@name='csrf_token']")[0].value
    fields = {"csrf_token": token, "reveal-reason": "送达", "reveal-version": matter.version}
    named = client.post(f"{where}/named", data=fields)
    assert (CONTACT["name"] in named.text) is not is_secret


def test_the_end_of_a_mediation_is_told_to_both_and_the_subject_gets_the_ground_alone(
    client, bureau, handler
):
    matter = make_matter(bureau=bureau, kind=COMPLAINT)
    handling.accept_matter(matter=matter, staff=handler)
    tracks.end_mediation(
        matter=matter,
        staff=handler,
        end_ground=EndGround.NO_AGREEMENT,
        ending=Ending(text="您要求的数额商家不接受。"),
    )
    page = read(client, matter, "投诉终止调解通知书")
    assert EndGround.NO_AGREEMENT.label in page.body_text
    assert "向人民法院提起诉讼" in page.body_text
    theirs = of(matter, MatterDocumentKind.MEDIATION_ENDED, Reader.SUBJECT)
    told = "".join(theirs.paragraphs)
    assert EndGround.NO_AGREEMENT.label in told
    assert "您要求的数额" not in told


def test_an_agreement_is_one_paper_that_both_sides_get(client, bureau, handler):
    matter = make_matter(bureau=bureau, kind=COMPLAINT)
    handling.accept_matter(matter=matter, staff=handler)
    agree(matter, handler)
    page = read(client, matter, "投诉调解书")
    assert "商家退款二十元。" in page.body_text
    assert "投诉人（签字）" in page.body_text
    assert of(matter, MatterDocumentKind.AGREEMENT, Reader.PARTIES)


def test_terms_do_not_name_a_complainant_who_is_kept_from_the_subject(bureau, handler):
    matter = make_matter(bureau=bureau, kind=COMPLAINT)
    handling.accept_matter(matter=matter, staff=handler)
    with pytest.raises(InvalidInputError, match="保密"):
        agree(matter, handler, terms=f"商家向{CONTACT['name']}退款。")
    assert matter.status is MatterStatus.IN_PROGRESS


def test_a_named_reporter_gets_a_paper_on_whether_a_case_was_filed(client, bureau, handler):
    matter = make_matter(bureau=bureau, kind=REPORT)
    handling.accept_matter(matter=matter, staff=handler)
    tracks.file_case(
        matter=matter, staff=handler, document_number="温试立〔2026〕1号", reason="属实。"
    )
    tracks.inform_reporter(matter=matter, staff=handler, text="已经立案调查。")
    page = read(client, matter, "举报处理结果告知书")
    assert "本机关于 2026 年 3 月 4 日决定立案" in page.body_text
    assert "已经立案调查。" in page.body_text
