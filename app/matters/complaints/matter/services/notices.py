"""Mail to reporters, which says nothing but to look."""

from app.kernel import notify
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries.notices import email_for_notices, submission_of
from app.matters.complaints.matter.rules.acts import ADDING, MatterAct

UNTOLD = ADDING | {
    MatterAct.TAKE,
    MatterAct.ASSIGN,
    MatterAct.SHOW_IDENTITY,
    MatterAct.REQUEST_EXTENSION,
    MatterAct.REFUSE_EXTENSION,
    MatterAct.ASK_ASSISTANCE,
    MatterAct.REPORT_BACK,
    MatterAct.DRAFT_CASE,
    MatterAct.SHOW_ITEM,
    MatterAct.ASK_WAIVER,
    MatterAct.GRANT_WAIVER,
    MatterAct.REFUSE_WAIVER,
}
"""Acts that the reporter does not see."""


def remind_reporter(matter_id: int) -> None:
    """The same for a matter that is only known by its id; nothing is sent to who wants none."""
    submission_id = submission_of(matter_id)
    if email_for_notices(submission_id):
        notify.mail("reporter_notice", notify.Recipient("reporter", submission_id))


def tell_reporter(matter: Matter, act: MatterAct) -> None:
    """Queue a notice of an act that the reporter sees."""
    if act not in UNTOLD:
        tell_of_news(matter)


def tell_of_news(matter: Matter) -> None:
    """Queue a notice that says nothing but to look, for a reporter who asked for it."""
    if matter.submission.wants_notices:
        notify.mail("reporter_notice", notify.Recipient("reporter", matter.submission_id))
