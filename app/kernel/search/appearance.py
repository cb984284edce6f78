"""How a found record is shown, whatever its kind: its seal, its title's name, its own page."""

from dataclasses import dataclass

from flask import url_for

from app.kernel.search import state
from app.kernel.search.documents import SearchDocument
from app.kernel.web.record_urls import record_url


@dataclass(frozen=True)
class Appearance:
    """What a kind shows of its records among results.

    ``endpoint`` is the page of one, whose address has the one ``variable``.
    """

    endpoint: str
    variable: str
    seal: str
    """The sign on its seal, such as 罚."""
    title_label: str
    """What people call the title, where words of it were found."""


def address_of(document: SearchDocument, *, external: bool = False) -> str:
    """The address of a record's own page; with ``external``, complete."""
    shown = state.current().appearances[document.kind]
    variable = {shown.variable: document.ref}
    if external:
        return url_for(shown.endpoint, _external=True, **variable)
    return record_url(shown.endpoint, **variable)


def seal_of(document: SearchDocument) -> str:
    """The sign on the seal of the record's kind."""
    return state.current().appearances[document.kind].seal


def title_label_of(document: SearchDocument) -> str:
    """What people call the record's title."""
    return state.current().appearances[document.kind].title_label
