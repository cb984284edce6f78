"""The pages that are looked at in a browser: address, and the template that makes it.

``{name}`` in an address is a fact of ``sample_site.Sample``. Lists of templates alone are of pages
that a journey comes to.
"""

from tests.support import sample_site

PUBLIC = {
    "/": "portal/home.html",
    "/search": "portal/search_start.html",
    "/search?q=酱油": "portal/search.html",
    "/search?q=酱油&type=case&district=330304&sort=date": "portal/search.html",
    "/search?q=没有这样的东西": "portal/search.html",
    "/companies/{company}": "portal/company.html",
    "/companies/{company}/report": "credit_reports/new.html",
    "/about": "portal/about.html",
    "/accessibility": "portal/accessibility.html",
    "/privacy": "portal/privacy.html",
    "/rules": "portal/rules.html",
    "/data": "portal/data.html",
    "/sitemap": "portal/sitemap.html",
}
RECORDS = {
    "/credit/red": "credit/list.html",
    "/credit/black?q=无": "credit/list.html",
    "/credit/{black}": "credit/detail.html",
    "/cases": "cases/list.html",
    "/cases?severity=minor&q=酱油": "cases/list.html",
    "/cases/{case}": "cases/detail.html",
    "/licences": "licences/list.html",
    "/licences?kind=general&q=无": "licences/list.html",
    "/licences/{licence}": "licences/detail.html",
    "/inspections": "inspections/list.html",
    "/inspections?result=fail&q=无": "inspections/list.html",
    "/inspections/{failed}": "inspections/detail.html",
    "/honours": "honours/list.html",
    "/honours?kind=quality_award&q=无": "honours/list.html",
    "/honours/{honour}": "honours/detail.html",
    "/honours/targets": "honours/targets.html",
    "/creation": "creation/index.html",
    "/creation/standards/county/2026": "creation/standard.html",
    "/creation/{noticed}": "creation/detail.html",
    "/creation/{noticed}/object": "creation/object.html",
    "/projects": "projects/list.html",
    "/projects/overview": "projects/overview.html",
    "/projects/{project}": "projects/detail.html",
    "/bulletins": "bulletins/list.html",
    "/bulletins/{bulletin}": "bulletins/detail.html",
    "/evaluation": "evaluation/index.html",
    "/evaluation/bodies": "evaluation/bodies.html",
    "/evaluation/handling": "evaluation/handling.html",
    "/evaluation/pass-rates": "evaluation/pass_rates.html",
    "/evaluation/surveys": "surveys/list.html",
    "/evaluation/surveys?q=无": "surveys/list.html",
    "/evaluation/surveys/{survey}": "surveys/detail.html",
    "/funds": "funds/list.html",
    "/funds?q=无": "funds/list.html",
    "/funds/{payment}": "funds/detail.html",
    "/livelihood": "livelihood/list.html",
    "/livelihood/{year}": "livelihood/year.html",
    "/livelihood/{year}/propose": "livelihood/propose.html",
    "/evaluation/overdue": "evaluation/overdue.html",
    "/evaluation/wall": "evaluation/wall.html",
    "/evaluation/targets": "indicators/list.html",
    "/evaluation/targets/HJ01": "indicators/detail.html",
    "/evaluation/targets/values": "indicators/values.html",
    "/rewards": "rewards/ledger.html",
    "/assessment": "assessment/index.html",
    "/assessment/{assessed_year}": "assessment/year.html",
    "/assessment/{assessed_year}/{assessed}": "assessment/unit.html",
    "/assessment/{assessed_year}/{assessed}/milestones": "assessment/rows.html",
    "/complaints/closed": "complaints/closed.html",
    "/complaints/closed/{closed}": "complaints/closed_detail.html",
}
DESK = {
    "/admin/complaints/?list=open": "complaints/staff/inbox.html",
    "/admin/complaints/?list=overdue": "complaints/staff/inbox.html",
    "/admin/complaints/T{open_number}": "complaints/staff/matter.html",
    "/admin/complaints/J{closed_number}": "complaints/staff/matter.html",
    "/admin/complaints/?list=open&q={open_number}&kind=complaint": "complaints/staff/inbox.html",
    "/admin/complaints/bulk/assign?number=T{open_number}": "complaints/staff/bulk.html",
    "/admin/complaints/T{open_number}/evidence": "complaints/staff/viewer.html",
    "/admin/complaints/templates": "complaints/staff/reply_templates.html",
    "/admin/complaints/templates/new": "complaints/staff/reply_template.html",
    "/admin/complaints/register": "complaints/staff/register.html",
    "/admin/complaints/{filed}/checks": "complaints/staff/checks.html",
    "/admin/complaints/{filed}/case": "complaints/staff/case.html",
    "/admin/complaints/{accepted}/papers/{registration}": "complaints/staff/paper.html",
    "/admin/complaints/{mediated}": "complaints/staff/matter.html",
    "/admin/complaints/{case_opened}": "complaints/staff/matter.html",
    "/admin/answers/": "complaints/staff/reviews.html",
    "/admin/redress/?list=new": "redress/staff/inbox.html",
    "/admin/redress/?list=overdue": "redress/staff/inbox.html",
    "/admin/redress/{objection}": "redress/staff/application.html",
    "/admin/redress/{repair}": "redress/staff/application.html",
    "/admin/redress/{repair}/papers/{repair_paper}": "redress/staff/paper.html",
    "/admin/rewards/": "rewards/staff/list.html",
    "/admin/rewards/{proposed}": "rewards/staff/reward.html",
    "/admin/rewards/new/{rewardable}": "rewards/staff/propose.html",
    "/admin/assessment/": "assessment/staff/list.html",
    "/admin/assessment/{assessed_year}/units/{assessed}": "assessment/staff/unit.html",
    "/admin/assessment/{assessed_year}/units/{assessed}/rows/milestones": (
        "assessment/staff/rows.html"
    ),
    "/admin/account": "accounts/staff/account.html",
}
EDITING = {
    "/admin/cases/": "editing/staff/list.html",
    "/admin/cases/new": "editing/staff/form.html",
    "/admin/risks/": "risks/staff/list.html",
    "/admin/cases/{case}": "editing/staff/record.html",
    "/admin/inspections/new": "editing/staff/form.html",
    "/admin/inspections/{failed}": "editing/staff/record.html",
    "/admin/surveys/new": "editing/staff/form.html",
    "/admin/surveys/{survey}": "editing/staff/record.html",
    "/admin/funds/new": "editing/staff/form.html",
    "/admin/livelihood/{programme}": "editing/staff/record.html",
    "/admin/livelihood/problems/{problem}": "editing/staff/record.html",
    "/admin/livelihood/proposals/": "livelihood/staff/proposals.html",
    "/admin/livelihood/proposals/{proposal}": "livelihood/staff/proposal.html",
    "/admin/licences/new": "editing/staff/form.html",
    "/admin/licences/{licence}": "editing/staff/record.html",
    "/admin/honours/new": "editing/staff/form.html",
    "/admin/creation/": "creation/staff/list.html",
    "/admin/creation/new": "creation/staff/new.html",
    "/admin/creation/{noticed}": "creation/staff/detail.html",
    "/admin/honours/{honour}": "editing/staff/record.html",
    "/admin/credit/new": "editing/staff/form.html",
    "/admin/bulletins/new": "editing/staff/form.html",
    "/admin/projects/{project_id}": "editing/staff/record.html",
    "/admin/projects/reports/new/{project_id}": "editing/staff/form.html",
    "/admin/indicators/new": "editing/staff/form.html",
    "/admin/cases/{case}/edit": "editing/staff/form.html",
    "/admin/bulletins/{waiting}/review": "editing/staff/review.html",
    "/admin/cases/{corrected}/review": "editing/staff/review.html",
    "/admin/cases/{corrected}/versions": "editing/staff/versions.html",
    "/admin/review/": "editing/staff/queue.html",
    "/admin/review/withdrawals": "editing/staff/withdrawals.html",
    "/admin/cases/{case}/withdraw": "editing/staff/withdraw.html",
    "/admin/cases/{case}/files": "editing/staff/files.html",
}
OFFICES = [
    (sample_site.COORDINATOR, "/admin/answers/visits", "complaints/staff/visits.html"),
    (sample_site.AUDITOR, "/admin/audit", "admin/audit_log.html"),
    (sample_site.AUDITOR, "/admin/audit/1", "admin/audit_event.html"),
    (sample_site.SYSTEM, "/admin/system", "admin/system.html"),
    (sample_site.COORDINATOR, "/admin/complaints/?list=routing", "complaints/staff/inbox.html"),
    (sample_site.COORDINATOR, "/admin/routing/", "complaints/staff/routing.html"),
    (sample_site.COORDINATOR, "/admin/routing/change", "complaints/staff/routing_change.html"),
    (sample_site.COORDINATOR, "/admin/routing/changes/1", "complaints/staff/routing_detail.html"),
    (sample_site.PAYER, "/admin/rewards/payments", "rewards/staff/payments.html"),
    (sample_site.PAYER, "/admin/rewards/payments/{claimed}", "rewards/staff/payment.html"),
    (sample_site.COORDINATOR, "/admin/assessment/{assessed_year}", "assessment/staff/cycle.html"),
    (
        sample_site.COORDINATOR,
        "/admin/assessment/{assessed_year}/recount",
        "assessment/staff/recount.html",
    ),
    (sample_site.SECURITY, "/admin/staff", "accounts/staff/list.html"),
]
IMPORTING = [
    f"workbench/staff/{name}.html" for name in ("list", "upload", "columns", "under_way", "result")
]
SIGNING_IN = ["accounts/sign_in.html"]
SECOND_FACTOR = [
    *("accounts/staff/second_factor.html", "accounts/staff/recovery_codes.html"),
    "accounts/code.html",
]
ERRORS = ["errors/error.html"]
QUESTIONS = [
    *("complaints/new.html", "complaints/kind.html", "complaints/subject.html"),
    *("complaints/company.html", "complaints/category.html", "complaints/facts.html"),
    *("complaints/evidence.html", "complaints/identity.html", "complaints/check.html"),
    *("complaints/done.html", "complaints/expired.html"),
]
FOLLOWING = [
    *("complaints/track.html", "complaints/matter.html", "complaints/withdraw.html"),
    *("complaints/amend.html", "complaints/own_data.html"),
    "complaints/paper.html",
    *("complaints/ask_review.html", "complaints/visit.html"),
    *("rewards/mine.html", "rewards/claim.html", "rewards/picked.html"),
]
AT_THE_DESK = [
    f"complaints/staff/{name}.html" for name in ("conflict", "bulk", "register_check", "slip")
]
REPORTS = ["credit_reports/detail.html", "credit_reports/verify.html"]
APPLYING = [
    *("redress/new.html", "redress/kind.html", "redress/code.html", "redress/conditions.html"),
    *("redress/statement.html", "redress/files.html", "redress/contact.html"),
    *("redress/check.html", "redress/done.html", "redress/expired.html"),
    *("redress/track.html", "redress/application.html", "redress/withdraw.html"),
    "redress/paper.html",
]
