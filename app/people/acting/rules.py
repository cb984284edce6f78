"""Who may do what to something as it stands: asked by its page and again by its services."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.kernel.errors import ConflictError, DomainError, NotAllowedError

if TYPE_CHECKING:
    from app.people.models import Staff

A = TypeVar("A")
T = TypeVar("T")
Allowed = frozenset[tuple[Any, Any]]
"""Pairs of what somebody is to the thing, and how it stands: in each of them an act is allowed."""
Table = Mapping[A, Allowed]


def allowed(relations: Iterable[Any], states: Iterable[Any]) -> Allowed:
    """Each of ``relations`` in each of ``states``."""
    return frozenset(product(relations, states))


def open_acts(table: Table[A], relations: Collection[Any], state: Any) -> list[A]:
    """What somebody of these relations may do in a state, in the order of the table."""
    return [act for act, pairs in table.items() if _meets(pairs, relations, state)]


def _meets(pairs: Allowed, relations: Collection[Any], state: Any) -> bool:
    return any((relation, state) in pairs for relation in relations)


def _nothing(*_about: Any) -> None:
    """Nothing stands against it, and there is nothing to say."""


def _always(*_about: Any) -> bool:
    return True


@dataclass(frozen=True)
class ActRules(Generic[A, T]):
    """The acts on one kind of thing: ``require`` and ``open_to`` ask the same ``_refusal``."""

    table: Table[A]
    relations_of: Callable[[T, "Staff"], Collection[Any]]
    """All that the person is to the thing; may raise NotFoundError for a stranger."""
    state_of: Callable[[T], Any]
    moved_on: Callable[[A, T], str]
    """What is said where the person may do it, though not as the thing stands now."""
    why_not: Callable[[A, Collection[Any]], str | None] = _nothing
    """What is said where somebody of these relations never may do it."""
    against: Callable[[A, T, "Staff"], DomainError | None] = _nothing
    """What else stands against an act that relation and state allow."""

    is_called_for: Callable[[A, T, "Staff"], bool] = _always
    """Whether a page offers what may be done; a service says itself that there is nothing to do."""

    def require(self, act: A, thing: T, staff: "Staff") -> None:
        """Refuse ``act`` unless the person may do it now.

        Raises NotAllowedError where the person never may, ConflictError where the thing has
        moved on, or what else stands against it.
        """
        if refused := self._refusal(act, thing, staff, self.relations_of(thing, staff)):
            raise refused

    def open_to(self, thing: T, staff: "Staff") -> list[A]:
        """What the person may do with the thing as it stands, in the order of the table."""
        relations = self.relations_of(thing, staff)
        return [
            act
            for act in self.table
            if not self._refusal(act, thing, staff, relations)
            and self.is_called_for(act, thing, staff)
        ]

    def _refusal(
        self, act: A, thing: T, staff: "Staff", relations: Collection[Any]
    ) -> DomainError | None:
        pairs = self.table[act]
        if not any(relation in relations for relation, _ in pairs):
            return NotAllowedError(self.why_not(act, relations))
        if not _meets(pairs, relations, self.state_of(thing)):
            return ConflictError(self.moved_on(act, thing))
        return self.against(act, thing, staff)
