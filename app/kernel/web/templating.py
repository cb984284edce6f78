"""What every template can rely on: filters for dates and money, addresses, site settings."""

from collections.abc import Callable, Hashable, Mapping, MutableMapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

import flask.templating
from flask import Flask, current_app, request, url_for
from flask_bootstrap import Bootstrap5
from jinja2 import StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from app.kernel import clock
from app.kernel.db.site import is_demo as demo_is_loaded
from app.kernel.web.addresses import record_url

NOTHING = "—"
ADDRESS = "mingjian.address"
PLACEHOLDER = "\0"
"""A value that no address has."""
WEEKDAYS = "一二三四五六日"


class Environment(flask.templating.Environment):
    """Templates of one site, which look up what they share in one place."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What the site gives all templates; a map laid over it would be walked at each import."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Make templates strict, and register the filters and globals below."""
    Bootstrap5(app)
    keep = lru_cache(maxsize=2000, typed=True)  # by application, for a macro holds the whole of one
    app.extensions["cached_markup"] = _made if app.debug else keep(_made)
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.filters.update(FILTERS)
    env.globals.update(
        record_url=record_url,
        cached=cached,
        site=Site(app.config),
        today=clock.today,
        url_with=url_with,
    )


def city_time(value: date | datetime) -> date | datetime:
    """Instants as the clocks of the city show them; dates as they are."""
    return value.astimezone(clock.CITY_ZONE) if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """2026-11-24, as tables show dates."""
    return f"{city_time(value):%Y-%m-%d}" if value else NOTHING


def day_short(value: date | datetime | None) -> str:
    """11-24, in lists of what is new."""
    return f"{city_time(value):%m-%d}" if value else NOTHING


def day_long(value: date | datetime | None) -> str:
    """2026年11月24日, as sentences write dates."""
    if not value:
        return NOTHING
    local = city_time(value)
    return f"{local.year}年{local.month}月{local.day}日"


def month_long(value: date | datetime | None) -> str:
    """2026年11月."""
    return f"{city_time(value).year}年{city_time(value).month}月" if value else NOTHING


def weekday(value: date | datetime) -> str:
    """星期二."""
    return f"星期{WEEKDAYS[city_time(value).weekday()]}"


def minute(value: datetime | None) -> str:
    """2026-11-24 10:32."""
    return f"{city_time(value):%Y-%m-%d %H:%M}" if value else NOTHING


def minute_long(value: datetime | None) -> str:
    """11月24日 10:32, in timelines of the current year."""
    if not value:
        return NOTHING
    local = city_time(value)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def yuan(cents: int | None) -> str:
    """864,000.00 元, from an amount in 分."""
    return f"{Decimal(cents) / 100:,.2f} 元" if cents is not None else NOTHING


def wan(cents: int | None) -> str:
    """86.4 万元, from an amount in 分; no more than four decimals."""
    if cents is None:
        return NOTHING
    amount = (Decimal(cents) / 1_000_000).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return f"{amount:,f}".rstrip("0").rstrip(".") + " 万元"


def thousands(value: int | None) -> str:
    """1,204."""
    return f"{value:,}" if value is not None else NOTHING


def percent(ratio: float | Decimal | None, digits: int = 1) -> str:
    """98.0%, from a ratio between 0 and 1."""
    return f"{ratio:.{digits}%}" if ratio is not None else NOTHING


FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "day_short": day_short,
    "day_long": day_long,
    "month_long": month_long,
    "weekday": weekday,
    "minute": minute,
    "minute_long": minute_long,
    "yuan": yuan,
    "wan": wan,
    "thousands": thousands,
    "percent": percent,
}


def url_with(**changes: Any) -> str:
    """The current address with query parameters changed; None or '' removes one.

    A change of anything but the page goes back to the first page.
    """
    if request.endpoint is None:
        return request.path
    path, given = _address()
    changed = {name: _parameter(name, value) for name, value in changes.items()}
    query = "&".join(filter(None, {**given, "page": "", "before": "", **changed}.values()))
    return f"{path}?{query}" if query else path


def urls_with(name: str) -> Callable[[Any], str]:
    """The same for many values of one parameter: what stays the same is put together once."""
    before, _, after = url_with(**{name: PLACEHOLDER}).partition(_parameter(name, PLACEHOLDER))
    without = url_with(**{name: None})

    def with_value(value: Any) -> str:
        written = _parameter(name, value)
        return f"{before}{written}{after}" if written else without

    return with_value


def _address() -> tuple[str, Mapping[str, str]]:
    """The current path, and its parameters as they stand in an address, made once a request."""
    if ADDRESS not in request.environ:
        path = url_for(str(request.endpoint), **(request.view_args or {}))
        parameters = {
            name: "&".join(filter(None, (_parameter(name, value) for value in values)))
            for name, values in request.args.lists()
        }
        request.environ[ADDRESS] = path, parameters
    address: tuple[str, Mapping[str, str]] = request.environ[ADDRESS]
    return address


@lru_cache(maxsize=10_000, typed=True)
def _parameter(name: str, value: Hashable) -> str:
    """The parameter as it stands in an address; empty for no value."""
    return "" if value in (None, "") else urlencode([(name, value)])


def cached(macro: Macro, *values: Hashable) -> Markup:
    """What a macro makes of these values, made once: for macros that look at nothing else.

    Who works on the site sees each change at once.
    """
    made: Markup = current_app.extensions["cached_markup"](macro, *values)
    return made


def _made(macro: Macro, *values: Hashable) -> Markup:
    return Markup(macro(*values))  # noqa: S704  # a macro escapes what it shows


class Site:
    """What pages say about the site: names, record numbers, organisations, telephone.

    政府网站发展指引 (国办发〔2017〕47号) asks for them at the foot of each page.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.name: str = config["SITE_NAME"]
        self.title: str = config["SITE_TITLE"]
        self.title_lines = two_lines(self.title)
        self.url: str = config["SITE_URL"].rstrip("/")
        self.domain: str = self.url.split("://", 1)[-1]
        self.id_code: str = config["SITE_ID_CODE"]
        self.icp: str = config["SITE_ICP"]
        self.police_record: str = config["SITE_POLICE_RECORD"]
        self.government_mark: str = config["SITE_GOVERNMENT_MARK"]
        self.host_organisation: str = config["SITE_HOST_ORGANISATION"]
        self.operator: str = config["SITE_OPERATOR"]
        self.phone: str = config["SITE_PHONE"]

    @property
    def police_record_url(self) -> str:
        """Where the police say whose record it is (联网备案信息公示)."""
        digits = "".join(sign for sign in self.police_record if sign.isdigit())
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={digits}"

    @property
    def government_mark_url(self) -> str:
        """Where the mark of an organ of party or state is confirmed; empty without one."""
        mark = quote(self.government_mark)
        return f"https://bszs.conac.cn/sitename?method=show&id={mark}" if mark else ""

    @property
    def is_demo(self) -> bool:
        """Whether the records shown are invented."""
        return demo_is_loaded()


def two_lines(title: str) -> tuple[str, str]:
    """The title broken where it reads well: before 与, or else in the middle."""
    place = title.find("与")
    place = place if place > 0 else len(title) // 2
    return title[:place], title[place:]
