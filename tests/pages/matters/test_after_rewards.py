"""Around a reward: news for its reporter, more for insiders, and that the payee is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.kernel.jobs.models import OutboxMessage
from app.matters.rewards.models import Reward, RewardPayee
from app.matters.rewards.rules import (
    PaymentWay,
    RewardAct,
    RewardClaim,
)
from app.matters.rewards.services import approve, claim_reward, erase_paid_payees, pay
from tests.support.reward_desk import (
    DETAILS,
    approved,
    claimed,
    make_reward_office,
    proposed,
    proven,
    typed_proposal,
)
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.trust(27)

DESK = "/admin/rewards"
RAISED = typed_proposal(raise_by="50", raise_reason="提供了内部台账，非内部人员无从取得。")


@pytest.fixture
def office(app):
    return make_reward_office()


class TestErasing:
    def test_ninety_days_after_the_payment_nobody_knows_whom_it_went_to(
        self, client, office, frozen_clock
    ):
        reward, _ = claimed(office)
        waiting, _ = claimed(office)
        pay(reward=reward, staff=office.payer, voucher="1")
        frozen_clock.shift(timedelta(days=90))
        assert erase_paid_payees() == 0
        frozen_clock.shift(timedelta(days=1))
        assert erase_paid_payees() == 1
        assert erase_paid_payees() == 0
        (payee,) = db.session.scalars(select(RewardPayee))
        assert payee.reward_id == waiting.id
        erased = select(AuditEvent).where(AuditEvent.action == "reward.payee_erased")
        assert db.session.scalars(erased).one().object_id == reward.number
        sign_in(client, office.payer)
        page = client.get(f"{DESK}/payments/{reward.number}")
        assert "在发放 90 日后已按规定删除" in page.body_text
        assert not page.all("//form[contains(@action, '/payee')]")
        take_over(client, office.head)
        assert "领奖信息已删除" in client.get(f"{DESK}/{reward.number}").body_text


class TestNotices:
    def test_who_asked_for_notices_is_told_to_look_and_nothing_else(self, office):
        matter = proven(office.bureau, anonymous=False)
        matter.submission.contact = {"name": "欧阳试验", "email": "a@b.invalid", "notices": "1"}
        reward = approved(office, matter)
        claim = RewardClaim(PaymentWay.TRANSFER, dict(DETAILS))
        claim_reward(submission_id=matter.submission_id, number=reward.number, claim=claim)
        pay(reward=reward, staff=office.payer, voucher="1")
        mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "mail"))
        payloads = [mail.payload for mail in mails]
        assert [mail["template"] for mail in payloads] == ["reporter_notice"] * 2
        assert [mail["facts"] for mail in payloads] == [{}] * 2

    def test_who_did_not_ask_is_sent_nothing(self, office):
        approved(office)
        mails = select(OutboxMessage).where(OutboxMessage.topic == "mail")
        assert db.session.scalars(mails).all() == []


class TestInsiders:
    def test_an_insider_gets_more_for_a_reason_that_only_those_who_decide_read(
        self, client, office
    ):
        matter = proven(office.bureau)
        sign_in(client, office.handler)
        page = client.post_form(
            f"{DESK}/new/{matter.number}", RAISED | {"propose-raise_reason": ""}
        )
        assert "请写明理由" in page.body_text
        page = client.post_form(f"{DESK}/new/{matter.number}", RAISED)
        assert "18,000.00 元" in page.body_text
        assert "提高 50%：提供了内部台账" in page.body_text
        reward = db.session.scalars(select(Reward)).one()
        approve(reward=reward, staff=office.head, act=RewardAct.ENDORSE)
        approve(reward=reward, staff=office.coordinator, act=RewardAct.AGREE)
        claim = RewardClaim(PaymentWay.TRANSFER, dict(DETAILS))
        claim_reward(submission_id=matter.submission_id, number=reward.number, claim=claim)
        take_over(client, office.payer)
        page = client.get(f"{DESK}/payments/{reward.number}")
        assert "内部" not in page.one("//main").text_content()
        rows = db.session.scalars(select(AuditEvent)).all()
        assert not any("raise" in str(row.changes) or "内部" in str(row.changes) for row in rows)

    @pytest.mark.parametrize(
        ("percent", "reason"), [(30, "不在列出的幅度中"), (50, " ")], ids=["other", "no reason"]
    )
    def test_only_a_listed_raise_with_a_reason_is_taken(self, office, percent, reason):
        with pytest.raises(InvalidInputError):
            proposed(office, raise_percent=percent, raise_reason=reason)
