"""Draws a paper as PDF; run by a confined process only. WeasyPrint is there where ``.[pdf]`` is."""

import json

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


def draw(payload: bytes) -> bytes:
    """The PDF of the page ``html``, with the style sheet at ``style``; nothing else is fetched."""
    arguments = json.loads(payload)
    nothing = URLFetcher(allowed_protocols=())
    page = HTML(string=arguments["html"], url_fetcher=nothing)
    drawn: bytes = page.write_pdf(stylesheets=[CSS(filename=arguments["style"])])
    return drawn
