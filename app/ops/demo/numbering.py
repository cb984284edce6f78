"""Numbers of papers in the order of their days, though matters are made one after the other."""

from datetime import date

from app.kernel.files.papers import PaperRow


def number_by_day(papers: list[PaperRow]) -> None:
    """Give the numbers of each body and year to its papers in the order of their days."""
    groups: dict[str, list[PaperRow]] = {}
    for paper in papers:
        groups.setdefault(paper.number.partition("〕")[0], []).append(paper)
    for group in groups.values():
        numbers = [paper.number for paper in group]
        for paper, number in zip(sorted(group, key=_issued), numbers, strict=True):
            paper.number = number


def _issued(paper: PaperRow) -> date:
    return paper.issued_on
