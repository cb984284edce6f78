"""The filters of the list of articles."""

from app.bulletins.rules import BulletinFilters, BulletinKind
from app.core.filtering import ChoiceFilter, FilterForm, TextFilter


class BulletinFilterForm(FilterForm):
    """Narrows the list."""

    kind = ChoiceFilter("类别", BulletinKind.choices())
    year = ChoiceFilter("年度")
    q = TextFilter("标题或文号")

    def wanted(self) -> BulletinFilters:
        """What the form asks of the list."""
        return BulletinFilters(
            kind=BulletinKind(self.kind.data) if self.kind.data else None,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )
