"""Forms of programmes, problems and proposals."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.publishing.fields.inputs import ChoiceInput, ProseInput, no_numbers_of_people
from app.records.livelihood.rules import (
    HidingGround,
    ProposalDecision,
    ProposalState,
)

DECISIONS = [
    SelectChoice(ProposalState.SHOWN.value, "公开"),
    SelectChoice(ProposalState.HIDDEN.value, "不公开"),
]


class CitizenProposalForm(FlaskForm):
    """What a citizen proposes: words, and nothing about the person.

    ``website`` is a field that people do not see and that programs fill in.
    """

    text = TextAreaField(
        "您建议解决什么问题？",
        [
            InputRequired("请写下您的建议"),
            Length(10, 1000, "建议应为 10 至 1000 字"),
            no_numbers_of_people,
        ],
        filters=[lambda text: (text or "").strip()],
        description="写明在哪里、是什么问题、希望怎样解决。不要写姓名、电话、证件号码和住址。",
    )
    proof = HiddenField()
    website = StringField("防机器人用，请留空")


class ProposalDecisionForm(FlaskForm):
    """What staff decide on a proposal."""

    state = RadioField(
        "处理",
        [InputRequired("请选择公开还是不公开")],
        choices=[
            SelectChoice(one.value, {"shown": "公开"}.get(one.value, one.label))
            for one in DECISIONS
        ],
    )
    shown_text = ProseInput(
        "公开的文字",
        1000,
        optional=True,
        description="可以删减，不改变原意；不得有个人信息",
    )
    ground = ChoiceInput("不公开的理由", HidingGround.choices(), nothing="（公开的不选）")
    answer = ProseInput("答复", 2000, optional=True, description="采纳与否、怎样安排。可以以后再补")

    def decision(self) -> ProposalDecision:
        """What the form says, as the service takes it."""
        return ProposalDecision(
            state=ProposalState(self.state.data),
            shown_text=self.shown_text.data or "",
            ground=HidingGround(self.ground.data) if self.ground.data else None,
            answer=self.answer.data or "",
        )
