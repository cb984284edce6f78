"""What only files state of inspections, and a row of them understood as an inspected batch."""

import re
from functools import cached_property

from app.kernel import clock
from app.kernel.imports.layouts import LayoutField
from app.kernel.imports.values import text
from app.people.places import NamedBody
from app.publishing.kind.declaration import Values
from app.publishing.life.rules import PublicationStatus
from app.records.companies.addressed import AddressedRow
from app.records.companies.matching import DistrictFinder, Matched
from app.records.inspections.rules import SEPARATOR, InspectionLevel, parts

_TOGETHER = re.compile(r"\s*(?:║|\|\|)\s*")
"""What many bulletins write between item, measured value and limit of one column."""
_COLUMNS = ("failing_items", "measured", "limits")
_NATION, _PROVINCE = ("国家", "总局"), ("浙江省", "省")


class InspectionRow(AddressedRow):
    """One row, understood as an inspected batch."""

    only_in_files = (
        LayoutField(
            "maker_address",
            "生产者地址",
            text(300),
            synonyms=("标称生产企业地址", "生产企业地址"),
        ),
    )

    @cached_property
    def content(self) -> Values:
        """One column may hold items, measured values and limits."""
        content = super().content
        items = content["failing_items"]
        return content | _apart(items) if items and _TOGETHER.search(items) else content

    def birth(self) -> Values:
        """It is public since its announcement."""
        on = min(self.values["announced_on"], clock.today())
        return {"status": PublicationStatus.PUBLISHED, "published_on": on}

    def related(
        self, company: Matched | None, body: NamedBody | None, districts: DistrictFinder
    ) -> Values:
        """Also whose plan it belongs to, and whether it was made in the city."""
        return {
            **super().related(company, body, districts),
            "level": self.values["level"] or self._level(body),
            "is_local": self._is_local(company, districts),
        }

    def district(
        self, company: Matched | None, body: NamedBody | None, districts: DistrictFinder
    ) -> str | None:
        """Where it was sampled, as the file says; else by the name of the seller, or the body's."""
        area = self.values["district_code"]
        if area:
            return districts.named(area) or districts.in_text(area)
        seller = districts.in_text(self.values["seller_name"])
        return seller or (body.district_code if body else None)

    def _level(self, body: NamedBody | None) -> InspectionLevel:
        """Whose plan it is, where the file does not say: that of the body."""
        if any(word in self.body for word in _NATION):
            return InspectionLevel.NATIONAL
        if self.body.startswith(_PROVINCE):
            return InspectionLevel.PROVINCE
        return InspectionLevel.COUNTY if body and body.district_code else InspectionLevel.CITY

    def _is_local(self, company: Matched | None, districts: DistrictFinder) -> bool:
        """As the file says; else by the address on the label, or by where the maker registered."""
        stated, address = self.values["is_local"], self.values["maker_address"]
        if stated is not None:
            return bool(stated)
        if address:
            return districts.in_text(address) is not None
        return company is not None and company.district_code is not None


def _apart(together: str) -> Values:
    """Items, measured values and limits out of one column that holds all three."""
    found = [[*_TOGETHER.split(part), "", ""][:3] for part in parts(together)]
    columns = (filter(None, each) for each in zip(*found, strict=True))
    return {
        name: SEPARATOR.join(column) or None for name, column in zip(_COLUMNS, columns, strict=True)
    }
