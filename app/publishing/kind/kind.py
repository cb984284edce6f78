"""Where the code of its own hooks into a kind of record.

What only one kind has is code in its own folder: a method here with a name, overridden there.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar

from flask import Blueprint, Flask
from sqlalchemy import ScalarSelect, Select, select

from app.kernel.imports.exporting import ExportColumn
from app.kernel.search.documents import SearchDocument, SearchKind
from app.people.models import Staff
from app.publishing.fields.declaring import FieldPlace, RecordField
from app.publishing.fields.derived import download_columns
from app.publishing.fields.inputs import RecordForm
from app.publishing.fields.types import SearchRole
from app.publishing.kind.declaration import Fault, KindDeclaration, Options, RecordParty, Values
from app.publishing.life.listing import Criterion, holds
from app.publishing.life.models import Publication
from app.publishing.life.rules import Period, RepairTerms
from app.publishing.life.sealed import Original

R = TypeVar("R", bound=Publication)


class RecordKind(KindDeclaration[R]):
    """One kind of published record: what it may say otherwise than all."""

    @property
    def search_kinds(self) -> tuple[SearchKind, ...]:
        """All that its records can be to the index and the log."""
        return (self.search_kind,)

    def search_kind_of(self, row: Any) -> SearchKind:
        """What the record is to the index and the log."""
        return self.search_kind

    def mark_for(self, kind: SearchKind) -> str:
        """The sign on the seal of those that are ``kind`` to the index."""
        return self.mark

    def category_of(self, row: Any) -> str | None:
        """Its category among the results of a search."""
        return None

    def status_of(self, row: Any) -> str | None:
        """The word beside its title among the results: for what can be contested, its status."""
        return str(row.status.label) if self.is_contestable else None

    def rank_of(self, row: Any) -> int:
        """How grave it is among the results, smaller for graver."""
        return 5

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """What stands below its title among the results."""
        return ()

    def suspended_from(self, today: date) -> ScalarSelect[date | None] | None:
        """From which day a record of another kind keeps one of these from being shown, by its row.

        Says for the search what ``unsuspended`` of the model says for lists; None where nothing
        suspends records of the kind.
        """
        return None

    def returning_keys(self) -> Iterable[int]:
        """Keys of records that may show again with the day, though nobody has changed them."""
        return ()

    def searched(self, columns: Select[Any]) -> Select[Any]:
        """What is read for the search: the record's ``columns``, and what lies in other tables."""
        return columns

    def completed(self, document: SearchDocument, row: Any) -> SearchDocument:
        """The document of a record, with what its fields do not say."""
        return document

    def prepare(
        self, record: R | None, values: Values, *, staff: Staff, extra: Mapping[str, Any]
    ) -> tuple[Values, Original | None]:
        """What is kept of ``values`` that an editor typed, and who the person is they speak of.

        ``extra`` is what the form asks beside fields, such as the number of an identity paper.
        Raises InvalidInputError for what contradicts itself or the law.
        """
        return values, None

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """What contradicts itself or the law in a record with these values, if anything."""
        return None

    def identity(self, values: Mapping[str, Any]) -> Sequence[object] | None:
        """What tells the record from all others of its kind; None where nothing does.

        Only what is never corrected belongs here.
        """
        return None

    def new(self, staff: Staff, values: Mapping[str, Any]) -> R:
        """An empty record of the person's body, which answers for what it decides itself."""
        model: Any = self.model
        record: R = model(source_bureau_id=staff.bureau_id)
        if hasattr(record, "source_body"):
            record.source_body = staff.bureau.name
        if self.body is not None and values[self.body.name] == staff.bureau.name:
            bureau: Any = self.body.type
            setattr(record, bureau.bureau, staff.bureau_id)
        return record

    def words_criterion(self) -> Criterion:
        """How a list is narrowed by the words that people type."""
        return holds(*(getattr(self.model, each.name) for each in self.fields if each.found_by))

    def lines(self) -> Select[*tuple[Any, ...]]:
        """What a list selects of its records: all of them, or the columns of ``line``."""
        model: Any = self.model
        return select(model).options(*self.load)

    line: ClassVar[Callable[..., Any] | None] = None
    """Makes a line of the list of the columns that ``lines`` selects."""

    def filter_choices(self, fixed: Mapping[str, Any]) -> Options:
        """What filters offer of the list whose address fixes these values, by parameter.

        Only those of which the kind says it, and no field.
        """
        return {}

    def beside_list(self, filters: Any) -> Mapping[str, Any]:
        """What the template of the list is given beside the page."""
        return {}

    def beside_page(self, record: R) -> Mapping[str, Any]:
        """What the template of a record is given beside it."""
        return {}

    def beside_desk(self, record: R) -> Any:
        """What ``desk_template`` is given beside the record."""
        return None

    def page_rows(self, record: R) -> Iterable[tuple[str, Any, str]]:
        """Label, value and class of the lines of the record's page."""
        return self.rows_in(FieldPlace.PAGE, record)

    def desk_rows(self, record: R) -> Iterable[tuple[str, Any, str]]:
        """The same of its page at the desk."""
        return self.page_rows(record)

    def rows_in(self, place: FieldPlace, record: R) -> Iterable[tuple[str, Any, str]]:
        """Label, value and class of the fields that appear in ``place``."""
        return [
            (field.label, self.shown(record, field), field.type.css)
            for field in self.fields_in(place)
        ]

    def shown(self, record: R, field: RecordField) -> Any:
        """A field's value on the record's page; empty for nothing."""
        return field.words_of(record)

    def own_columns(self) -> Sequence[ExportColumn[R]]:
        """The columns of a download: those of the fields, and what the kind tells beside them."""
        return download_columns(self.model)

    def offer(self, form: RecordForm) -> None:
        """Set choices of the form that come from the database."""

    def number_of(self, record: R) -> str:
        """The number of the document that decided."""
        numbers = (each.name for each in self.fields if each.search is SearchRole.NUMBER)
        return next((str(getattr(record, name) or "") for name in numbers), "")

    def body_of(self, record: R) -> str:
        """The body that answers for the record, by its name."""
        return str(getattr(record, self.body.name)) if self.body else ""

    def bureau_of(self, record: R) -> int | None:
        """The key of that body, where it has a desk here."""
        body: Any = self.body.type if self.body else None
        key: int | None = getattr(record, body.bureau) if body else None
        return key

    def repair_terms(self, record: R) -> RepairTerms | None:
        """From when its party can have it repaired, as a burden; None where it can't."""
        return None

    def can_be_repaired(self, record: R) -> bool:
        """Whether its party can have it repaired at all."""
        return self.repair_terms(record) is not None

    def period_of(self, record: R) -> Period | None:
        """From which day through which the record is public; None where nothing ends it."""
        starts_on = getattr(record, self.dated_by)
        return Period(starts_on, record.publish_until) if record.publish_until else None

    @property
    def places(self) -> Mapping[str, str]:
        """Its public lists: what templates call each of them, and its address."""
        return {self.endpoint: self.path}

    @property
    def downloads(self) -> Sequence[tuple[str, str]]:
        """FieldPlace and name of what can be downloaded."""
        return [(self.endpoint, self.title)]

    @property
    def menu_sections(self) -> Sequence[str]:
        """The beginnings of the addresses for which its entry of the main menu is marked."""
        return (self.path,)

    def summary_of(self, record: R) -> str:
        """What a feed says of a record below its title."""
        parts = (self.body_of(record), getattr(record, "content", ""))
        return "　".join(filter(None, parts))

    @property
    def feeds(self) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
        """What can be subscribed to: name in its address, title, and what its filters are set to.

        The name is also that of the place which shows the list.
        """
        return {self.endpoint: (self.name, {})}

    def add_pages(self, bp: Blueprint) -> None:
        """Public pages that only this kind has beside its list and its records."""

    def init_app(self, app: Flask) -> None:
        """Let other parts of the application know the kind."""

    def source_of(self, record: Any) -> str:
        """The body from which the record comes, in words."""
        return str(record.source_bureau.name) if record.source_bureau else self.body_of(record)


class PublicKind(RecordKind[R], ABC):
    """A kind whose records have a list and pages of their own, and are found by the search."""

    @abstractmethod
    def title_of(self, row: Any) -> str:
        """What the record is called, from the columns of its row."""

    @abstractmethod
    def party_of(self, record: R) -> RecordParty:
        """Whom the record is about; only they can contest it."""

    def cited_as(self, record: R) -> str:
        """What letters about the record call it."""
        return self.title_of(record)

    def feed_title_of(self, record: R) -> str:
        """What the record is called in a feed, where no other line says whose it is."""
        return self.title_of(record)
