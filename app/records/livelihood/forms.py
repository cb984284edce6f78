"""Forms of programmes, problems and proposals."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.people.acting.forms import ActForm
from app.publishing.fields.inputs import ChoiceInput, ProseInput, no_numbers_of_people
from app.records.livelihood.rules import (
    HidingGround,
    ProposalState,
)


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


class ProposalDecisionForm(ActForm):
    """What staff decide on a proposal."""

    refused_with = 400
    state = RadioField(
        "处理",
        [InputRequired("请选择公开还是不公开")],
        choices=[
            SelectChoice(ProposalState.SHOWN.value, "公开"),
            SelectChoice(ProposalState.HIDDEN.value, "不公开"),
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

    def arguments(self) -> dict[str, Any]:
        """The decision, its ground where one is chosen, and the words."""
        ground = HidingGround(self.ground.data) if self.ground.data else None
        return super().arguments() | {"state": ProposalState(self.state.data), "ground": ground}
