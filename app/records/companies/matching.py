"""Which company an imported row speaks of, and which district an address or a code means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import or_, select

from app.kernel.db.session import db
from app.kernel.imports.saving import insert_rows, source_key, update_rows
from app.kernel.imports.targets import ImportSource
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.models import District
from app.records.companies.models import Company

_CITY = re.compile(r"^(?:中国)?(?:浙江省?)?(?:温州市?)?")


class DistrictNames(Protocol):
    """What is needed of a district: its code and all its names."""

    code: str
    name: str
    aliases: list[str]
    former_codes: list[dict[str, Any]]


class DistrictFinder:
    """The districts of the city by all their names and codes, those of earlier days too."""

    def __init__(self, districts: Iterable[DistrictNames]) -> None:
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


@dataclass(frozen=True, slots=True)
class NamedCompany:
    """A company as a row names it."""

    row: int
    name: str
    uscc: str | None = None
    registration_number: str | None = None


@dataclass
class _CandidateCompany:
    """A company that is known, or will be when the batch is written."""

    id: int | None
    uscc: str | None
    registration_number: str | None
    name: str
    district_code: str | None
    learned: dict[str, Any] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Matched:
    """The company of a row."""

    id: int
    district_code: str | None


class _Index:
    """The companies that the rows of a batch may mean."""

    def __init__(self, parties: Sequence[NamedCompany]) -> None:
        self.by_uscc: dict[str, _CandidateCompany] = {}
        self.by_number: dict[str, _CandidateCompany] = {}
        self.by_name: dict[str, list[_CandidateCompany]] = defaultdict(list)
        for row in db.session.execute(_candidates(parties)):
            self.add(_CandidateCompany(*row))

    def add(self, known: _CandidateCompany) -> None:
        if known.uscc:
            self.by_uscc[known.uscc] = known
        if known.registration_number:
            self.by_number[known.registration_number] = known
        self.by_name[known.name].append(known)

    def find(self, party: NamedCompany) -> _CandidateCompany | None:
        """By code; by number, unless the codes differ; by name, if only one has it."""
        if party.uscc and (known := self.by_uscc.get(party.uscc)):
            return known
        known = self.by_number.get(party.registration_number or "")
        if known and not (party.uscc and known.uscc):
            return known
        namesakes = self.by_name.get(party.name, [])
        if party.uscc or party.registration_number:
            namesakes = [
                each for each in namesakes if not each.uscc and not each.registration_number
            ]
        return namesakes[0] if len(namesakes) == 1 else None

    def learn(self, known: _CandidateCompany, party: NamedCompany) -> None:
        """Take over the codes that the row adds to what was known."""
        if party.uscc and not known.uscc and party.uscc not in self.by_uscc:
            known.uscc = known.learned["uscc"] = party.uscc
            self.by_uscc[party.uscc] = known
        number = party.registration_number
        if number and not known.registration_number and number not in self.by_number:
            known.registration_number = known.learned["registration_number"] = number
            self.by_number[number] = known


def match_companies(
    parties: Sequence[NamedCompany], source: ImportSource, districts: DistrictFinder
) -> list[Matched]:
    """The company of each party, found or made, in order; in a few statements for them all."""
    index = _Index(parties)
    matched: list[_CandidateCompany] = []
    for party in parties:
        known = index.find(party)
        if known is None:
            known = _new(party, index, districts)
            index.add(known)
        else:
            index.learn(known, party)
        matched.append(known)
    _write(matched, source)
    return [Matched(known.id or 0, known.district_code) for known in matched]


def _candidates(parties: Sequence[NamedCompany]) -> Any:
    codes = {party.uscc for party in parties if party.uscc}
    numbers = {party.registration_number for party in parties if party.registration_number}
    names = {party.name for party in parties}
    return select(
        Company.id,
        Company.uscc,
        Company.registration_number,
        Company.name,
        Company.district_code,
    ).where(
        or_(
            Company.uscc.in_(codes),
            Company.registration_number.in_(numbers),
            Company.name.in_(names),
        )
    )


def _new(party: NamedCompany, index: _Index, districts: DistrictFinder) -> _CandidateCompany:
    number = party.registration_number
    if number in index.by_number:
        number = None
    district = districts.of_code(party.uscc, number)
    return _CandidateCompany(None, party.uscc, number, party.name, district, row=party.row)


def _write(matched: Iterable[_CandidateCompany], source: ImportSource) -> None:
    matched = list({id(each): each for each in matched}.values())
    new = [each for each in matched if each.id is None]
    learned = [{"id": each.id, **each.learned} for each in matched if each.id and each.learned]
    ids = insert_rows(
        Company,
        [
            {
                "uscc": each.uscc,
                "registration_number": each.registration_number,
                "name": each.name,
                "district_code": each.district_code,
                "source_row": each.row,
                "source_key": source_key("company", source.batch_id, each.row, each.name),
                "source_bureau_id": source.bureau_id,
                "import_batch_id": source.batch_id,
            }
            for each in new
        ],
    )
    for each, key in zip(new, ids, strict=True):
        each.id = key
    changed(SearchKind.COMPANY, [*ids, *update_rows(Company, learned)])
