"""The blueprint of the desk, under ``admin``, whose guard lets only signed-in staff through."""

from typing import TYPE_CHECKING

from flask import Blueprint

from app.kernel.errors import NotFoundError
from app.matters.complaints.matter.queries import matter_of
from app.people.access import current_staff

if TYPE_CHECKING:
    from app.matters.complaints.matter.models.matters import Matter


bp = Blueprint("complaints", __name__, url_prefix="/complaints")


def existing_matter(number: str, *, for_update: bool = False) -> "Matter":
    """The matter; NotFoundError for another body, to which it does not exist."""
    matter = matter_of(current_staff(), number, for_update=for_update)
    if matter is None:
        raise NotFoundError
    return matter
