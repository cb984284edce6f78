"""Articles are written in Markdown and shown as HTML from which all that acts has been taken."""

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.records.bulletins.anonymity import Cover

TAGS = {
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "li",
    "blockquote",
    "hr",
    "br",
    "strong",
    "b",
    "a",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}}
EMPHASIS = re.compile(r"<(/?)em>")
FIRST_HEADING = re.compile(r"<(/?)h1>")

SPACE = re.compile(r"\s+")
LINK_TOKENS = {"link_open", "link_close", "image"}

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


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
        signs[stretch.start] = stretch.words
        signs[stretch.start + 1 : stretch.end] = [""] * (stretch.end - stretch.start - 1)
    start = 0
    for each in pieces:
        end = start + len(each.content)
        start, each.content = end, "".join(signs[start:end])
