"""Mail to bodies, with number, category and deadline; to reporters, with nothing at all."""

from datetime import date

from app.kernel import notify
from app.matters.complaints.models import Matter
from app.matters.complaints.queries.handovers import decisions_due
from app.matters.complaints.queries.own_data import email_for_notices, submission_of
from app.matters.complaints.rules import ADDING, Act, Step

UNTOLD = ADDING | {
    *(Act.TAKE, Act.ASSIGN, Act.REVEAL, Act.REQUEST_EXTENSION, Act.REFUSE_EXTENSION),
    *(Act.ASK_ASSISTANCE, Act.REPORT_BACK, Act.DRAFT_CASE),
    *(Act.SHOW_ITEM, Act.ASK_WAIVER, Act.GRANT_WAIVER, Act.REFUSE_WAIVER),
}
"""Acts that the reporter does not see."""


def tell_bureau(matter: Matter) -> None:
    """Queue the notice that a matter has arrived, in the transaction of the caller."""
    to_decide = decisions_due([matter]).get(matter.id)
    deadline = to_decide or matter.due_on
    notify.mail(
        "new_matter",
        notify.bureau(matter.bureau_id),
        number=matter.number,
        category=matter.submission.category.name,
        deadline=deadline.isoformat() if deadline else "法定期限",
        step=Step.ROUTE.label if to_decide else matter.step.label,
    )


def tell_assistant(matter: Matter, bureau_id: int, due_on: date) -> None:
    """Queue the notice that a body is to help, in the transaction of the caller."""
    notify.mail(
        "assist_task",
        notify.bureau(bureau_id),
        number=matter.number,
        category=matter.submission.category.name,
        lead=matter.bureau.name,
        deadline=due_on.isoformat(),
    )


def tell_of_report(matter: Matter) -> None:
    """Queue the notice to the lead body that an assisting body has reported."""
    notify.mail(
        "assist_report",
        notify.bureau(matter.bureau_id),
        number=matter.number,
        category=matter.submission.category.name,
    )


def remind_reporter(matter_id: int) -> None:
    """The same for a matter that is only known by its id; nothing is sent to who wants none."""
    submission_id = submission_of(matter_id)
    if email_for_notices(submission_id):
        notify.mail("reporter_notice", notify.Recipient("reporter", submission_id))


def tell_reporter(matter: Matter, act: Act) -> None:
    """Queue a notice of an act that the reporter sees."""
    if act not in UNTOLD:
        tell_of_news(matter)


def tell_of_news(matter: Matter) -> None:
    """Queue a notice that says nothing but to look, for a reporter who asked for it."""
    if matter.submission.wants_notices:
        notify.mail("reporter_notice", notify.Recipient("reporter", matter.submission_id))
