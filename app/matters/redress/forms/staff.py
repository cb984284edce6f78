"""Forms of the desk: one for each act that takes words or a choice."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import DataRequired

from app.kernel.web.forms import as_choices
from app.matters.redress.rules import GROUNDS, OUTCOMES, DeclineGround, Outcome
from app.people.acting.forms import TextForm


class DeclineForm(TextForm):
    """Not accepting, on a ground."""

    ground = SelectField("不予受理的情形", validators=[DataRequired("请选择不予受理的情形。")])

    def offer(self, thing: Any) -> None:
        """Set the grounds that this kind of application knows."""
        self.ground.choices = as_choices([("", "请选择"), *_pairs(GROUNDS[thing.kind])])

    def arguments(self) -> dict[str, Any]:
        """The ground, and what the applicant is told."""
        return super().arguments() | {"ground": DeclineGround(self.ground.data)}


class DecideForm(TextForm):
    """Granting or refusing, with the reason."""

    outcome = SelectField("决定", validators=[DataRequired("请选择决定。")])

    def offer(self, thing: Any) -> None:
        """Set the outcomes that this kind of application knows."""
        self.outcome.choices = as_choices([("", "请选择"), *_pairs(OUTCOMES[thing.kind])])

    def arguments(self) -> dict[str, Any]:
        """The decision, and its reason."""
        return super().arguments() | {"outcome": Outcome(self.outcome.data)}


def _pairs(members: tuple[DeclineGround, ...] | tuple[Outcome, ...]) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in members]
