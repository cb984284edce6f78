"""Which district an address, the name of a body, or a region code means."""

import re
from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import select

from app.kernel.db.session import db
from app.people.models import District

_CITY = re.compile(r"^(?:中国)?(?:浙江省?)?(?:温州市?)?")


class Named(Protocol):
    """What is needed of a district."""

    code: str
    name: str
    aliases: list[str]
    former_codes: list[dict[str, Any]]


class DistrictFinder:
    """The districts of the city by all their names and codes, those of earlier days too."""

    def __init__(self, districts: Iterable[Named]) -> None:
        self._by_name: dict[str, str] = {}
        self._by_code: dict[str, str] = {}
        self._seen: dict[str, str | None] = {}
        former: dict[str, str] = {}
        for district in districts:
            self._by_code[district.code] = district.code
            names = [district.name, *district.aliases]
            for each in district.former_codes:
                former.setdefault(each["code"], district.code)
                names.append(each["name"])
            self._by_name.update(dict.fromkeys(names, district.code))
        # A code that is still in use means its own district, not the one that left it.
        self._by_code = former | self._by_code

    def named(self, word: str) -> str | None:
        """The district whose name or code ``word`` is."""
        return self._by_name.get(word) or self._by_code.get(word)

    def in_text(self, text: str | None) -> str | None:
        """The district that an address or the name of a body speaks of.

        Whole names (瓯海区) count anywhere, the longest and then the last most; short ones
        (瓯海) only at the beginning, for streets of one district bear the names of others.
        """
        if not text:
            return None
        if text not in self._seen:
            self._seen[text] = self._look_into(text)
        return self._seen[text]

    def _look_into(self, text: str) -> str | None:
        whole = [
            (len(name), text.rfind(name), code)
            for name, code in self._by_name.items()
            if len(name) > 2 and name in text
        ]
        if whole:
            return max(whole)[2]
        bare = _CITY.sub("", text)
        return next((code for name, code in self._by_name.items() if bare.startswith(name)), None)

    def of_code(self, uscc: str | None, registration_number: str | None = None) -> str | None:
        """The district in which a code was given out, as far as codes tell."""
        if uscc:
            return self._by_code.get(uscc[2:8])
        return self._by_code.get(registration_number[:6]) if registration_number else None


def district_finder() -> DistrictFinder:
    """A finder over the districts in the table."""
    return DistrictFinder(db.session.scalars(select(District)))
