"""The masking gate: personal data in what a record would show, and what was decided about it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.masking import PersonalData, PersonalDataFinding, find, hide, mask_person
from app.publishing.life.attachments import attachments_of
from app.publishing.life.models import KeptFinding, Publication
from app.publishing.life.queries import as_edited, open_version
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import names_of, original_of

NOTE = "note"
NOTE_LABEL = "更正说明"
AROUND = 12
"""How many characters on each side of a finding tell it from others like it."""
OPENED, CLOSED = "〔", "〕"
NUMBER_LABELS = ("号", "号码", "代码")
IN_FILES = "attachment."
"""How the names of places_found in files begin."""

Text = tuple[str, str, str]
"""Name of the place, words for it, and what stands there."""


@dataclass(frozen=True)
class PersonalDataPlace:
    """Personal data in one place of a record, and who has let it stand, if somebody has."""

    name: str
    """Attribute of the record; ``NOTE`` for the note that tells of a correction."""
    label: str
    whole: str = field(repr=False)
    finding: PersonalDataFinding
    allowance: KeptFinding | None = None

    @property
    def key(self) -> str:
        """What names the place on a form: field, kind, start and end."""
        return f"{self.name}:{self.kind.value}:{self.finding.start}:{self.finding.end}"

    @property
    def is_in_file(self) -> bool:
        """Whether it can't be rewritten here: the file has to be replaced."""
        return self.name.startswith(IN_FILES)

    @property
    def kind(self) -> PersonalData:
        """What was found."""
        return self.finding.kind

    @property
    def before(self) -> str:
        """The words before it."""
        return self.whole[max(self.finding.start - AROUND, 0) : self.finding.start]

    @property
    def after(self) -> str:
        """The words behind it."""
        return self.whole[self.finding.end : self.finding.end + AROUND]

    @property
    def context(self) -> str:
        """It with the words around: what a decision to keep it is bound to."""
        return f"{self.before}{OPENED}{self.finding.text}{CLOSED}{self.after}"

    @property
    def is_open(self) -> bool:
        """Whether it keeps the record from being public."""
        return self.allowance is None


def texts(record: Publication) -> Iterator[Text]:
    """Attribute, words for it and text of each field that is public and holds text."""
    for name, label in record.FIELDS.items():
        value = getattr(record, name)
        if label and type(value) is str and value:  # an enumeration says nothing of its own
            yield name, label, value


def places_found(
    record: Publication,
    allowances: Iterable[KeptFinding],
    *,
    more: Iterable[Text] = (),
    secret: Iterable[str] = (),
) -> list[PersonalDataPlace]:
    """All personal data in the record and in ``more`` texts that go with it, field by field.

    ``secret`` are full names that stand nowhere, whatever the words around them.
    """
    by_words = {(each.field, each.found, each.words): each for each in allowances}
    found = []
    for name, label, text in (*texts(record), *more):
        known = (*secret, *_unmasked(record, text))
        for finding in findings(label, text, record.public_names, known):
            place = PersonalDataPlace(name, label, text, finding)
            allowance = by_words.get((name, finding.kind, place.context))
            found.append(PersonalDataPlace(name, label, text, finding, allowance))
    return found


def _unmasked(record: Publication, text: str) -> tuple[str, ...]:
    """The party's own name, where it is the whole text and not yet shown as 张某某."""
    is_bare = bool(text) and text == record.person_name and mask_person(text) != text
    return (text,) if is_bare else ()


def findings(
    label: str, text: str, allowed: Iterable[str], secret: Iterable[str] = ()
) -> list[PersonalDataFinding]:
    """Personal data in the text of a field. What a number is, only its label tells."""
    lead = f"{label}：" if label.endswith(NUMBER_LABELS) else ""
    found = find(lead + text, allowed=frozenset(allowed))
    moved = [
        PersonalDataFinding(
            each.kind, each.start - len(lead), each.end - len(lead), each.text, each.replacement
        )
        for each in found
        if each.start >= len(lead)
    ]
    return _with_secrets(text, moved, secret) if secret else moved


def _with_secrets(
    text: str, found: list[PersonalDataFinding], secret: Iterable[str]
) -> list[PersonalDataFinding]:
    named = [
        PersonalDataFinding(PersonalData.NAME, match.start(), match.end(), name, mask_person(name))
        for name in set(secret)
        for match in re.finditer(re.escape(name), text)
    ]
    others = [
        each
        for each in found
        if not any(one.start < each.end and each.start < one.end for one in named)
    ]
    return sorted([*others, *named], key=lambda each: each.start)


def masked(found: Iterable[PersonalDataPlace]) -> Mapping[str, str]:
    """The texts in which places lie, with these hidden, by attribute."""
    by_name: dict[str, list[PersonalDataPlace]] = {}
    for place in found:
        by_name.setdefault(place.name, []).append(place)
    return {
        name: hide(here[0].whole, [place.finding for place in here])
        for name, here in by_name.items()
    }


def summary(found: Iterable[PersonalDataPlace]) -> str:
    """Where and how many, in words that show none of it: 违法事实里有电话号码 2 处."""
    counted: dict[tuple[str, str], int] = {}
    for place in found:
        key = (place.label, place.kind.label)
        counted[key] = counted.get(key, 0) + 1
    return "，".join(
        f"“{label}”里有{kind} {number} 处" for (label, kind), number in counted.items()
    )


def places(record: Publication, note: str = "") -> list[PersonalDataPlace]:
    """Personal data in what the record shows, in its files, and in the note on its correction."""
    statement = select(KeptFinding).where(KeptFinding.about(record))
    secret = names_of([original_of(record)])
    more = [*_files(record), (NOTE, NOTE_LABEL, note)]
    return places_found(record, db.session.scalars(statement).all(), more=more, secret=secret)


def places_as_edited(record: Publication) -> list[PersonalDataPlace]:
    """The same of the record as its editors see it: what approval would make public."""
    version = open_version(record)
    is_correction = version is not None and record.status is PublicationStatus.PUBLISHED
    return places(as_edited(record), version.note if version and is_correction else "")


def _files(record: Publication) -> Iterator[Text]:
    for file in attachments_of(record):
        yield f"{IN_FILES}{file.id}.name", "附件名称", file.name
        yield f"{IN_FILES}{file.id}.text", f"附件：{file.name}", file.text
