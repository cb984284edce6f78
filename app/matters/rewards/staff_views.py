"""The desk of rewards: proposing, approving step by step, and paying. Nested under ``admin``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.errors import ConflictError, DomainError, NotFoundError
from app.kernel.web.filtering import FilterForm
from app.matters.rewards import queries
from app.matters.rewards.forms import PayeeReasonForm, PayForm, ProposalForm, StepForm
from app.matters.rewards.rules import Act, RewardEventKind, RewardStatus
from app.matters.rewards.services import approve, pay, propose, read_payee, refuse_claim, send_back
from app.matters.rewards.services.permission import acts_open_to, relations_of
from app.matters.rewards.terms import reward_terms
from app.people.access import current_staff, requires
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.rewards.models import Reward

bp = Blueprint("rewards", __name__, url_prefix="/rewards")

Answer = str | Response | tuple[str, int]
STEPS = (Act.ENDORSE, Act.AGREE, Act.CONSENT)
PAYER_STEPS = (Act.PAY, Act.REFUSE_CLAIM)


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


@bp.route("/new/<number>", methods=["GET", "POST"])
@requires(Permission.HANDLE_REWARDS)
def new(number: str) -> Answer:
    """Propose a reward for a closed report."""
    matter = queries.rewardable_matter(current_staff(), number)
    return _propose(matter, ProposalForm(raises=_raises()), None)


@bp.route("/<number>/edit", methods=["GET", "POST"])
@requires(Permission.HANDLE_REWARDS)
def edit(number: str) -> Answer:
    """Propose anew what was sent back."""
    reward = queries.reward_of(current_staff(), number)
    if reward.status is not RewardStatus.RETURNED:
        raise ConflictError(f"这笔奖励现在是“{reward.standing}”，不能重新拟定。")
    about = {name: getattr(reward, name) for name in ("document_number", "reason", "raise_reason")}
    kinds = {"scope": reward.scope.value, "tier": reward.tier.value}
    amounts = {"base": reward.base_cents / 100, "raise_by": str(reward.raise_percent)}
    form = ProposalForm(data=about | kinds | amounts, raises=_raises())
    return _propose(reward.matter, form, reward)


@bp.get("/<number>")
@requires(Permission.HANDLE_REWARDS)
def detail(number: str) -> str:
    """One reward: what is proposed, why, who has agreed, what can be done now."""
    return _page(queries.reward_of(current_staff(), number))


@bp.post("/<number>/<name>")
@requires(Permission.HANDLE_REWARDS)
def step(number: str, name: str) -> Answer:
    """Agree, or send back. When it is refused, what was typed stays in its form."""
    if name not in [act.value for act in (*STEPS, Act.SEND_BACK)]:
        raise NotFoundError
    reward = queries.reward_of(current_staff(), number, for_update=True)
    act, form = Act(name), StepForm(prefix=name)
    if not form.validate_on_submit():
        return _page(reward, failed=(act, form)), 400
    try:
        _refuse_stale(reward, form.version.data)
        if act is Act.SEND_BACK:
            send_back(reward=reward, staff=current_staff(), text=form.text.data or "")
        else:
            approve(reward=reward, staff=current_staff(), act=act, text=form.text.data or "")
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(reward, failed=(act, form)), 409
    flash("已退回。" if act is Act.SEND_BACK else f"已同意，现在：{reward.standing}。")
    return redirect(url_for("admin.rewards.detail", number=number))


@bp.get("/payments/<number>")
@requires(Permission.PAY_REWARDS)
def payment(number: str) -> str:
    """One payment: amount and way, nothing of the report."""
    return _payment_page(queries.reward_of(current_staff(), number))


@bp.post("/payments/<number>/payee")
@requires(Permission.PAY_REWARDS)
def payee(number: str) -> Answer:
    """Whom to pay, on this page only; the reason goes into the audit log."""
    reward, form = queries.reward_of(current_staff(), number), PayeeReasonForm()
    if not form.validate_on_submit():
        return _payment_page(reward, need=form), 400
    found = read_payee(reward=reward, staff=current_staff(), reason=form.reason.data or "")
    return _payment_page(reward, details=found)


@bp.post("/payments/<number>/<name>")
@requires(Permission.PAY_REWARDS)
def settle(number: str, name: str) -> Answer:
    """Note that it was paid, or that it can't be."""
    if name not in [act.value for act in PAYER_STEPS]:
        raise NotFoundError
    reward = queries.reward_of(current_staff(), number, for_update=True)
    form = PayForm(prefix=name) if name == Act.PAY else StepForm(prefix=name)
    if not form.validate_on_submit():
        return _payment_page(reward, failed=form), 400
    try:
        _refuse_stale(reward, form.version.data)
        _settle(reward, form)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _payment_page(reward, failed=form), 409
    flash("已登记发放。" if name == Act.PAY else "已退回，举报人可以重新填写。")
    return redirect(url_for("admin.rewards.payments"))


def _settle(reward: "Reward", form: PayForm | StepForm) -> None:
    if isinstance(form, PayForm):
        pay(
            reward=reward,
            staff=current_staff(),
            voucher=form.voucher.data or "",
            pickup_code=form.pickup_code.data or "",
        )
    else:
        refuse_claim(reward=reward, staff=current_staff(), text=form.text.data or "")


def _propose(matter: object, form: ProposalForm, reward: "Reward | None") -> Answer:
    page = {"matter": matter, "form": form, "reward": reward, "terms": reward_terms(clock.today())}
    if not form.is_submitted():
        return render_template("matters/rewards/staff/propose.html", **page)
    if not form.validate():
        return render_template("matters/rewards/staff/propose.html", **page), 400
    try:
        made = propose(
            matter=matter,  # type: ignore[arg-type]  # views know no models
            staff=current_staff(),
            proposal=form.proposal(),
            reward=reward,
        )
    except DomainError as error:
        form.form_errors.append(error.message)
        return render_template("matters/rewards/staff/propose.html", **page), 400
    flash("已拟定，由科室负责人审批。")
    return redirect(url_for("admin.rewards.detail", number=made.number))


def _raises() -> Sequence[int]:
    """By how much the reward of an insider can be raised today."""
    terms = reward_terms(clock.today())
    return terms.insider_raises if terms else ()


def _page(reward: "Reward", failed: tuple[Act, StepForm] | None = None) -> str:
    acts = [act for act in acts_open_to(reward, current_staff()) if act in (*STEPS, Act.SEND_BACK)]
    forms = {act: StepForm(prefix=act.value, formdata=None, version=reward.version) for act in acts}
    if failed:
        forms[failed[0]] = failed[1]
    return render_template(
        "matters/rewards/staff/reward.html",
        reward=reward,
        forms=forms,
        failed=failed,
        terms=reward_terms(reward.rule_since),
        words={kind.value: kind.label for kind in (*Act, *RewardEventKind)},
        relations=relations_of(reward, current_staff()),
        today=clock.today(),
    )


def _payment_page(
    reward: "Reward",
    *,
    failed: FlaskForm | None = None,
    need: PayeeReasonForm | None = None,
    details: dict[str, str] | None = None,
) -> str:
    is_pay = isinstance(failed, PayForm)
    version = {"formdata": None, "version": reward.version}
    return render_template(
        "matters/rewards/staff/payment.html",
        reward=reward,
        acts=acts_open_to(reward, current_staff()),
        terms=reward_terms(reward.rule_since),
        paying=failed if is_pay else PayForm(prefix=Act.PAY.value, **version),
        refusing=failed
        if failed and not is_pay
        else StepForm(prefix=Act.REFUSE_CLAIM.value, **version),
        failed=failed,
        need=need or PayeeReasonForm(formdata=None),
        details=details,
    )


def _refuse_stale(reward: "Reward", version: int | None) -> None:
    if version != reward.version:
        raise ConflictError("您打开页面之后，这笔奖励已由他人办理，请重新核对。您填写的内容还在。")
