"""Forms of programmes, problems and proposals."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from app.kernel.web.filtering import FilterForm
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words, no_numbers_of_people
from app.records.livelihood.rules import (
    Action,
    Decision,
    HidingGround,
    ProblemData,
    ProgrammeData,
    ProposalState,
)

DECISIONS = [
    SelectChoice(ProposalState.SHOWN.value, "公开"),
    SelectChoice(ProposalState.HIDDEN.value, "不公开"),
]


class YearForm(FilterForm):
    """Turns the pages of a year's proposals."""


class ProgrammeForm(RecordForm):
    """The programme of a year as an editor writes it."""

    year = IntegerField(
        "年度",
        [InputRequired("请填写年度"), NumberRange(2011, 2099, "年度应为 2011 至 2099")],
    )
    theme = Words("主题", 200)
    plan = Prose("方案", 20_000, render_kw={"rows": 12})
    lead_body = Words("牵头单位", 200)
    document = Words("方案文件", 200, optional=True, description="名称和文号；文件本身作为附件上传")

    def data_of_programme(self) -> ProgrammeData:
        """What the form says, as the service takes it."""
        return ProgrammeData(
            year=self.year.data or 0,
            theme=self.theme.data,
            plan=self.plan.data,
            lead_body=self.lead_body.data,
            document=self.document.data or None,
        )


class ProblemForm(RecordForm):
    """A problem as an editor writes it."""

    title = Words("问题", 200)
    text = Prose("具体情况", 4000, description="哪里、什么人受影响、要做到什么程度算解决")
    action = Choice("惠民行动", Action.choices())
    lead_body = Words("牵头单位", 200)
    due_on = Day("解决期限")
    solved_on = Day("解决日期", optional=True, description="没有解决的不填")
    evidence = Prose(
        "解决情况", 4000, optional=True, description="做了什么、怎样证明；照片和文件作为附件上传"
    )

    def data_of_problem(self) -> ProblemData:
        """What the form says, as the service takes it."""
        return ProblemData(
            title=self.title.data,
            text=self.text.data,
            action=Action(self.action.data),
            lead_body=self.lead_body.data,
            due_on=self.due_on.data,
            solved_on=self.solved_on.data,
            evidence=self.evidence.data or None,
        )


class ProposalForm(FlaskForm):
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


class DecisionForm(FlaskForm):
    """What staff decide on a proposal."""

    state = RadioField(
        "处理",
        [InputRequired("请选择公开还是不公开")],
        choices=[
            SelectChoice(one.value, {"shown": "公开"}.get(one.value, one.label))
            for one in DECISIONS
        ],
    )
    shown_text = Prose(
        "公开的文字",
        1000,
        optional=True,
        description="可以删减，不改变原意；不得有个人信息",
    )
    ground = Choice("不公开的理由", HidingGround.choices(), nothing="（公开的不选）")
    answer = Prose("答复", 2000, optional=True, description="采纳与否、怎样安排。可以以后再补")

    def decision(self) -> Decision:
        """What the form says, as the service takes it."""
        return Decision(
            state=ProposalState(self.state.data),
            shown_text=self.shown_text.data or "",
            ground=HidingGround(self.ground.data) if self.ground.data else None,
            answer=self.answer.data or "",
        )
