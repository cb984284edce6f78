"""Mail to reporters, which says nothing but to look."""

from app.kernel import notify
from app.matters.complaints.matter.models import Matter
from app.matters.complaints.matter.queries.notices import email_for_notices, submission_of
from app.matters.complaints.matter.rules import ADDING, Act

UNTOLD = ADDING | {
    Act.TAKE,
    Act.ASSIGN,
    Act.SHOW_IDENTITY,
    Act.REQUEST_EXTENSION,
    Act.REFUSE_EXTENSION,
    Act.ASK_ASSISTANCE,
    Act.REPORT_BACK,
    Act.DRAFT_CASE,
    Act.SHOW_ITEM,
    Act.ASK_WAIVER,
    Act.GRANT_WAIVER,
    Act.REFUSE_WAIVER,
}
"""Acts that the reporter does not see."""


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
