"""The desk of rewards: proposing, approving step by step, and paying. Nested under ``admin``."""

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for

from app.kernel import clock
from app.kernel.web.filtering import FilterForm
from app.matters.rewards import queries
from app.matters.rewards.acts import RULES, relations_of
from app.matters.rewards.forms import PayeeReasonForm, PayForm, RewardForm, RewardStepForm
from app.matters.rewards.rules import RewardAct, RewardEventKind
from app.matters.rewards.services import approve, pay, propose, read_payee, refuse_claim, send_back
from app.matters.rewards.terms import reward_terms
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.pages import NO_ITEM, Action, ActPages, Address
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.rewards.models import Reward

bp = Blueprint("rewards", __name__, url_prefix="/rewards")

STEPS = (RewardAct.ENDORSE, RewardAct.AGREE, RewardAct.CONSENT)
PROPOSED = "已拟定，由科室负责人审批。"
AGREED = "已同意，现在：{0.standing}。"
STALE = "您打开页面之后，这笔奖励已由他人办理，请重新核对。您填写的内容还在。"


@bp.get("/")
@requires(Permission.HANDLE_REWARDS)
def index() -> str:
    """The rewards that the person may see, and reports that could have one."""
    page = FilterForm.read(request.args).page.data
    return render_template(
        "matters/rewards/staff/list.html",
        page=queries.rewards_page(current_staff(), page=page),
        candidates=queries.rewardable(current_staff(), page=1),
        today=clock.today(),
    )


@bp.get("/payments")
@requires(Permission.PAY_REWARDS)
def payments() -> str:
    """What is to be paid, and was."""
    page = FilterForm.read(request.args).page.data
    return render_template(
        "matters/rewards/staff/payments.html", page=queries.rewards_page(current_staff(), page=page)
    )


class UnproposedPages(ActPages["Reward"]):
    """A closed report for which a reward can be proposed."""

    path = "/new/<number>"
    home = "new"
    noun = "reward"
    permission = Permission.HANDLE_REWARDS
    rules = RULES
    actions = (Action(RewardAct.PROPOSE, RewardForm, propose, PROPOSED),)

    def find(self, **address: Any) -> "Reward":
        """The reward as it could be proposed; NotFoundError for a report that can have none."""
        return queries.unproposed_reward(current_staff(), **address)

    def address(self, thing: "Reward") -> dict[str, Any]:
        """The number of its report."""
        return {"number": thing.matter.number}

    def onward(self, thing: "Reward", _item: Address = NO_ITEM) -> str:
        """To what has been proposed."""
        return url_for("admin.rewards.detail", number=thing.number)

    def page(self, thing: "Reward", failed: ActForm | None = None, **_shown: Any) -> str:
        """What is asked of who proposes."""
        return render_template(
            "matters/rewards/staff/propose.html",
            matter=thing.matter,
            form=failed or self.blank(self.actions[0].name, thing),
            terms=reward_terms(clock.today()),
        )


class ReturnedPages(UnproposedPages):
    """A reward that was sent back, to be proposed anew."""

    path = "/<number>/edit"
    home = "edit"
    locks = True
    actions = (Action("repropose", RewardForm, propose, PROPOSED, act=RewardAct.PROPOSE),)

    def find(self, **address: Any) -> "Reward":
        """The reward; ConflictError where it was not sent back."""
        reward = queries.reward_of(current_staff(), **address)
        RULES.require(RewardAct.PROPOSE, reward, current_staff())
        return reward

    def address(self, thing: "Reward") -> dict[str, Any]:
        """Its number."""
        return {"number": thing.number}

    def form(self, name: str, thing: "Reward", item: Address = NO_ITEM, **options: Any) -> ActForm:
        """The form as it was filled in before."""
        texts = ("document_number", "reason", "raise_reason")
        before = {field: getattr(thing, field) for field in texts}
        before |= {"scope": thing.scope.value, "tier": thing.tier.value}
        before |= {"base": thing.base_cents / 100, "raise_by": str(thing.raise_percent)}
        return super().form(name, thing, item, data=before, **options)


class RewardPages(ActPages["Reward"]):
    """One reward: what is proposed, why, who has agreed, what can be done now."""

    path = "/<number>"
    locks = True
    noun = "reward"
    permission = Permission.HANDLE_REWARDS
    rules = RULES
    stale = STALE
    actions = (
        *(Action(step, RewardStepForm, partial(approve, act=step), AGREED) for step in STEPS),
        Action(RewardAct.SEND_BACK, RewardStepForm, send_back, "已退回。"),
    )

    def find(self, **address: Any) -> "Reward":
        """The reward; NotFoundError where the person may not know of it."""
        return queries.reward_of(current_staff(), **address)

    def page(self, thing: "Reward", failed: ActForm | None = None, **_shown: Any) -> str:
        """The reward as those see it who propose and approve."""
        return render_template(
            "matters/rewards/staff/reward.html",
            reward=thing,
            forms=self.forms(thing, failed),
            failed=failed,
            terms=reward_terms(thing.rule_since),
            words={kind.value: kind.label for kind in (*RewardAct, *RewardEventKind)},
            relations=relations_of(thing, current_staff()),
            today=clock.today(),
        )


class PaymentPages(RewardPages):
    """One payment: amount and way, nothing of the report."""

    path = "/payments/<number>"
    home = "payment"
    permission = Permission.PAY_REWARDS
    actions = (
        Action(RewardAct.PAY, PayForm, pay, "已登记发放。"),
        Action(
            RewardAct.REFUSE_CLAIM, RewardStepForm, refuse_claim, "已退回，举报人可以重新填写。"
        ),
        Action(RewardAct.READ_PAYEE, PayeeReasonForm, read_payee, rule="payee", shows="details"),
    )

    def onward(self, _thing: "Reward", _item: Address = NO_ITEM) -> str:
        """Back to what else is to be paid."""
        return url_for("admin.rewards.payments")

    def page(self, thing: "Reward", failed: ActForm | None = None, **shown: Any) -> str:
        """The reward as who pays it sees it; the payee only where it is ``shown``."""
        return render_template(
            "matters/rewards/staff/payment.html",
            reward=thing,
            forms=self.forms(thing, failed),
            failed=failed,
            terms=reward_terms(thing.rule_since),
            details=shown.get("details"),
        )


UnproposedPages(bp)
ReturnedPages(bp)
RewardPages(bp)
PaymentPages(bp)
