"""The desk of creation: applying, scoring, and what is decided. Nested under ``admin``."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.errors import NotFoundError
from app.kernel.files.uploads import download
from app.kernel.web.filtering import FilterForm
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.pages import Action, ActPages, Answer, form_page
from app.people.permissions import Permission
from app.people.queries import district_options
from app.records.creation import services
from app.records.creation.acts import RULES, relations_of
from app.records.creation.forms import (
    CreationApplicationForm,
    CreationReasonForm,
    CriterionEvidenceForm,
    ObjectionAnswerForm,
    ScoreForm,
    score_form,
)
from app.records.creation.queries import applications
from app.records.creation.rules import CreationAct, CreationRelation, next_acts
from app.records.creation.standards import newest

if TYPE_CHECKING:
    from app.records.creation.models import CreationApplication

bp = Blueprint("creation", __name__, url_prefix="/creation")

READ, EDIT, DECIDE = (
    Permission.READ_RECORDS,
    Permission.EDIT_RECORDS,
    Permission.PUBLISH_RECORDS,
)


@bp.get("/")
@requires(READ)
def index() -> str:
    """The applications that the person has to do with."""
    page = FilterForm.read(request.args).page.data
    found = applications.applications(current_staff(), page=page)
    return render_template("records/creation/staff/list.html", page=found)


@bp.route("/new", methods=["GET", "POST"])
@requires(EDIT)
def new() -> Answer:
    """Apply for a badge: first the words, then the evidence."""
    form = CreationApplicationForm()
    form.offer(district_options())
    template = "records/creation/staff/new.html"
    return form_page(
        form,
        services.apply,
        page=lambda: render_template(template, form=form, standards=newest()),
        done="已保存为草稿。请逐条上传证明材料，再提交评审。",
        onward=lambda made: url_for("admin.creation.detail", number=made.number),
    )


@bp.get("/<number>/files/<int:key>")
@requires(READ)
def file(number: str, key: int) -> Response:
    """A file of the evidence."""
    for one in applications.application(current_staff(), number).evidence:
        if one.id == key:
            return download(one.stored)
    raise NotFoundError


class CreationPages(ActPages["CreationApplication"]):
    """One application, with what can be done."""

    path = "/<number>"
    noun = "application"
    permission = READ
    rules = RULES
    actions = (
        Action(
            CreationAct.EVIDENCE, CriterionEvidenceForm, services.add_evidence, "已上传。", EDIT
        ),
        Action(CreationAct.SUBMIT, ActForm, services.submit, "已提交，等待两人评分。", EDIT),
        Action(CreationAct.SCORE, ScoreForm, services.score, "已记录您的评分。", DECIDE),
        Action(
            CreationAct.RETURN, CreationReasonForm, services.send_back, "已退回申报单位。", DECIDE
        ),
        Action(
            CreationAct.REFUSE,
            CreationReasonForm,
            services.refuse,
            "已告知申报单位未通过。",
            DECIDE,
        ),
        Action(CreationAct.NOTICE, ActForm, services.give_notice, "已开始公示。", DECIDE),
        Action(CreationAct.AWARD, ActForm, services.award, "已授牌。", DECIDE),
        Action(
            CreationAct.ANSWER,
            ObjectionAnswerForm,
            services.answer,
            "已答复，答复公开显示在公示页面上。",
            DECIDE,
            rule="objections/<int:key>",
        ),
    )

    def find(self, **address: Any) -> "CreationApplication":
        """The application; NotFoundError for another body's."""
        return applications.application(current_staff(), **address)

    def form_class(self, name: str, thing: "CreationApplication") -> type[ActForm]:
        """The form of an act; that of scores asks for what the standard wants."""
        criteria = thing.standard.criteria
        return (
            score_form(criteria) if name == CreationAct.SCORE else super().form_class(name, thing)
        )

    def page(
        self, thing: "CreationApplication", failed: ActForm | None = None, **_shown: Any
    ) -> str:
        """What was applied for, with evidence, scores and objections."""
        unanswered = [{"key": one.id} for one in thing.objections if one.answered_at is None]
        return render_template(
            "records/creation/staff/detail.html",
            application=thing,
            forms=self.forms(thing, failed, answer=unanswered[:1]),
            failed=failed,
            acts=next_acts(thing.standing, thing.standard, clock.today()),
            is_judge=CreationRelation.JUDGE in relations_of(thing, current_staff()),
        )


CreationPages(bp)
