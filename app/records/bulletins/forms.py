"""The filters of the list of articles, and what is checked of an article."""

from types import SimpleNamespace
from typing import Any

from app.kernel.web.filtering import ChoiceFilter, FilterForm, TextFilter
from app.publishing.fields.inputs import RecordForm
from app.records.bulletins.rules import PARTICULARS, BulletinKind, problems


class BulletinFilterForm(FilterForm):
    """Narrows the list."""

    kind = ChoiceFilter("类别", BulletinKind.choices())
    year = ChoiceFilter("年度")
    q = TextFilter("标题或文号")


class BulletinForm(RecordForm):
    """What is checked of several fields of an article."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Each kind of article says what belongs to it, and nothing else."""
        if not super().validate(extra_validators):
            return False
        particulars = {name: self[name].data for name in (*PARTICULARS, "publish_until")}
        article = SimpleNamespace(kind=BulletinKind(self["kind"].data), **particulars)
        found = problems(article, {name: self[name].label.text for name in PARTICULARS})
        for name, words in found.items():
            self[name].errors = [*self[name].errors, words]
        return not found
