"""What a visitor finds of a record of a declared kind, wherever it may stand."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.publishing.kind.kind import PublicKind
from app.records.register import KINDS
from tests.support.kind_samples import Sample, sample_of
from tests.support.pages import Page, PageClient, readable


@dataclass(frozen=True)
class Shown:
    """A record of a kind, with the browser that looks for it."""

    client: PageClient
    sample: Sample
    record: Any
    beside: str
    """The page of another record about the same company."""

    @property
    def kind(self) -> PublicKind[Any]:
        """What it is."""
        return self.sample.kind

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"{self.kind.path}/{self.record.id}"

    @property
    def desk(self) -> str:
        """Where its page at the desk is."""
        return f"/admin{self.kind.desk_path}/{self.record.id}"

    @property
    def search(self) -> str:
        """The results among which it is looked for."""
        return f"/search?type={self.kind.search_kind_of(self.record).value}&q="

    def doors(self) -> dict[str, str]:
        """The pages that lead to it while it is public, by address, and what each must say."""
        found = {self.address: self.kind.content_title}
        found |= dict.fromkeys((list_of(self.sample), self.search + self.title), self.address)
        if self.kind.has_feed:
            place = list_name(self.sample)
            found[f"/data/feeds/{place}.xml"] = self.kind.feed_title_of(self.record)
        if hasattr(self.record, "company"):
            company = f"/companies/{self.sample.world.company.uscc}"
            found |= dict.fromkeys((company, self.beside), self.address)
        return found

    @property
    def title(self) -> str:
        """Words by which it can be told from others."""
        return str(self.kind.title_of(self.record))

    def standing(self) -> set[str]:
        """The doors at which it stands now."""
        maintenance.rebuild()
        pages = {at: self.client.get(at).text for at in self.doors()}
        return {at for at, words in self.doors().items() if says(pages[at], words)}


def shown(client: PageClient, sample: Sample, record: Any) -> Shown:
    """The record, beside one of another kind about its company."""
    others = [
        kind
        for kind in reversed(KINDS)
        if kind is not sample.kind and hasattr(kind.model, "company_id")
    ]
    related = {"company_id": sample.world.company.id}
    other = sample_of(others[0], turn=1).record(**related)
    return Shown(client, sample, record, f"{others[0].path}/{other.id}")


def says(text: str, words: str) -> bool:
    """Whether a page says the words, or leads to the address, and to no longer one."""
    return re.search(f"{re.escape(words)}(?![0-9/])", text) is not None


def list_of(sample: Sample) -> str:
    """The address of the list on which the sample stands."""
    return sample.kind.places[list_name(sample)]


def list_name(sample: Sample) -> str:
    """What that list is called by programs."""
    apart = sample.values.get(sample.kind.lists_by)
    return apart.value if apart else next(iter(sample.kind.places))


def listed(page: Page, kind: PublicKind[Any]) -> list[int]:
    """The records on a page of the list, from top to bottom."""
    links = page.all("//table[contains(@class, 'mj-cards')]//tbody/tr//a/@href")
    matches = (re.fullmatch(rf"{kind.path}/(\d+)", href) for href in links)
    return list(dict.fromkeys(int(match[1]) for match in matches if match))


def facts(page: Page) -> dict[str, list[str]]:
    """What stands beside each of the words on the left in the lists of a page."""
    found: dict[str, list[str]] = {}
    for term in page.all("//main//dl[contains(@class, 'mj-facts')]/dt"):
        found.setdefault(readable(term), []).append(readable(term.getnext()))
    return found


def only(kind: PublicKind[Any]) -> Any:
    """The one record of the kind."""
    return db.session.scalars(select(kind.model)).one()
