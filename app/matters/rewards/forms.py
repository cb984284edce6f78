"""Forms of rewards: proposing and deciding at the desk, claiming by the reporter."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel import clock
from app.kernel.web.forms import at_most
from app.matters.rewards.rules import (
    GraveViolation,
    PaymentWay,
    RewardClaim,
    RewardCondition,
    RewardProposal,
    RewardTier,
)
from app.matters.rewards.terms import reward_terms
from app.people.acting.forms import ActForm, VersionedForm
from app.publishing.fields.inputs import YuanInput, no_numbers_of_people

REASON = "理由应为 2 至 1000 字"


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _choices(
    members: type[GraveViolation] | type[PaymentWay] | type[RewardCondition],
) -> list[SelectChoice]:
    return [SelectChoice(member.value, member.label) for member in members]


class RewardForm(ActForm):
    """What a drafter says of a reward. The amount follows from it."""

    scope = RadioField(
        "为什么是重大违法行为",
        [InputRequired("请选择重大违法的情形")],
        choices=_choices(GraveViolation),
    )
    tier = RadioField(
        "奖励等级",
        [InputRequired("请选择奖励等级")],
        choices=[SelectChoice(tier.value, f"{tier.label}：{tier.test}") for tier in RewardTier],
    )
    base = YuanInput("罚款和没收合计（元）", description="按处罚决定书。没有罚没款的填 0。")
    document_number = StringField(
        "处罚决定书文号",
        [Optional(), at_most(128), no_numbers_of_people],
        filters=[_stripped],
    )
    reason = TextAreaField(
        "等级理由",
        [InputRequired("请写明定为这一等级的理由"), Length(2, 1000, REASON), no_numbers_of_people],
        description="写给审批的人：举报了什么事实和证据，与查实的违法事实是否相符。不要写举报人是谁。",
    )
    raise_by = RadioField("举报人是不是违法单位的内部人员", default="0")
    raise_reason = TextAreaField(
        "提高奖励的理由",
        [Optional(), Length(2, 1000, REASON), no_numbers_of_people],
        filters=[_stripped],
        description="只有审批的人能看到。写明为什么认定是内部举报人、为什么提高到这一幅度；不要写姓名、岗位。",
    )
    conditions = SelectMultipleField(
        "条件（全部具备才能给予奖励）",
        choices=_choices(RewardCondition),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    refused_with = 400

    def offer(self, thing: Any) -> None:
        """By how many percent the reward of an insider can be raised today."""
        terms = reward_terms(clock.today())
        self.raise_by.choices = [
            SelectChoice("0", "不是，或者不提高奖励"),
            *(
                SelectChoice(str(each), f"是内部举报人，奖励提高 {each}%")
                for each in (terms.insider_raises if terms else ())
            ),
        ]

    def validate_conditions(self, field: Field) -> None:
        """All of them."""
        if set(field.data or ()) != {each.value for each in RewardCondition}:
            raise ValidationError("没有确认全部条件，不能给予奖励")

    def validate(self, extra_validators: Any = None) -> bool:
        """Nought has to be said, too: a fine left empty is one that was forgotten.

        More is given for a reason.
        """
        super().validate(extra_validators)
        if self.base.data is None and not self.base.errors:
            self.base.errors = ["请填写罚没款，没有的填 0"]
        if self.raise_by.data != "0" and not self.raise_reason.data:
            self.raise_reason.errors = ["给内部举报人提高奖励的，请写明理由"]
        return not self.errors

    def arguments(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        proposal = RewardProposal(
            tier=RewardTier(self.tier.data),
            scope=GraveViolation(self.scope.data),
            base_cents=self.base.cents or 0,
            document_number=self.document_number.data or "",
            reason=self.reason.data or "",
            conditions=[RewardCondition(each) for each in self.conditions.data or ()],
            raise_percent=int(self.raise_by.data),
            raise_reason=self.raise_reason.data or "",
        )
        return {"proposal": proposal}


class RewardStepForm(VersionedForm):
    """An act on a reward, with words or without."""

    text = TextAreaField(
        "意见",
        [Optional(), Length(max=1000, message=REASON), no_numbers_of_people],
        filters=[_stripped],
    )


class PayForm(VersionedForm):
    """That it was paid."""

    pickup_code = StringField("领取码", [at_most(40)], filters=[_stripped])
    voucher = StringField("付款凭证号", [InputRequired("请填写付款凭证号"), at_most(60)])


class PayeeReasonForm(ActForm):
    """Why somebody has to know whom to pay."""

    reason = TextAreaField(
        "查看理由",
        [InputRequired("请写明查看的理由"), Length(2, 500, "理由应为 2 至 500 字")],
        description="例如：办理转账。和您的姓名一起写入审计日志。",
    )


class ClaimForm(FlaskForm):
    """How a reporter wants to be paid."""

    way = RadioField("怎样领取", [InputRequired("请选择领取方式")], choices=_choices(PaymentWay))
    name = StringField("户名", [at_most(60)], filters=[_stripped])
    bank = StringField("开户银行", [at_most(80)], filters=[_stripped])
    account = StringField("银行账号", [at_most(40)], filters=[_stripped])

    def validate_way(self, field: Field) -> None:
        """A transfer needs to know where to."""
        if field.data != PaymentWay.TRANSFER:
            return
        for name, words in (("name", "户名"), ("bank", "开户银行"), ("account", "银行账号")):
            if not self[name].data:
                raise ValidationError(f"转账需要{words}")

    def claim(self) -> RewardClaim:
        """What the form says; who comes to the counter leaves nothing, whatever was typed."""
        way = PaymentWay(self.way.data)
        if way is PaymentWay.COUNTER:
            return RewardClaim(way)
        details = {name: str(self[name].data) for name in ("name", "bank", "account")}
        return RewardClaim(way, details)
