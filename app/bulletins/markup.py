"""Articles are written in Markdown and shown as HTML from which all that acts has been taken."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "blockquote", "hr", "br"),
    *("strong", "b", "a", "code", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}}
EMPHASIS = re.compile(r"<(/?)em>")
FIRST_HEADING = re.compile(r"<(/?)h1>")

SPACE = re.compile(r"\s+")

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def render(text: str) -> Markup:
    """``text`` as HTML: headings from the second level on, no pictures, scripts or styles."""
    html = _parser.render(text)
    html = EMPHASIS.sub(r"<\1strong>", FIRST_HEADING.sub(r"<\1h2>", html))
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704  # nh3 has just cleaned it


def plain(text: str) -> str:
    """What a reader sees of ``text``, in one line without marks."""
    return SPACE.sub(" ", render(text).striptags())
