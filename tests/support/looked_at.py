"""The pages that are looked at in a browser: address, and the template that makes it.

``{name}`` in an address is a fact of ``sample_site.Sample``. Each template stands for all that it
makes; a second address is of another state, with other parts. Lists of templates alone are of
pages that a journey comes to.
"""

from tests.support import sample_site

PUBLIC = {
    "/": "site/portal/home.html",
    "/search": "site/portal/search_start.html",
    "/search?q=酱油": "site/portal/search.html",
    "/search?q=没有这样的东西": "site/portal/search.html",
    "/companies/{company}": "site/portal/company.html",
    "/companies/{company}/report": "records/credit_reports/new.html",
    "/about": "site/portal/about.html",
    "/accessibility": "site/portal/accessibility.html",
    "/privacy": "site/portal/privacy.html",
    "/rules": "site/portal/rules.html",
    "/data": "site/portal/data.html",
    "/sitemap": "site/portal/sitemap.html",
}
RECORDS = {
    "/credit/red": "records/credit/list.html",
    "/credit/{black}": "records/credit/detail.html",
    "/cases": "records/cases/list.html",
    "/cases?severity=minor&q=酱油": "records/cases/list.html",
    "/cases/{case}": "records/cases/detail.html",
    "/licences": "records/licences/list.html",
    "/licences/{licence}": "records/licences/detail.html",
    "/inspections": "records/inspections/list.html",
    "/inspections/{failed}": "records/inspections/detail.html",
    "/honours": "records/honours/list.html",
    "/honours/{honour}": "records/honours/detail.html",
    "/honours/targets": "records/honours/targets.html",
    "/creation": "records/creation/index.html",
    "/creation/standards/county/2026": "records/creation/standard.html",
    "/creation/{noticed}": "records/creation/detail.html",
    "/creation/{noticed}/object": "records/creation/object.html",
    "/projects": "records/projects/list.html",
    "/projects/overview": "records/projects/overview.html",
    "/projects/{project}": "records/projects/detail.html",
    "/bulletins": "records/bulletins/list.html",
    "/bulletins/{bulletin}": "records/bulletins/detail.html",
    "/evaluation": "insight/evaluation/index.html",
    "/evaluation/bodies": "insight/evaluation/bodies.html",
    "/evaluation/districts": "insight/evaluation/districts.html",
    "/evaluation/handling": "insight/evaluation/handling.html",
    "/evaluation/pass-rates": "insight/evaluation/pass_rates.html",
    "/evaluation/surveys": "records/surveys/list.html",
    "/evaluation/surveys/{survey}": "records/surveys/detail.html",
    "/funds": "records/funds/list.html",
    "/funds/{payment}": "publishing/kind/detail.html",
    "/recalls": "publishing/kind/list.html",
    "/recalls/{recall}": "records/recalls/detail.html",
    "/livelihood": "records/livelihood/list.html",
    "/livelihood/{year}": "records/livelihood/year.html",
    "/livelihood/{year}/propose": "records/livelihood/propose.html",
    "/evaluation/overdue": "insight/evaluation/overdue.html",
    "/evaluation/wall": "insight/evaluation/wall.html",
    "/evaluation/monthly": "insight/monthly/list.html",
    "/evaluation/monthly/{reported}": "insight/monthly/detail.html",
    "/evaluation/targets": "records/indicators/list.html",
    "/evaluation/targets/HJ01": "records/indicators/detail.html",
    "/evaluation/targets/values": "records/indicators/values.html",
    "/rewards": "matters/rewards/ledger.html",
    "/assessment": "insight/assessment/index.html",
    "/assessment/{assessed_year}": "insight/assessment/year.html",
    "/assessment/{assessed_year}/{assessed}": "insight/assessment/unit.html",
    "/assessment/{assessed_year}/{assessed}/milestones": "insight/assessment/rows.html",
    "/complaints/closed": "matters/complaints/closed.html",
    "/complaints/closed/{closed}": "matters/complaints/closed_detail.html",
}
DESK = {
    "/admin/complaints/?list=open": "matters/complaints/staff/inbox.html",
    "/admin/complaints/T{open_number}": "matters/complaints/staff/matter.html",
    "/admin/complaints/J{closed_number}": "matters/complaints/staff/matter.html",
    "/admin/complaints/bulk/assign?number=T{open_number}": "matters/complaints/staff/bulk.html",
    "/admin/complaints/T{open_number}/evidence": "matters/complaints/staff/viewer.html",
    "/admin/complaints/templates": "matters/complaints/staff/reply_templates.html",
    "/admin/complaints/templates/new": "matters/complaints/staff/reply_template.html",
    "/admin/complaints/register": "matters/complaints/staff/register.html",
    "/admin/complaints/{filed}/checks": "matters/complaints/staff/checks.html",
    "/admin/complaints/{filed}/case": "matters/complaints/staff/case.html",
    "/admin/complaints/{accepted}/papers/{registration}": "matters/complaints/staff/paper.html",
    "/admin/complaints/{mediated}": "matters/complaints/staff/matter.html",
    "/admin/complaints/{case_opened}": "matters/complaints/staff/matter.html",
    "/admin/answers/": "matters/complaints/staff/reviews.html",
    "/admin/redress/?list=new": "matters/redress/staff/inbox.html",
    "/admin/redress/{objection}": "matters/redress/staff/application.html",
    "/admin/redress/{repair}": "matters/redress/staff/application.html",
    "/admin/redress/{repair}/papers/{repair_paper}": "matters/redress/staff/paper.html",
    "/admin/rewards/": "matters/rewards/staff/list.html",
    "/admin/rewards/{proposed}": "matters/rewards/staff/reward.html",
    "/admin/rewards/new/{rewardable}": "matters/rewards/staff/propose.html",
    "/admin/assessment/": "insight/assessment/staff/list.html",
    "/admin/assessment/{assessed_year}/units/{assessed}": "insight/assessment/staff/unit.html",
    "/admin/assessment/{assessed_year}/units/{assessed}/rows/milestones": (
        "insight/assessment/staff/rows.html"
    ),
    "/admin/account": "people/staff/account.html",
}
EDITING = {
    "/admin/cases/": "publishing/desk/staff/list.html",
    "/admin/risks/": "matters/risks/staff/list.html",
    "/admin/cases/{case}": "publishing/desk/staff/record.html",
    "/admin/livelihood/{programme}": "publishing/desk/staff/record.html",
    "/admin/livelihood/problems/{problem}": "publishing/desk/staff/record.html",
    "/admin/livelihood/proposals/": "records/livelihood/staff/proposals.html",
    "/admin/livelihood/proposals/{proposal}": "records/livelihood/staff/proposal.html",
    "/admin/creation/": "records/creation/staff/list.html",
    "/admin/creation/new": "records/creation/staff/new.html",
    "/admin/creation/{noticed}": "records/creation/staff/detail.html",
    "/admin/bulletins/new": "publishing/desk/staff/form.html",
    "/admin/projects/{project_id}": "publishing/desk/staff/record.html",
    "/admin/projects/reports/new/{project_id}": "publishing/desk/staff/form.html",
    "/admin/cases/{case}/edit": "publishing/desk/staff/form.html",
    "/admin/bulletins/{waiting}/review": "publishing/desk/staff/review.html",
    "/admin/cases/{corrected}/review": "publishing/desk/staff/review.html",
    "/admin/cases/{corrected}/versions": "publishing/desk/staff/versions.html",
    "/admin/review/": "publishing/desk/staff/queue.html",
    "/admin/review/withdrawals": "publishing/desk/staff/withdrawals.html",
    "/admin/cases/{case}/withdraw": "publishing/desk/staff/withdraw.html",
    "/admin/cases/{case}/files": "publishing/desk/staff/files.html",
}
OFFICES = [
    (sample_site.COORDINATOR, "/admin/answers/visits", "matters/complaints/staff/visits.html"),
    (sample_site.AUDITOR, "/admin/audit", "site/admin/audit_log.html"),
    (sample_site.AUDITOR, "/admin/audit/1", "site/admin/audit_event.html"),
    (sample_site.SYSTEM, "/admin/system", "site/admin/system.html"),
    (sample_site.COORDINATOR, "/admin/routing/", "matters/complaints/staff/routing.html"),
    (
        sample_site.COORDINATOR,
        "/admin/routing/change",
        "matters/complaints/staff/routing_change.html",
    ),
    (
        sample_site.COORDINATOR,
        "/admin/routing/changes/1",
        "matters/complaints/staff/routing_detail.html",
    ),
    (sample_site.PAYER, "/admin/rewards/payments", "matters/rewards/staff/payments.html"),
    (sample_site.PAYER, "/admin/rewards/payments/{claimed}", "matters/rewards/staff/payment.html"),
    (sample_site.COORDINATOR, "/admin/monthly/", "insight/monthly/staff/list.html"),
    (sample_site.COORDINATOR, "/admin/monthly/{reported}", "insight/monthly/staff/correct.html"),
    (
        sample_site.COORDINATOR,
        "/admin/assessment/{assessed_year}",
        "insight/assessment/staff/cycle.html",
    ),
    (
        sample_site.COORDINATOR,
        "/admin/assessment/{assessed_year}/recount",
        "insight/assessment/staff/recount.html",
    ),
    (sample_site.SECURITY, "/admin/staff", "people/staff/list.html"),
]
IMPORTING = [
    f"publishing/workbench/staff/{name}.html"
    for name in ("list", "upload", "columns", "under_way", "result")
]
SIGNING_IN = ["people/sign_in.html"]
SECOND_FACTOR = [
    "people/staff/second_factor.html",
    "people/staff/recovery_codes.html",
    "people/code.html",
]
PASSKEYS = [
    "people/passkey.html",
    "people/staff/passkeys.html",
    "people/staff/new_passkey.html",
]
ERRORS = ["errors/error.html"]
PROOF = "errors/proof.html"
QUESTIONS = [
    "matters/complaints/new.html",
    "matters/complaints/kind.html",
    "matters/complaints/subject.html",
    "matters/complaints/company.html",
    "matters/complaints/category.html",
    "matters/complaints/facts.html",
    "matters/complaints/conduct.html",
    "matters/complaints/evidence.html",
    "matters/complaints/identity.html",
    "matters/complaints/check.html",
    "matters/complaints/done.html",
    "matters/complaints/expired.html",
]
FOLLOWING = [
    "matters/complaints/track.html",
    "matters/complaints/matter.html",
    "matters/complaints/withdraw.html",
    "matters/complaints/amend.html",
    "matters/complaints/own_data.html",
    "matters/complaints/paper.html",
    "matters/complaints/ask_review.html",
    "matters/complaints/visit.html",
    "matters/rewards/mine.html",
    "matters/rewards/claim.html",
    "matters/rewards/picked.html",
]
AT_THE_DESK = [
    f"matters/complaints/staff/{name}.html"
    for name in ("conflict", "bulk", "register_check", "slip")
]
REPORTS = ["records/credit_reports/detail.html", "records/credit_reports/verify.html"]
APPLYING = [
    "matters/redress/new.html",
    "matters/redress/kind.html",
    "matters/redress/code.html",
    "matters/redress/conditions.html",
    "matters/redress/statement.html",
    "matters/redress/files.html",
    "matters/redress/contact.html",
    "matters/redress/check.html",
    "matters/redress/done.html",
    "matters/redress/expired.html",
    "matters/redress/track.html",
    "matters/redress/application.html",
    "matters/redress/withdraw.html",
    "matters/redress/paper.html",
]
