"""Personal data in what is to be public: found and hidden. Pure: text in, text out."""

from app.kernel.masking.contacts import mask_contact
from app.kernel.masking.finder import find, hidden, hide_identity, hide_numbers, mask_shown
from app.kernel.masking.persons import mask_person
from app.kernel.masking.rules import Finding, Kind, hide

__all__ = [
    "Finding",
    "Kind",
    "find",
    "hidden",
    "hide",
    "hide_identity",
    "hide_numbers",
    "mask_contact",
    "mask_person",
    "mask_shown",
]
