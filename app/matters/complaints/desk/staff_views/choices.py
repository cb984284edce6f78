"""What the forms of a matter choose from. Each is asked for when a form wants it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.kernel import clock
from app.matters.complaints.desk.history import staff_history
from app.matters.complaints.desk.queries.reply_templates import templates_of
from app.matters.complaints.handling.queries import colleagues
from app.matters.complaints.handling.services.assistance import date_to_report
from app.matters.complaints.intake.queries.alike import alike, group_of
from app.matters.complaints.matter.queries import serving_bureaus
from app.matters.complaints.matter.rules.states import OPEN, MatterStatus
from app.people.access import current_staff

if TYPE_CHECKING:
    from app.matters.complaints.desk.models import ReplyTemplate
    from app.matters.complaints.matter.models.matters import Matter


class DeskChoices:
    """What the forms of many matters choose from."""

    @cached_property
    def bodies(self) -> list[tuple[int, str]]:
        """Bodies in office."""
        return [(one.id, one.name) for one in serving_bureaus(clock.today())]

    @cached_property
    def colleagues(self) -> list[tuple[int, str]]:
        """Who could handle them."""
        return [(int(key), name) for key, name in colleagues(current_staff())]


class MatterChoices(DeskChoices):
    """A matter as forms see it."""

    def __init__(self, matter: "Matter") -> None:
        self.matter = matter
        self.kind, self.status, self.version = matter.kind, matter.status, matter.version

    @cached_property
    def seen(self) -> int:
        """How many entries its history has."""
        return len(staff_history(self.matter))

    @cached_property
    def together(self) -> "Sequence[Matter]":
        """The others that are handled together with it."""
        return group_of(current_staff(), self.matter).others

    @cached_property
    def alike(self) -> "list[Matter]":
        """Open matters like it."""
        return [one for one in alike(current_staff(), self.matter) if one.status in OPEN]

    @cached_property
    def bodies(self) -> list[tuple[int, str]]:
        """Bodies to which it can go; while nobody has it, the one where it lies too."""
        may_keep, here = self.status is MatterStatus.ROUTING, self.matter.bureau_id
        return [(key, name) for key, name in super().bodies if may_keep or key != here]

    @cached_property
    def templates(self) -> "Sequence[ReplyTemplate]":
        """The templates of the person's body."""
        return templates_of(current_staff())

    @property
    def report_on(self) -> date:
        """By when a body that assists should have reported."""
        return date_to_report(self.matter, clock.today())
