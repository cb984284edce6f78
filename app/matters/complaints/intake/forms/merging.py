"""Which matters are handled together."""

from typing import Any

from wtforms import SelectMultipleField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.web.form_checks import as_choices
from app.matters.complaints.matter.forms import MatterActForm


class MergeForm(MatterActForm):
    """Which matters are to be handled together with this one."""

    others = SelectMultipleField(
        "类似事项",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired("请先勾选要并案的事项。")],
    )

    def offer(self, thing: Any) -> None:
        """Set the open matters like it to choose from, by number."""
        super().offer(thing)
        self.others.choices = as_choices(
            (one.number, f"{one.number}，{one.submission.title}") for one in thing.alike
        )
