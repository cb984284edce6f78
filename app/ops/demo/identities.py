"""Names, codes and places that belong to nobody."""

import random
from collections.abc import Iterator

from app.ops.demo.material import material
from app.records.companies.uscc import ALPHABET, check_character

REGION = "330399"
"""A district code that no district bears."""


def credit_code(rng: random.Random, authority: str = "91") -> str:
    """A credit code with a right check character, in a region that does not exist."""
    subject = "MA" + "".join(rng.choice(ALPHABET) for _ in range(7))
    body = f"{authority}{REGION}{subject}"
    return body + check_character(body)


def brands(rng: random.Random, taken: set[str]) -> Iterator[str]:
    """Two-character brands, each once: rare characters that do not meet in real names."""
    places = material("places")
    pairs = [first + second for first in places["brand_first"] for second in places["brand_second"]]
    rng.shuffle(pairs)
    return (pair for pair in pairs if pair not in taken)


def masked_person(rng: random.Random) -> str:
    """A person as the site may name one: surname and 某."""
    surnames: str = material("places")["surnames"]
    return rng.choice(surnames) + rng.choice(("某", "某某", "某某"))


def address(rng: random.Random, district_code: str, district_name: str) -> str:
    """A town that exists, a road that does not."""
    places = material("places")
    town = rng.choice(places["districts"][district_code]["towns"])
    city = "温州市" if district_name.endswith("区") else ""
    return f"{city}{district_name}{town}{rng.choice(places['roads'])}{rng.randrange(1, 399)}号"
