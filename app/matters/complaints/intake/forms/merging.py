"""Which matters are handled together."""

from wtforms import SelectMultipleField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.web.form_checks import as_choices
from app.matters.complaints.matter.forms import ActForm


class MergeForm(ActForm):
    """Which matters are to be handled together with this one. The choices come from the view."""

    others = SelectMultipleField(
        "类似事项",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired("请先勾选要并案的事项。")],
    )

    def offer(self, matters: list[tuple[str, str]]) -> None:
        """Set the matters to choose from, by number."""
        self.others.choices = as_choices(matters)
