"""Long lines of templates: broken where a reader of the page can't see it, and nowhere else."""

import re

import pytest
from jinja2 import Environment

from tests.formatter.breaking import WIDTH, formatted

ENVIRONMENT = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
LONG = "质量" * 30
BESIDE_BLOCKS = re.compile(
    r"\s*(<(?:ul|li|table|tr|td|p|h1)\b[^>]*>|</(?:ul|li|table|tr|td|p|h1)>|<br>)\s*"
)

BREAKABLE = [
    f"<ul><li>{LONG}</li><li>{LONG}</li></ul>",
    f"<table><tr><td>{LONG}</td><td><b>{LONG}</b></td></tr></table>",
    f"<p>{LONG}<br>{LONG}</p>",
    f"<p>{LONG}{{% if one %}}{LONG}{{% else %}}{{{{ one }}}}{{% endif %}}</p>",
    f"<p>{LONG}<a class='{LONG}' href='/'>{LONG}</a></p>",
    f'<p>{LONG}<b class="a b" title="{LONG} > {{{{ one }}}}">{LONG}</b></p>',
    f'{{{{ dict(one="{LONG}", other="{LONG}, {LONG}").one }}}}',
    f'<p title="{{{{ dict(one="{LONG}", other="{LONG} }}}}").one }}}}">{LONG}</p>',
    f"<p>{LONG}{{{{ one }}}}{LONG}</p>",
    f"<p>{LONG}，{LONG}。{LONG}</p>",
    f'<p class="mj-lines">{LONG}<br>{LONG}<b title="{LONG}">{LONG}</b></p>',
    f'<p>{LONG}</p><p class="d-inline">{LONG}。{LONG}</p>',
    f'{{% if one in "“”\\"「" %}}{LONG}{{% endif %}}<b>{LONG}</b>',
    f'<a{{% if one %}} class="{LONG}"{{% endif %}} href="{LONG}">{LONG}</a>',
    f"{{% for x in [1, 2] %}}<li>{LONG}{{{{ x }}}}</li><li>{LONG}</li>{{% endfor %}}",
]
STAYS = [
    f"{LONG}{LONG}{LONG}",
    f"<b>{LONG}</b><i>{LONG}{LONG}</i>",
]


def shown(template: str) -> str:
    """What is read: spaces in a tag are one, beside a block they are none."""
    page = ENVIRONMENT.from_string(template).render(one="一")
    page = re.sub(r"<[^<>]*(?:\"[^\"]*\"[^<>\"]*)*>", lambda tag: " ".join(tag[0].split()), page)
    return page if "mj-lines" in page else BESIDE_BLOCKS.sub(r"\1", page)


@pytest.mark.parametrize("template", BREAKABLE)
def test_a_long_line_is_broken_and_the_page_reads_as_before(template: str) -> None:
    broken = formatted(template)
    assert max(map(len, broken.splitlines())) <= WIDTH
    assert shown(broken) == shown(template)
    assert formatted(broken) == broken


@pytest.mark.parametrize("template", STAYS)
def test_a_line_that_would_read_otherwise_stays(template: str) -> None:
    assert formatted(template) == template


def test_short_lines_stay_as_they_were_written() -> None:
    template = "<ul><li>一</li><li>{% if one %}二{% endif %}</li></ul>\n\n  <p>三</p>\n"
    assert formatted(template) == template


def test_the_outermost_blocks_are_parted_first() -> None:
    cells = "".join(f"<td>{word * 30}</td>" for word in "质量")
    assert formatted(f"<tr>{cells}</tr><tr>{cells}</tr>") == f"<tr>{cells}</tr>\n<tr>{cells}</tr>"
