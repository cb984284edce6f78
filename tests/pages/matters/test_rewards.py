"""A reward is approved by several, claimed by code, and paid by who knows nothing of the report."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError, NotAllowedError
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.rewards.models import Reward, RewardPayee
from app.matters.rewards.rules import (
    PaymentWay,
    RewardAct,
    RewardCondition,
    RewardStatus,
    RewardTier,
)
from app.matters.rewards.services import approve, pay, propose
from app.people.rules import Role
from tests.support.complaint_factories import CODE
from tests.support.factories import make_bureau, make_staff
from tests.support.reward_desk import (
    DETAILS,
    approved,
    claimed,
    make_reward_office,
    proposal,
    proposed,
    proven,
    typed_proposal,
)
from tests.support.staff import sign_in, take_over

DESK = "/admin/rewards"


@pytest.fixture
def office(app):
    return make_reward_office()


def open_matter(client, matter):
    typed = {"number": matter.submission.number, "code": CODE}
    return client.post_form("/complaints/track", typed)


class TestProposing:
    def test_the_amount_is_computed_from_tier_and_base(self, client, office):
        matter = proven(office.bureau)
        sign_in(client, office.handler)
        page = client.get(f"{DESK}/")
        assert matter.number in page.body_text
        page = client.post_form(f"{DESK}/new/{matter.number}", typed_proposal())
        assert "12,000.00 元" in page.body_text
        assert "待科室负责人审批" in page.body_text
        assert "国市监稽规〔2021〕4号" in page.body_text

    def test_what_can_not_be_is_said_and_what_was_typed_stays(self, client, office):
        matter = proven(office.bureau)
        sign_in(client, office.handler)
        for changes, words in (
            ({"conditions": ["grave"]}, "没有确认全部条件"),
            ({"base": "99999"}, "不是较大数额罚没款"),
            ({"base": ""}, "请填写罚没款"),
            ({"reason": "举报人电话13800138000"}, "手机号码"),
            ({"tier": ""}, "请选择奖励等级"),
        ):
            page = client.post_form(f"{DESK}/new/{matter.number}", typed_proposal(**changes))
            assert page.status_code == 400
            assert words in page.body_text
            assert "温试监罚〔2026〕9号" in page.text
        assert db.session.scalars(select(Reward)).all() == []
        for outcome in (MatterOutcome.UNFOUNDED, MatterOutcome.NOT_COMPETENT):
            unproven = proven(office.bureau, outcome=outcome)
            assert client.get(f"{DESK}/new/{unproven.number}").status_code == 404

    def test_another_body_has_no_part_in_it(self, client, office):
        reward = proposed(office)
        assisting = make_bureau()
        reward.matter.assistants.append(assisting)
        for bureau in (assisting, make_bureau()):
            take_over(client, make_staff(Role.HEAD, bureau=bureau))
            assert client.get(f"{DESK}/{reward.number}").status_code == 404

    def test_a_condition_that_does_not_hold_is_refused_by_the_service_too(self, office):
        with pytest.raises(InvalidInputError, match="没有确认"):
            propose(
                reward=Reward.of(proven(office.bureau)),
                staff=office.handler,
                proposal=proposal(conditions=[RewardCondition.GRAVE]),
            )


class TestApproving:
    def test_two_approve_and_the_reporter_is_told_with_a_last_day(
        self, client, office, frozen_clock
    ):
        reward = proposed(office)
        for staff, act in ((office.head, RewardAct.ENDORSE), (office.coordinator, RewardAct.AGREE)):
            take_over(client, staff)
            page = client.submit(client.get(f"{DESK}/{reward.number}"), action=f"/{act.value}")
        assert "待领取" in page.body_text
        assert reward.told_on == clock.today()
        page = open_matter(client, reward.matter)
        assert "决定给予奖励" in page.body_text
        page = client.get("/rewards/mine")
        assert "12,000.00 元" in page.body_text
        assert office.handler.full_name not in page.text

    def test_from_half_a_million_the_finance_bureau_agrees_too(self, office):
        reward = approved(office, tier=RewardTier.FIRST, base_cents=1_000_000_000)
        assert (reward.status, reward.told_on) == (RewardStatus.WITH_FINANCE, None)
        approve(reward=reward, staff=office.finance, act=RewardAct.CONSENT)
        assert reward.status is RewardStatus.APPROVED

    def test_neither_a_handler_nor_who_proposed_approves(self, office, client):
        reward = propose(
            reward=Reward.of(proven(office.bureau)), staff=office.head, proposal=proposal()
        )
        with pytest.raises(NotAllowedError, match="不同的人"):
            approve(reward=reward, staff=office.head, act=RewardAct.ENDORSE)
        reward = proposed(office)
        sign_in(client, office.handler)
        page = client.get(f"{DESK}/{reward.number}")
        assert not page.all("//aside//form")
        other = make_staff(Role.HANDLER, bureau=office.bureau)
        with pytest.raises(NotAllowedError):
            approve(reward=reward, staff=other, act=RewardAct.ENDORSE)

    def test_sent_back_with_a_reason_it_is_proposed_anew(self, client, office):
        reward = proposed(office)
        sign_in(client, office.head)
        page = client.get(f"{DESK}/{reward.number}")
        page = client.submit(page, {"send_back-text": ""}, action="/send_back")
        assert page.status_code == 409
        assert "请写明退回的理由" in page.body_text
        page = client.get(f"{DESK}/{reward.number}")
        client.submit(page, {"send_back-text": "应为三级。"}, action="/send_back")
        take_over(client, office.handler)
        page = client.post_form(
            f"{DESK}/{reward.number}/edit", typed_proposal("repropose", tier="third")
        )
        assert "4,000.00 元" in page.body_text
        assert reward.status is RewardStatus.PROPOSED

    def test_a_page_that_is_no_longer_true_decides_nothing(self, client, office):
        reward = proposed(office)
        sign_in(client, office.head)
        seen = client.get(f"{DESK}/{reward.number}")
        other_head = make_staff(Role.HEAD, bureau=office.bureau)
        approve(reward=reward, staff=other_head, act=RewardAct.ENDORSE)
        page = client.submit(seen, action="/endorse")
        assert page.status_code == 409
        assert "已由他人办理" in page.body_text


class TestClaiming:
    def test_an_anonymous_reporter_claims_without_a_name(self, client, office):
        reward = approved(office)
        open_matter(client, reward.matter)
        page = client.post_form(f"/rewards/mine/{reward.number}", {"way": "counter"})
        code = "".join(page.one("//dd[contains(@class, 'fs-3')]").text_content().split())
        assert len(code) == 10
        payee = db.session.scalars(select(RewardPayee)).one()
        assert (payee.details, reward.status) == (None, RewardStatus.CLAIMED)
        assert code not in payee.pickup_hash
        with pytest.raises(InvalidInputError, match="领取码不对"):
            pay(reward=reward, staff=office.payer, voucher="1", pickup_code="0000000000")
        pay(reward=reward, staff=office.payer, voucher="1", pickup_code=code)
        assert reward.paid_on == clock.today()

    def test_for_a_transfer_the_account_is_asked_for(self, client, office):
        reward = approved(office)
        open_matter(client, reward.matter)
        page = client.post_form(f"/rewards/mine/{reward.number}", {"way": "transfer"})
        assert "转账需要户名" in page.body_text
        page = client.submit(page, {"way": "transfer", **DETAILS})
        assert "待发放" in page.body_text
        assert DETAILS["account"] not in page.text

    def test_after_the_last_day_it_is_given_up(self, client, office, frozen_clock):
        reward = approved(office)
        frozen_clock.shift(reward.claim_due_on - clock.today() + timedelta(days=1))
        open_matter(client, reward.matter)
        assert "视为放弃" in client.get("/rewards/mine").body_text
        page = client.post_form(f"/rewards/mine/{reward.number}", {"way": "counter"})
        assert "领取期限已过" in page.body_text
        assert reward.status is RewardStatus.APPROVED

    def test_nobody_else_comes_upon_it_nor_the_reporter_before_it_is_approved(self, client, office):
        reward, other = approved(office), proven(office.bureau)
        assert client.get("/rewards/mine").status_code == 302
        open_matter(client, other)
        assert client.get(f"/rewards/mine/{reward.number}").status_code == 404
        assert reward.number not in client.get("/rewards/mine").text
        open_matter(client, proposed(office).matter)
        assert "还没有奖励决定" in client.get("/rewards/mine").body_text


class TestPaying:
    def test_the_payer_sees_the_payee_and_who_handled_the_report_never(self, client, office):
        reward, _ = claimed(office)
        sign_in(client, office.payer)
        address = f"{DESK}/payments/{reward.number}"
        page = client.get(address)
        assert DETAILS["account"] not in page.text
        assert reward.matter.number not in page.text
        assert client.get(f"{DESK}/{reward.number}").status_code == 403
        page = client.submit(page, {"read_payee-reason": "办理转账"}, action="/payee")
        assert DETAILS["account"] in page.body_text
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "reward.read_payee")
        ).one()
        assert (event.object_id, event.reason) == (reward.number, "办理转账")
        for staff in (office.handler, office.head, office.coordinator):
            take_over(client, staff)
            page = client.get(f"{DESK}/{reward.number}")
            assert DETAILS["account"] not in page.text
            assert DETAILS["name"] not in page.text
            assert client.get(f"{DESK}/payments/{reward.number}").status_code == 403

    def test_a_claim_that_can_not_be_paid_comes_back_with_a_reason(self, client, office):
        reward, _ = claimed(office)
        sign_in(client, office.payer)
        page = client.get(f"{DESK}/payments/{reward.number}")
        client.submit(page, {"refuse_claim-text": "账号少一位"}, action="/refuse_claim")
        assert db.session.scalars(select(RewardPayee)).all() == []
        open_matter(client, reward.matter)
        assert "领取信息已退回：账号少一位" in client.get("/rewards/mine").body_text

    def test_who_had_a_part_in_the_decision_does_not_pay(self, office):
        both = make_staff(Role.HEAD, Role.PAYER, bureau=office.bureau)
        office.head = both
        reward, _ = claimed(office)
        with pytest.raises(NotAllowedError, match="不同的人"):
            pay(reward=reward, staff=both, voucher="1")


class TestSealed:
    def test_the_payee_lies_under_keys_of_its_own_and_in_no_row_of_the_log(self, office):
        reward, _ = claimed(office)
        (stored,) = db.session.execute(text("SELECT details FROM reward_payees")).scalars()
        assert stored.partition(":")[0].endswith("payee")
        assert not any(value in stored for value in DETAILS.values())
        rows = db.session.scalars(select(AuditEvent)).all()
        logged = " ".join(f"{row.reason} {row.changes} {row.object_id}" for row in rows)
        assert reward.number in logged
        assert not any(value in logged for value in DETAILS.values())


class TestLedger:
    def test_it_tells_totals_of_ended_quarters_and_hides_small_ones(
        self, client, office, frozen_clock
    ):
        for tier, count in zip(RewardTier, (1, 3, 4), strict=True):
            for _ in range(count):
                reward, _ = claimed(office, tier=tier)
                pay(reward=reward, staff=office.payer, voucher="1")
                reward.paid_on = date(2025, 8, 1)
        lone, _ = claimed(office)
        pay(reward=lone, staff=office.payer, voucher="1")
        page = client.get("/rewards")
        cells = page.texts("//section[@aria-labelledby='ledger']//tbody/tr/td")
        assert cells[0] == "8"
        assert cells[1] == "72,000 元"
        assert cells[2:] == ["不公布", "不公布", "4 件，16,000 元"]
        assert lone.number not in page.text
        assert len(page.all("//section[@aria-labelledby='ledger']//tbody/tr")) == 1
        assert page.headers["Cache-Control"] == "no-store"
        data = client.get("/rewards?format=csv", buffered=True).data.decode("utf-8-sig")
        assert "少于 3 件，不公布" in data
        assert "12000" not in data.replace("72000", "")

    def test_choosing_the_counter_keeps_nothing_that_was_typed(self, client, office):
        reward = approved(office)
        open_matter(client, reward.matter)
        typed = {"way": PaymentWay.COUNTER.value, **DETAILS}
        client.post_form(f"/rewards/mine/{reward.number}", typed)
        assert db.session.scalars(select(RewardPayee.details)).one() is None
