"""What is declared of a kind of record beside its fields, and where its own code hooks in.

What only one kind has is code in its own folder: a method here with a name, overridden there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from flask import Flask
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.desk.queries import Source
from app.publishing.fields.declaring import Field, Place, by_name, fields_in, fields_of
from app.publishing.fields.inputs import RecordForm
from app.publishing.fields.types import Body, SearchRole
from app.publishing.life.attachments import Attaching
from app.publishing.life.listing import Criterion, holds
from app.publishing.life.models import Contestable, Publication
from app.publishing.life.rules import Period
from app.publishing.life.sealed import Original

R = TypeVar("R", bound=Publication)
Order = tuple[ColumnElement[Any], ...]
Values = dict[str, Any]
"""Columns of a record and what they hold, or shall hold."""
Fault = tuple[str, str]
"""The field at fault, and what is wrong with it in words, without a full stop."""


class RecordKind(Generic[R]):
    """One kind of published record.

    ``endpoint`` is the name of its pages, public ones and those of the desk; ``path`` their
    address, the same under ``/admin``. ``fallback_body`` names the body in files that do not.
    """

    model: type[R]
    search_kind: ClassVar[SearchKind]
    endpoint: ClassVar[str]
    path: ClassVar[str]
    mark: ClassVar[str]
    """The sign on its seal: 罚, 许, 检."""
    unit: ClassVar[str] = "条"
    title: ClassVar[str]
    """What the list and its downloads are called."""
    page_title: ClassVar[str]
    """What the page of one record is called in the trail."""
    content_title: ClassVar[str]
    """The heading above its fields."""
    lead: ClassVar[str]
    """What the list is, in a sentence above it."""
    description: ClassVar[str] = ""
    """The same for who links to the list from elsewhere."""
    column_type: ClassVar[str] = "信用公示"
    """The section of the site, as its meta tags name it."""
    chain_title: ClassVar[str] = "来龙去脉"
    """The heading above what came of a record, and what it came of."""
    contest_note: ClassVar[str] = ""
    """What else its party may do who objects."""
    can_be_repaired: ClassVar[bool] = False
    """Whether its party can have it repaired, as a burden."""
    has_feed: ClassVar[bool] = True
    """Whether its newest records can be subscribed to."""
    title_label: ClassVar[str]
    """What results of the search call the place where words of the title were found."""
    words_filter: ClassVar[str]
    """The label of the field above the list for words that people type."""
    orders: ClassVar[Mapping[str, Order]]
    """Orders of the list by the name that its address gives them; the first is the usual one."""
    dated_by: ClassVar[str]
    """The field that dates a record."""
    read_for_search: ClassVar[tuple[str, ...]] = ()
    """Further columns from which its title and facts are made for the search."""
    load: ClassVar[tuple[ORMOption, ...]] = ()
    """What a list needs loaded with its records."""
    page_load: ClassVar[tuple[ORMOption, ...]] = ()
    """What the page of a record and a download need loaded with it."""
    doubled: ClassVar[str] = ""
    """What is said of a record that is there already; needs ``identity``."""
    list_template: ClassVar[str] = "publishing/kind/list.html"
    page_template: ClassVar[str] = "publishing/kind/detail.html"
    desk_template: ClassVar[str] = ""
    """What only this kind shows on its page at the desk."""
    form_base: ClassVar[type[RecordForm]] = RecordForm
    """With checks of several fields."""

    # What follows from the declaration.

    @property
    def key(self) -> str:
        """What addresses and tables call the kind."""
        return self.search_kind.value

    @property
    def name(self) -> str:
        """What the kind is called."""
        return self.search_kind.label

    @property
    def import_key(self) -> str:
        """What commands and imports call it."""
        return self.endpoint

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that editors and files state."""
        model: Any = self.model
        return fields_of(model)

    def fields_in(self, place: Place) -> tuple[Field, ...]:
        """Those of them that appear in ``place``."""
        return fields_in(self.model, place)

    @property
    def by_name(self) -> Mapping[str, Field]:
        """The same by name."""
        model: Any = self.model
        return by_name(model)

    @property
    def body(self) -> Field | None:
        """The field that names the body which answers for a record."""
        return next((each for each in self.fields if isinstance(each.type, Body)), None)

    @property
    def is_contestable(self) -> bool:
        """Whether a record's party can object to it."""
        return issubclass(self.model, Contestable)

    @property
    def has_files(self) -> bool:
        """Whether its records are published with files."""
        return issubclass(self.model, Attaching)

    @cached_property
    def source(self) -> Source[R]:
        """Whose records there are, by which words the desk finds them, what it loads with them."""
        model: Any = self.model
        bureau: Any = self.body.type if self.body else None
        bureaus = [getattr(model, bureau.bureau)] if bureau else []
        return Source(
            model=model,
            owners=(model.source_bureau_id, *bureaus),
            texts=tuple(getattr(model, each.name) for each in self.fields if each.found_by),
            load=self.page_load,
        )

    def values(self, **given: Any) -> Values:
        """What an editor would have typed who knows no more than ``given``."""
        unknown = given.keys() - self.by_name.keys()
        if unknown:
            raise LookupError(f"no fields of {self.endpoint}: {', '.join(sorted(unknown))}")
        return {each.name: each.kept(given.get(each.name)) for each in self.fields_in(Place.FORM)}

    # What a kind may say otherwise.

    def search_kind_of(self, row: Any) -> SearchKind:
        """What the record is to the index and the log."""
        return self.search_kind

    def title_of(self, row: Any) -> str:
        """What the record is called, from the columns of its row."""
        raise NotImplementedError

    def category_of(self, row: Any) -> str | None:
        """Its category among the results of a search."""
        return None

    def rank_of(self, row: Any) -> int:
        """How grave it is among the results, smaller for graver."""
        return 5

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """What stands below its title among the results."""
        return ()

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
        """Label, value and class of the lines of the record's page and of its page at the desk."""
        return [
            (field.label, self.shown(record, field), field.type.css)
            for field in self.fields_in(Place.PAGE)
        ]

    def shown(self, record: R, field: Field) -> Any:
        """A field's value on the record's page; empty for nothing."""
        return field.words_of(record)

    def offer(self, form: RecordForm) -> None:
        """Set choices of the form that come from the database."""

    def number_of(self, record: R) -> str:
        """The number of the document that decided."""
        numbers = (each.name for each in self.fields if each.search is SearchRole.NUMBER)
        return next((str(getattr(record, name) or "") for name in numbers), "")

    def body_of(self, record: R) -> str:
        """The body that answers for the record, by its name."""
        return str(getattr(record, self.body.name)) if self.body else ""

    def period_of(self, record: R) -> Period | None:
        """From when to when the record is public; None where nothing ends it."""
        starts_on = getattr(record, self.dated_by)
        return Period(starts_on, record.publish_until) if record.publish_until else None

    def init_app(self, app: Flask) -> None:
        """Let other parts of the application know the kind."""

    def source_of(self, record: Any) -> str:
        """The body from which the record comes, in words."""
        return str(record.source_bureau.name) if record.source_bureau else self.body_of(record)
