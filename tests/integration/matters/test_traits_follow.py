"""What a report has in common with others follows its words: amended and erased with them."""

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.intake.services.submission import traits_of
from app.matters.complaints.matter.models.submissions import SubmissionTrait
from app.matters.complaints.reporter.rules import OwnPart
from app.matters.complaints.reporter.services.own_data import (
    amend_submission,
    erase,
    withdraw_matter,
)
from tests.support.complaint_factories import make_matter, make_submission

pytestmark = pytest.mark.usefixtures("app", "frozen_clock")


def handed_in():
    submission = make_submission(
        place="塘下路1号", happened="昨天", title="门口敲打", submitted_at=clock.now()
    )
    submission.narrative = "半夜敲打，没法休息，天天如此。"
    submission.traits = traits_of(submission)
    db.session.commit()
    return submission


def names():
    return [key.rpartition(":")[2] for key in db.session.scalars(select(SubmissionTrait.key))]


def test_amended_words_have_the_traits_of_the_new_words():
    submission = handed_in()
    make_matter(submission=submission)
    assert names() == ["塘下路"]
    amend_submission(
        submission_id=submission.id,
        title="酱油",
        narrative="酱油换了标签，瓶底有旧日期。",
        happened="昨天",
        place="人民路2号",
    )
    assert names() == ["人民路", "酱油"]


def test_erased_words_leave_no_trait():
    submission = handed_in()
    matter = make_matter(submission=submission)
    withdraw_matter(submission_id=submission.id, matter_id=matter.id)
    erase(submission_id=submission.id, part=OwnPart.CONTENT, years=3)
    assert names() == []
