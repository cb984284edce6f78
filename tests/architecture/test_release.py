"""A release has a version, and a section of the changelog."""

import re

import config
from tests.support.source import ROOT, text

SECTION = re.compile(r"^## (\d+\.\d+\.\d+), (not yet tagged|\d{1,2} \w+ \d{4})$", re.M)


def test_the_newest_section_of_the_changelog_is_that_of_the_version():
    newest, _ = SECTION.findall(text(ROOT / "CHANGELOG.md"))[0]
    assert newest == config.VERSION


def test_each_section_of_the_changelog_is_a_release():
    headings = re.findall(r"^## .*$", text(ROOT / "CHANGELOG.md"), re.M)
    assert [one for one in headings if not SECTION.match(one)] == []
