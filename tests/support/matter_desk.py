"""A matter on the desk and on the page of its reporter, and the acts that a page offers."""

from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.people.models import Bureau, Staff
from tests.support.complaint_factories import CODE, make_matter
from tests.support.pages import Page, PageClient


def taken_up(bureau: Bureau, handler: Staff, kind: ComplaintKind) -> Matter:
    """A matter that its body has accepted."""
    matter = make_matter(bureau=bureau, kind=kind)
    handling.accept_matter(matter=matter, staff=handler)
    return matter


def desk_page(client: PageClient, matter: Matter) -> Page:
    """The matter as staff see it."""
    return client.get(f"/admin/complaints/{matter.number}")


def followed(client: PageClient, matter: Matter) -> Page:
    """The matter as its reporter follows it."""
    fields = {"number": matter.submission.number, "code": CODE}
    return client.post_form("/complaints/track", fields)


def actions(page: Page) -> set[str]:
    """The acts for which the page has a form."""
    return {form.get("action").rsplit("/", 1)[-1] for form in page.all("//main//form")}
