"""The back office: one guarded blueprint, with the desks of all features nested in it."""

from flask import Flask

from app.insight.assessment.staff_views import bp as assessment_desk
from app.insight.monthly.staff_views import bp as monthly_desk
from app.matters.complaints.desk.staff_views import answers_bp as answers_desk
from app.matters.complaints.desk.staff_views import bp as complaints_desk
from app.matters.complaints.desk.staff_views import routing_bp as routing_desk
from app.matters.redress.staff_views import bp as redress_desk
from app.matters.rewards.staff_views import bp as rewards_desk
from app.matters.risks.staff_views import bp as risks_desk
from app.people.staff_views import bp as accounts_desk
from app.publishing.desk.staff_views.queue import bp as review_queue
from app.publishing.kind.registry import desks_of
from app.publishing.workbench.staff_views import bp as workbench_desk
from app.records.bulletins.kind import bp as bulletins_desk
from app.records.creation.staff_views import bp as creation_desk
from app.records.indicators.kind import bp as indicators_desk
from app.records.livelihood.kind import bp as livelihood_desk
from app.records.livelihood.kind import problems_bp as problems_desk
from app.records.livelihood.staff_views import proposals_bp as proposals_desk
from app.records.projects.kind import bp as projects_desk
from app.records.projects.kind import reports_bp as reports_desk
from app.records.record_links.staff_views import bp as chains_desk
from app.records.register import KINDS
from app.site.admin import accounting, audit_views
from app.site.admin.blueprint import bp, frame, keep_to_oneself

DESKS = (
    accounts_desk,
    complaints_desk,
    answers_desk,
    routing_desk,
    redress_desk,
    rewards_desk,
    projects_desk,
    reports_desk,
    bulletins_desk,
    creation_desk,
    indicators_desk,
    risks_desk,
    chains_desk,
    assessment_desk,
    monthly_desk,
    livelihood_desk,
    problems_desk,
    proposals_desk,
    review_queue,
    workbench_desk,
)

for desk in (*DESKS, *desks_of(KINDS)):
    bp.register_blueprint(desk)


def init_app(app: Flask) -> None:
    """Register the back office, and have it account for what staff do."""
    app.register_blueprint(bp)
    app.context_processor(frame)
    app.after_request(keep_to_oneself)
    app.after_request(accounting.account)


__all__ = ["audit_views", "bp", "init_app"]
