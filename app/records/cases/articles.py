"""Which articles tell of a case: the feature that has them says so, a case does not know it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app

EXTENSION = "case_articles"


@dataclass(frozen=True)
class CaseArticle:
    """An article that tells of a case: what kind it is, its title, its address, its date."""

    kind: str
    title: str
    url: str
    on: date


ArticleSource = Callable[[int], Iterable[CaseArticle]]


def register_articles(app: Flask, source: ArticleSource) -> None:
    """Let ``source`` say which articles tell of a case, given its key."""
    app.extensions.setdefault(EXTENSION, []).append(source)


def articles_of(case_id: int) -> list[CaseArticle]:
    """The articles that tell of the case, newest first."""
    sources: list[ArticleSource] = current_app.extensions.get(EXTENSION, [])
    found = [each for source in sources for each in source(case_id)]
    return sorted(found, key=lambda each: each.on, reverse=True)
