"""Draws a paper as PDF; run by a confined process only. WeasyPrint is there where ``.[pdf]`` is."""

import json

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


def draw(asked: bytes) -> bytes:
    """The PDF of the page ``html``, with the style sheet at ``style``; nothing else is fetched."""
    told = json.loads(asked)
    nothing = URLFetcher(allowed_protocols=())
    page = HTML(string=told["html"], url_fetcher=nothing)
    drawn: bytes = page.write_pdf(stylesheets=[CSS(filename=told["style"])])
    return drawn
