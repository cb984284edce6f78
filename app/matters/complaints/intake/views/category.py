"""The question of what kind of problem it is, on two levels, with suggestions from the words."""

from dataclasses import replace

from flask import redirect, url_for
from werkzeug import Response

from app.kernel import clock
from app.kernel.wizard.flow import is_change
from app.matters.complaints.intake import queries
from app.matters.complaints.intake.forms.public import UNSURE, CategoryForm, FirstCategoryForm
from app.matters.complaints.intake.services import submission as services
from app.matters.complaints.intake.views.flow import Draft, flow
from app.matters.complaints.matter.answers import UNCLEAR_CATEGORY, ComplaintQuestion
from app.matters.complaints.matter.views import bp
from app.matters.complaints.routing.queries.suggestion import (
    RoutingSuggestion,
    suggestion,
    suggestion_for,
)

CATEGORY = ComplaintQuestion.CATEGORY


@bp.route("/new/category", methods=["GET", "POST"])
@flow.with_draft(CATEGORY)
def category(draft: Draft) -> str | Response:
    """The kind of problem, first level; or what the words suggest, of either level."""
    chosen = queries.category(draft.answers.category)
    form = FirstCategoryForm(category=(chosen.parent_code or chosen.code) if chosen else None)
    suggested = _suggested(draft, form)
    tops = queries.categories()
    form.offer(
        [(top.code, top.name) for top in tops],
        first=[(each.category.code, each.category.name) for each in suggested.candidates],
    )
    if form.asks_for_suggestion or not form.validate_on_submit():
        more = {"offered": tops, "suggested": suggested}
        return flow.ask("category", CATEGORY, form, draft.answers, **more)
    return _keep(draft, str(form.category.data))


@bp.route("/new/subcategory", methods=["GET", "POST"])
@flow.with_draft(CATEGORY)
def subcategory(draft: Draft) -> str | Response:
    """The kind of problem, second level. Who is not sure stays with the first."""
    chosen = queries.category(draft.answers.category)
    if chosen is None:
        return redirect(url_for("complaints.category"))
    top = chosen.parent_code or chosen.code
    below = queries.categories(top)
    form = CategoryForm(category=chosen.code)
    form.offer([(one.code, one.name) for one in below])
    if not form.validate_on_submit():
        back = url_for("complaints.category", change=is_change() or None)
        more = {"offered": below, "suggested": RoutingSuggestion(), "back": back}
        return flow.ask("category", CATEGORY, form, draft.answers, **more)
    code = top if form.category.data == UNSURE else str(form.category.data)
    return flow.keep(draft, replace(draft.answers, category=code), CATEGORY)


def _keep(draft: Draft, code: str) -> Response:
    """Go on with a category of the second level, or to those below one of the first."""
    picked = queries.category(code)
    if code == UNSURE or (picked and picked.parent_code):
        final = UNCLEAR_CATEGORY if code == UNSURE else code
        return flow.keep(draft, replace(draft.answers, category=final), CATEGORY)
    chosen = queries.category(draft.answers.category)
    if chosen is None or chosen.parent_code != code:
        services.save_answers(token=draft.token, answers=replace(draft.answers, category=code))
    return redirect(url_for("complaints.subcategory", change=is_change() or None))


def _suggested(draft: Draft, form: FirstCategoryForm) -> RoutingSuggestion:
    """From the words that were just written, else from the facts, if they are told already."""
    if form.words.data and form.words.validate(form):
        return suggestion(form.words.data, clock.today())
    return suggestion_for(draft.answers, clock.today())
