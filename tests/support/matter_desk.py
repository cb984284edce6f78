"""A matter on the desk and on the page of its reporter; the steps that tests take with it."""

from typing import Any

from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services import handling, tracks
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import MatterOutcome, NotFiledGround
from app.matters.complaints.matter.rules.states import ComplaintKind, PauseReason
from app.people.models import Bureau, Staff
from tests.support.complaint_factories import CODE, make_matter, make_submission, paper
from tests.support.pages import Page, PageClient


def taken_up(bureau: Bureau, handler: Staff, kind: ComplaintKind, **submission: Any) -> Matter:
    """A matter that its body has accepted; of a submission with some other values, if given."""
    matter = make_matter(bureau=bureau, kind=kind, submission=make_submission(**submission))
    handling.accept_matter(matter=matter, staff=handler)
    return matter


def file_case(matter: Matter, staff: Staff) -> None:
    """The clue proved true: a case is filed."""
    tracks.file_case(matter=matter, staff=staff, document_number="温试立〔2026〕1号", reason="属实")


def file_none(matter: Matter, staff: Staff, ground: NotFiledGround) -> None:
    """No case is filed, on a ground."""
    number = "温试不立〔2026〕1号"
    tracks.decline_case(
        matter=matter, staff=staff, not_filed=ground, document_number=number, reason="已核查。"
    )


def close(matter: Matter, staff: Staff, outcome: MatterOutcome, **words: str) -> None:
    """The matter ends with an outcome, and words about it."""
    ending = Ending(**{"text": "已经处理。", **words})
    handling.close_matter(matter=matter, staff=staff, outcome=outcome, ending=ending)


def pause(matter: Matter, staff: Staff, reason: PauseReason = PauseReason.TEST) -> None:
    """Its clock is stopped, on a paper."""
    document = "委托书温试检〔2026〕3号"
    timing.pause_matter(
        matter=matter, staff=staff, pause_reason=reason, document=document, paper=paper()
    )


def desk_page(client: PageClient, matter: Matter) -> Page:
    """The matter as staff see it."""
    return client.get(f"/admin/complaints/{matter.number}")


def followed(client: PageClient, matter: Matter) -> Page:
    """The matter as its reporter follows it."""
    fields = {"number": matter.submission.number, "code": CODE}
    return client.post_form("/complaints/track", fields)


def read_paper(client: PageClient, matter: Matter, title: str) -> Page:
    """The paper of that title, as the reporter opens it."""
    (link,) = followed(client, matter).all(f"//a[contains(.,'{title}')]")
    return client.get(link.get("href"))


def actions(page: Page) -> set[str]:
    """The acts for which the page has a form."""
    return {form.get("action").rsplit("/", 1)[-1] for form in page.all("//main//form")}
