"""Personal data in what is to be public: found and hidden. Pure: text in, text out."""

from app.kernel.masking.finder import (
    find,
    hidden,
    hide_identity,
    hide_numbers,
    mask_contact,
    mask_shown,
)
from app.kernel.masking.patterns import mask_person
from app.kernel.masking.rules import PersonalData, PersonalDataFinding, hide

__all__ = [
    "PersonalData",
    "PersonalDataFinding",
    "find",
    "hidden",
    "hide",
    "hide_identity",
    "hide_numbers",
    "mask_contact",
    "mask_person",
    "mask_shown",
]
