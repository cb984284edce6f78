"""What a submission has in common with others, taken from its words when it comes in."""

from functools import cache
from pathlib import Path

from app.kernel.crypto.encryption import blind_index
from app.kernel.db.reference import read_data
from app.matters.complaints.intake.rules import products_of, streets_of, trait_key
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.models.submissions import SubmissionTrait
from app.matters.complaints.matter.rules.entries import TraitKind

PRODUCTS = Path(__file__).parents[1] / "data" / "products.json"


def traits_of(submission: Submission) -> list[SubmissionTrait]:
    """The streets and products that it names, each findable by a keyed hash alone."""
    district = submission.district.code if submission.district else None
    text = f"{submission.title}\n{submission.narrative}"
    found = [(TraitKind.STREET, name) for name in streets_of(submission.place or "")]
    found += [(TraitKind.PRODUCT, name) for name in products_of(text, known_products())]
    return [_trait(kind, trait_key(kind, name, district)) for kind, name in found]


@cache
def known_products() -> tuple[str, ...]:
    """The words by which products are known."""
    return tuple(read_data(PRODUCTS)["products"])


def _trait(kind: TraitKind, key: str) -> SubmissionTrait:
    return SubmissionTrait(kind=kind, key=key, key_index=blind_index(key))
