"""What is declared of a kind of record beside its fields."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel.search.documents import SearchKind
from app.publishing.desk.queries import DeskSource
from app.publishing.fields.declaring import (
    FieldPlace,
    RecordField,
    by_name,
    fields_in,
    fields_of,
    labels_of,
)
from app.publishing.fields.inputs import RecordForm
from app.publishing.fields.types import BodyName
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import Contestable, Publication

if TYPE_CHECKING:
    from app.publishing.desk.staff_views.desk import DeskPage

R = TypeVar("R", bound=Publication)
Order = tuple[ColumnElement[Any], ...]
Options = dict[str, list[tuple[str, str]]]
"""Values and words of what filters offer, by parameter."""
Values = dict[str, Any]
"""Columns of a record and what they hold, or shall hold."""
Fault = tuple[str, str]
"""The field at fault, and what is wrong with it in words, without a full stop."""


class RecordParty(NamedTuple):
    """Whom a record is about."""

    name: str
    uscc: str
    """Empty for natural persons, and where only an old number is known."""


class KindDeclaration(Generic[R]):
    """What is declared of one kind of published record, and what follows from that alone.

    ``endpoint`` is the name of its pages, public ones and those of the desk; ``path`` their
    address, as a rule the same under ``/admin``.
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
    has_feed: ClassVar[bool] = True
    """Whether its newest records can be subscribed to."""
    desk_group: ClassVar[str] = "信用公示"
    """The heading of the back office's menu under which its desk stands."""
    can_schedule: ClassVar[bool] = True
    """Whether a record can be approved for a day to come."""
    has_own_company_block: ClassVar[bool] = False
    """Whether the page of a company shows its records in a manner of its own."""
    in_main_menu: ClassVar[bool] = False
    """Whether its list has an entry of its own in the menu above every page."""
    title_label: ClassVar[str] = ""
    """What a title is called that is no field; see ``label_of_title``."""
    words_filter: ClassVar[str]
    """The label of the field above the list for words that people type."""
    orders: ClassVar[Mapping[str, Order]]
    """Orders of the list by the name that its address gives them; the first is the usual one."""
    listed: ClassVar[tuple[str, ...]] = ()
    """The fields in the columns of its list; one that names an order can be sorted by."""
    lists_by: ClassVar[str] = ""
    """The field whose values have a list each, such as /credit/red; the section begins with the
    first of them."""
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
    desk_pages: ClassVar[tuple["DeskPage", ...]] = ()
    """What only this kind has beside the pages of all desks."""
    form_base: ClassVar[type[RecordForm]] = RecordForm
    """With checks of several fields."""

    @property
    def key(self) -> str:
        """What addresses and tables call the kind."""
        return self.search_kind.value

    @property
    def name(self) -> str:
        """What the kind is called."""
        return self.search_kind.label

    @property
    def desk_path(self) -> str:
        """The address of its desk under ``/admin``."""
        return self.path

    @property
    def line_name(self) -> str:
        """What a line of the list is called."""
        return self.name

    @property
    def label_of_title(self) -> str:
        """What results of the search call the place where words of the title were found."""
        return self.title_label or self.by_name["title"].label

    @property
    def import_key(self) -> str:
        """What commands and imports call it."""
        return self.endpoint

    @property
    def fields(self) -> tuple[RecordField, ...]:
        """The fields that editors and files state."""
        model: Any = self.model
        return fields_of(model)

    def fields_in(self, place: FieldPlace) -> tuple[RecordField, ...]:
        """Those of them that appear in ``place``."""
        return fields_in(self.model, place)

    @property
    def listed_fields(self) -> tuple[RecordField, ...]:
        """The fields in the columns of its list."""
        return tuple(self.by_name[name] for name in self.listed)

    @property
    def by_name(self) -> Mapping[str, RecordField]:
        """The same by name."""
        model: Any = self.model
        return by_name(model)

    @property
    def labels(self) -> Mapping[str, str]:
        """What each column of its records is called, of fields and of others."""
        model: Any = self.model
        return labels_of(model)

    @property
    def body(self) -> RecordField | None:
        """The field that names the body which answers for a record."""
        return next((each for each in self.fields if isinstance(each.type, BodyName)), None)

    @property
    def is_contestable(self) -> bool:
        """Whether a record's party can object to it."""
        return issubclass(self.model, Contestable)

    @property
    def has_files(self) -> bool:
        """Whether its records are published with files."""
        return issubclass(self.model, Attaching)

    @cached_property
    def source(self) -> DeskSource[R]:
        """Whose records there are, by which words the desk finds them, what it loads with them."""
        model: Any = self.model
        bureau: Any = self.body.type if self.body else None
        bureaus = [getattr(model, bureau.bureau)] if bureau else []
        return DeskSource(
            model=model,
            owners=(model.source_bureau_id, *bureaus),
            texts=tuple(getattr(model, each.name) for each in self.fields if each.found_by),
            load=self.page_load,
        )

    def values(self, **stated: Any) -> Values:
        """What an editor would have typed who knows no more than ``given``."""
        unknown = stated.keys() - self.by_name.keys()
        if unknown:
            raise LookupError(f"no fields of {self.endpoint}: {', '.join(sorted(unknown))}")
        return {
            each.name: each.or_default(stated.get(each.name))
            for each in self.fields_in(FieldPlace.FORM)
        }
