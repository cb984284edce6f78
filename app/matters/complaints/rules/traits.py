"""What reports can have in common besides a company: the street, and the product. Pure."""

import re
from collections.abc import Iterable

from app.kernel.labels import LabelledEnum

MOST_TRAITS = 6


class TraitKind(LabelledEnum):
    """What is common to several reports."""

    STREET = ("street", "街道、路段")
    PRODUCT = ("product", "产品")


_APART = re.compile(r"[^\u4e00-\u9fff]+|附近|对面|靠近|交叉口|的|旁|和|与")
_BEFORE = re.compile(r"^(?:在|位于|于)?(?:温州市?)?(?:[\u4e00-\u9fff]{2}(?:市|区|县))?")
_STREET = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:大道|街道|路|街|巷|镇|乡)")


def streets_of(place: str) -> list[str]:
    """The streets, roads and towns that a place names, without district and house number."""
    found = [
        street
        for part in _APART.split(place)
        if part
        for street in _STREET.findall(_BEFORE.sub("", part))
    ]
    return list(dict.fromkeys(found))[:MOST_TRAITS]


def products_of(text: str, known: Iterable[str]) -> list[str]:
    """The known products that a text names; the longer name goes before the one inside it."""
    found = []
    for product in sorted(known, key=len, reverse=True):
        if product in text:
            found.append(product)
            text = text.replace(product, "　")
    return found[:MOST_TRAITS]


def trait_key(kind: TraitKind, name: str, district: str | None) -> str:
    """What reports with the trait have in common. A street is one of its district."""
    place = district or "" if kind is TraitKind.STREET else ""
    return f"{kind.value}:{place}:{name}"


def trait_name(key: str) -> str:
    """The street or product behind a key."""
    return key.rpartition(":")[2]
