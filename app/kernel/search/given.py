"""What stands in the parameters of an address, checked, and refused in words."""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from app.kernel.errors import InvalidInputError

_NUMBER = re.compile("[0-9]{1,9}")


class Labelled(Protocol):
    """What is chosen by its value and shown by its label."""

    @property
    def value(self) -> str:
        """As it stands in an address."""

    @property
    def label(self) -> str:
        """As people read it."""


L = TypeVar("L", bound=Labelled)


def given(arguments: Mapping[str, str], name: str) -> str:
    """The value of a parameter, empty where there is none."""
    return arguments.get(name, "").strip()


def one_of(known: Iterable[L], value: str, name: str) -> L:
    """The one with this value. Raises InvalidInputError, which names all there are."""
    members = {each.value: each for each in known}
    if value not in members:
        told = "、".join(f"{each.value}（{each.label}）" for each in members.values())
        raise InvalidInputError(f"{name}没有“{value[:20]}”，可用的有：{told}。")
    return members[value]


def number(text: str, wrong: str, least: int, most: int) -> int:
    """A whole number within these bounds. Raises InvalidInputError, which says what is wrong."""
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise InvalidInputError(wrong)
    return int(text)
