"""Articles as the public may read them: without the parties of cases that are no longer public.

Every public page is given an ``Article``, never a ``Bulletin``; so none can forget to hide.
It is written in Markdown and shown as HTML from which all that acts has been taken.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.records.bulletins.anonymity import Cover, HiddenParty
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind, Campaign, CampaignState, RiskLevel

TAGS = set(
    "h2 h3 h4 p ul ol li blockquote hr br strong b a code table thead tbody tr th td".split()
)
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}}
EMPHASIS = re.compile(r"<(/?)em>")
SPACE = re.compile(r"\s+")
LINK_TOKENS = {"link_open", "link_close", "image"}
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")
FIRST_HEADING = re.compile(r"<(/?)h1>")


@dataclass(frozen=True)
class LinkedCase:
    """A case that an article tells of."""

    id: int
    title: str
    decision_number: str | None
    decided_on: date
    caution: str
    is_public: bool
    company_id: int | None
    party: HiddenParty

    def is_of(self, other: "LinkedCase") -> bool:
        """Whether both have the same party, as far as can be told."""
        same_company = self.company_id is not None and self.company_id == other.company_id
        return same_company or bool(
            set(self.party.names) & set(other.party.names)
            or set(self.party.codes) & set(other.party.codes)
        )


@dataclass(frozen=True)
class Note:
    """What was corrected in an article."""

    on: date
    text: str
    fields: Sequence[str]


@dataclass(frozen=True)
class Article:
    """An article on a day: nothing in it tells whose a case was that has left."""

    id: int
    kind: BulletinKind
    title: str
    summary: str
    level: RiskLevel | None
    scope: str | None
    campaign: Campaign | None
    begins_on: date | None
    ends_on: date | None
    course: CampaignState | None
    document_number: str | None
    bureau_id: int | None
    bureau_name: str | None
    published_on: date
    publish_until: date | None
    updated_at: datetime
    cases: Sequence[LinkedCase]
    """Those that may be named beside it."""
    hidden: Sequence[LinkedCase] = field(repr=False)
    """Those that may not. Only for leaving out what belongs to them."""
    _source: str = field(repr=False)
    _cover: Cover | None = field(repr=False)
    change_notes: Sequence[Note] = ()
    """Read for the article's own page only."""

    @property
    def FIELDS(self) -> Mapping[str, str]:  # noqa: N802  # as records call it
        """What its fields are called."""
        return Bulletin.FIELDS

    @property
    def is_anonymous(self) -> bool:
        """Whether something is hidden in it."""
        return self._cover is not None

    @cached_property
    def body(self) -> Markup:
        """The text as HTML."""
        return render(self._source, self._cover)

    @property
    def text(self) -> str:
        """The text as Markdown; where something is hidden, without marks and links."""
        return plain(self._source, self._cover) if self._cover else self._source

    @property
    def plain_text(self) -> str:
        """The text in one line, for search."""
        return plain(self._source, self._cover)

    def covered(self, text: str) -> str:
        """Other words about the article, with the same hidden."""
        return self._cover.text(text) if self._cover else text

    def may_name_company(self, company_id: int, names: Iterable[str]) -> bool:
        """Whether the company may stand beside the article: not if what is hidden is its own."""
        known = set(names)
        return not any(
            case.company_id == company_id or known & {*case.party.names, *case.party.codes}
            for case in self.hidden
        )


def as_if_left(
    title: str, body: str, *, telling_words: str, linked: Sequence[LinkedCase]
) -> tuple[str, Markup]:
    """Title and text as they would read if none of the cases were public."""
    cover = _cover(linked, telling_words, title, "", body)
    return cover.text(title), render(body, cover)


def article(bulletin: Bulletin, linked: Sequence[LinkedCase], *, hide_all: bool = False) -> Article:
    """The article as it reads today, or with ``hide_all`` as if all its cases had left.

    The party of a case that has left is hidden also where another case of it is public.
    """
    left = [case for case in linked if hide_all or not case.is_public]
    hidden = [case for case in linked if any(case.is_of(other) for other in left)]
    words = (bulletin.telling_words, bulletin.title, bulletin.summary, bulletin.body)
    cover = _cover(hidden, *words) if hidden else None
    shown = cover.text if cover else str
    return Article(
        id=bulletin.id,
        kind=bulletin.kind,
        title=shown(bulletin.title),
        summary=shown(bulletin.summary),
        level=bulletin.level,
        scope=shown(bulletin.scope) if bulletin.scope else None,
        campaign=bulletin.campaign,
        begins_on=bulletin.begins_on,
        ends_on=bulletin.ends_on,
        course=bulletin.course,
        document_number=bulletin.document_number,
        bureau_id=bulletin.bureau_id,
        bureau_name=bulletin.bureau.name if bulletin.bureau else None,
        published_on=bulletin.published_on or date.min,
        publish_until=bulletin.publish_until,
        updated_at=bulletin.updated_at,
        cases=[case for case in linked if case not in hidden],
        hidden=hidden,
        _source=bulletin.body,
        _cover=cover,
    )


def _cover(
    hidden: Sequence[LinkedCase], telling_words: str, title: str, summary: str, body: str
) -> Cover:
    """What hides the parties of these cases; it has read the whole article as readers do."""
    article = "\n".join((title, summary, plain(body)))
    return Cover(
        [case.party for case in hidden], others=telling_words.splitlines(), article=article
    )


def render(text: str, cover: Cover | None = None) -> Markup:
    """``text`` as HTML: headings from the second level on, no pictures, scripts or styles.

    With ``cover``, words are hidden wherever they stand, though marks divide them; links are
    left out, since where they lead may tell as much.
    """
    tokens = _parser.parse(text)
    if cover:
        for token in tokens:
            _hide(token, cover)
    html = _parser.renderer.render(tokens, _parser.options, {})
    html = EMPHASIS.sub(r"<\1strong>", FIRST_HEADING.sub(r"<\1h2>", html))
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704  # nh3 has just cleaned it


def plain(text: str, cover: Cover | None = None) -> str:
    """What a reader sees of ``text``, in one line without marks."""
    return SPACE.sub(" ", render(text, cover).striptags())


def _hide(token: Token, cover: Cover) -> None:
    if token.children is None:
        token.content = cover.text(token.content)
        return
    token.children = [each for each in token.children if each.type not in LINK_TOKENS]
    pieces = [each for each in token.children if each.content]
    signs = list("".join(each.content for each in pieces))
    for stretch in cover.stretches("".join(signs)):
        signs[stretch.start] = stretch.stand_in
        signs[stretch.start + 1 : stretch.end] = [""] * (stretch.end - stretch.start - 1)
    start = 0
    for each in pieces:
        end = start + len(each.content)
        start, each.content = end, "".join(signs[start:end])
