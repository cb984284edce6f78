"""All doors of the site by which a visitor could come upon a record, and who stands at them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.kernel.search.documents import SearchKind
from app.kernel.web import limits
from app.records.credit.rules import ListKind
from app.records.credit_reports.services import issue_report
from app.site.portal.open_data import all_feeds
from tests.support import factories
from tests.support.documents import attach, docx
from tests.support.pages import get
from tests.support.record_factories import (
    indicator,
    make_honour,
    make_inspection,
    make_payment,
    make_problem,
    make_programme,
    make_survey,
    make_value,
)

WORDS = "鱼露"
"""What all the records are about; none of their titles says only that."""
TITLES = {
    "red": "鱼露之乡称号",
    "black": "鱼露造假",
    "case": "鱼露掺水一案",
    "licence": "鱼露生产许可证",
    "inspection": "鱼露抽查样品",
    "honour": "鱼露名牌产品",
    "survey": "鱼露消费者满意度调查",
    "fund": "鱼露国家标准奖励",
    "programme": "鱼露放心行动",
    "problem": "鱼露作坊污水",
    "project": "鱼露作坊改造",
    "report": "鱼露作坊已经封顶",
    "bulletin": "鱼露检查通知",
    "value": "鱼露抽查情况通报",
    "paper": "鱼露掺水处罚决定书",
}
NUMBERS = {"red": "鱼奖〔2026〕1号", "black": "鱼监〔2026〕2号", "case": "鱼罚〔2026〕3号"}
QUERIES = (
    WORDS,
    "鱼露作坊",
    "造假",
    "yulu",
    "鱼罚",
    *NUMBERS.values(),
    "砚汐",
    "温州砚汐调味品有限公司",
)
SEARCHES = ("/search", "/api/v1/search")
SORTS = ("relevance", "date", "amount")
FORMATS = ("json", "csv", "xlsx")
APART = ("/admin", "/static", "/bootstrap", "/healthz", "/readyz", "/display")
"""Addresses that show nothing of any record to the public."""
PRIVATE = ("document_id", "evidence_id", "file_id", "matter_id", "filename", "upload_id")
"""Parameters of what only its reporter sees, or of files of the site itself."""
TAG = re.compile(r"<[^>]+>")


@dataclass
class Doors:
    """The records, and the addresses that lead to them or to lists of them."""

    site: Flask
    names: dict[str, list[str]]
    details: dict[str, str]
    """By record, the address of its page."""
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By address, the ETag and the text of an answer that a browser keeps."""
    pages: set[str] = field(default_factory=set)
    """Addresses that ask for a file and are answered by a page: nothing is downloaded there."""

    def __iter__(self) -> Iterator[str]:
        for rule in self.site.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and not rule.rule.startswith(APART):
                yield from self._addresses(rule)
        for words in QUERIES:
            yield f"/api/v1/suggest?q={words}"
            yield f"/complaints/new/companies?q={words}"
            yield from (f"{place}?q={words}" for place in SEARCHES)
        for kind in SearchKind:
            yield from (f"{place}?q={WORDS}&type={kind.value}" for place in SEARCHES)
        yield from (f"/search?q={WORDS}&sort={sort}" for sort in SORTS)

    def shown(self) -> dict[str, set[str]]:
        """By address, the records that stand there now; a browser asks with the ETag it has."""
        texts = {address: self._text(address) for address in self}
        found = {at: _titles(at, text) | self._places(text) for at, text in texts.items()}
        return {at: names for at, names in found.items() if names}

    def _addresses(self, rule: Rule) -> Iterator[str]:
        if rule.arguments & set(PRIVATE):
            return
        if not rule.arguments:
            yield rule.rule
            yield f"{rule.rule}?q={WORDS}"
            yield (first := f"{rule.rule}?format={FORMATS[0]}")
            if first not in self.pages:
                yield from (f"{rule.rule}?format={one}" for one in FORMATS[1:])
            return
        if rule.arguments == {"kind"}:
            yield from (rule.rule.replace("<kind>", kind) for kind in all_feeds())
            return
        yield from _filled(rule.rule, self.names)

    def _text(self, address: str) -> str:
        tag, known_text = self.seen.get(address, ("", ""))
        if "q=" in address:
            with self.site.app_context():
                limits.limiter.reset()
        answer = get(self.site, address, **({"If-None-Match": tag} if tag else {}))
        with answer:
            if answer.status_code == 304:
                return known_text
            assert answer.status_code < 500, address
            if "?format=" in address and answer.mimetype == "text/html":
                self.pages.add(address)
            text = _words_of(answer)
            self.seen[address] = (answer.headers.get("ETag", ""), text)
        return text

    def _places(self, text: str) -> set[str]:
        """The records whose addresses a text has."""
        return {name for name, path in self.details.items() if f"{path}<" in text}


def _titles(address: str, text: str) -> set[str]:
    """The records that a text tells of; a number that was asked for may be repeated."""
    named = {name for name, title in TITLES.items() if title in text}
    in_address = {name for name, number in NUMBERS.items() if number in address}
    return named | ({name for name, number in NUMBERS.items() if number in text} - in_address)


def _filled(rule: str, names: Mapping[str, list[str]]) -> Iterator[str]:
    """The rule with each of the values of its first parameter, and so on."""
    found = re.search(r"<(?:\w+:)?(\w+)>", rule)
    if found is None:
        yield rule
        return
    assert found[1] in names, f"no door known for {rule}: say what <{found[1]}> may be"
    for value in names[found[1]]:
        yield from _filled(rule.replace(found[0], value, 1), names)


def _words_of(answer: TestResponse) -> str:
    """What a person reads in an answer: a page, a file, a workbook."""
    data = answer.get_data()
    if data[:2] == b"PK":
        book = ZipFile(BytesIO(data))
        data = b"\n".join(book.read(name) for name in book.namelist())
    if answer.is_json:
        return json.dumps(answer.get_json(), ensure_ascii=False)
    text = data.decode(errors="replace")
    return text if text.startswith("<?xml") else TAG.sub("", text)


def make_records(**publication: Any) -> dict[str, Any]:
    """A record of each kind, of one company but for the red entry, all with one publication."""
    company = factories.make_company(name="温州砚汐调味品有限公司")
    red = {"list": ListKind.RED, "document_number": NUMBERS["red"], "title": TITLES["red"]}
    black = {"document_number": NUMBERS["black"], "title": TITLES["black"]}
    case = {"decision_number": NUMBERS["case"], "title": TITLES["case"]}
    named = {"name": TITLES["project"], "code": "YL-1", "company_id": company.id}
    project = factories.make_project(**named, **publication)
    open_project = factories.make_project(code="YL-2", name="码头改造")
    penalty = factories.make_case(company=company, **case, **publication)
    paper = attach(penalty, f"{TITLES['paper']}.docx", docx(TITLES["paper"]))
    honoured = factories.make_credit_entry(**red, **publication)
    return {
        "red": honoured,
        "black": factories.make_credit_entry(company=company, **black, **publication),
        "case": penalty,
        "paper": paper,
        "licence": factories.make_licence(
            company=company, certificate_name=TITLES["licence"], **publication
        ),
        "inspection": make_inspection(company=company, product=TITLES["inspection"], **publication),
        "honour": make_honour(company=honoured.company, title=TITLES["honour"], **publication),
        "survey": make_survey(title=TITLES["survey"], **publication),
        "fund": make_payment(company=company, honour=TITLES["fund"], **publication),
        **_of_a_year(publication),
        "project": project,
        "report": factories.make_report(open_project, text=TITLES["report"], **publication),
        "bulletin": factories.make_bulletin(title=TITLES["bulletin"], **publication),
        "value": make_value(indicator=indicator("CP02"), source=TITLES["value"], **publication),
    }


def _of_a_year(publication: Mapping[str, Any]) -> dict[str, Any]:
    """A programme, and a problem of another that is open."""
    other = make_programme(year=2030)
    return {
        "programme": make_programme(year=2031, theme=TITLES["programme"], **publication),
        "problem": make_problem(other, title=TITLES["problem"], **publication),
    }


BY_NUMBER = ("red", "black", "case", "fund", "licence", "inspection", "honour", "survey")
"""Records whose addresses end with their number."""


def doors_of(site: Flask, records: Mapping[str, Any]) -> Doors:
    """The doors to these records, among them a report on their company that is issued now."""
    company = records["case"].company
    ids = {name: [str(record.id)] for name, record in records.items()}
    names = {
        "record_id": [key for name in BY_NUMBER for key in ids[name]],
        "problem_id": ids["problem"],
        "year": ["2030", "2031"],
        "bulletin_id": ids["bulletin"],
        "attachment_id": ids["paper"],
        "code": ["YL-1", "YL-2", "CP02"],
        "uscc": [company.ref, records["red"].company.ref],
        "number": [issue_report(company.ref)],
        "key": ["330302"],
        "kind": ["county"],
    }
    details = {name: f"/credit/{ids[name][0]}" for name in ("red", "black")}
    kinds = ("case", "licence", "inspection", "honour", "fund", "bulletin")
    details |= {name: f"/{name}s/{ids[name][0]}" for name in kinds}
    details["programme"] = "/livelihood/2031"
    details["survey"] = f"/evaluation/surveys/{ids['survey'][0]}"
    details["paper"] = f"{details['case']}/files/{ids['paper'][0]}"
    return Doors(site, names, details | {"project": "/projects/YL-1"})
