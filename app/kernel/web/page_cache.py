"""Public pages kept in the memory of each process, and given out while nothing has changed.

It stands before the application as a caching proxy would, but it asks at each request whether
the page is still right: the same day, the same revision of public records, the same index. The
answer to that is asked for before a page is made, so a change in between only makes the page
look older than it is. A page that shows how many matters there are says so (``show_numbers``):
it holds while these numbers do, too.

While the database does not answer, pages that were right when it last did are given out for some
minutes more, and say that they are stale (RFC 9211). Nothing can be withdrawn meanwhile; what ends
with the day is not shown the day after.

What is kept is what ``headers`` lets anyone see. Whoever has a session is not answered here.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, Response, current_app, has_request_context, request
from werkzeug.http import parse_cookie

from app.kernel import clock, metrics, request_log
from app.kernel.db import revision
from app.kernel.db.session import db
from app.kernel.web import headers
from app.kernel.web.headers import is_public

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXTENSION = "page_cache"
PENDING = "mingjian.pending_page"
"""Where the environment of a request says under which key and version to keep its page."""
NUMBERS = "mingjian.shows_numbers"
"""Where it says that the page shows numbers."""
MEGABYTE = 1024 * 1024
"""In bytes."""
SILENCE = 2.0
"""Seconds for which the database is not asked again after it has not answered."""
LARGEST_SHARE = 16
"""A page that would take more than this part of the memory is not kept."""

Key = tuple[str, ...]


class Version(NamedTuple):
    """All on which any public page depends, as it was at a moment."""

    day: date
    records: str
    numbers: str | None
    """None of a page that shows none."""
    signs: tuple[Hashable, ...]

    @property
    def without_numbers(self) -> "Version":
        """The same, for pages that show no numbers."""
        return self._replace(numbers=None)


@dataclass(frozen=True, slots=True)
class CachedPage:
    """An answer as it was given, and what it depends on."""

    version: Version
    endpoint: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + 1000


class Shelf:
    """The pages used last, up to a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._pages: OrderedDict[Key, CachedPage] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key, version: Version) -> CachedPage | None:
        """The page, if it is of this version in all that it shows."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.version not in (version, version.without_numbers):
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: CachedPage) -> None:
        """Keep the page, and let go of those that nobody has asked for the longest."""
        if page.size * LARGEST_SHARE > self._most:
            return
        with self._lock:
            if older := self._pages.pop(key, None):
                self.size -= older.size
            self._pages[key] = page
            self.size += page.size
            while self.size > self._most:
                self.size -= self._pages.popitem(last=False)[1].size


class PageCache:
    """The WSGI application that answers from the shelf, or else asks the site."""

    def __init__(self, app: Flask, most_bytes: int) -> None:
        self.shelf = Shelf(most_bytes)
        self.cookies: list[str] = []
        self.signs: list[Callable[[], Hashable]] = []
        self._app = app
        self._stale_seconds = int(app.config["STALE_PAGE_MINUTES"]) * 60
        self._confirmed: tuple[Version, float] | None = None
        self._ask_again = 0.0
        self._site: WSGIApplication = app.wsgi_app
        with app.app_context():
            self._engine = db.engine

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer with a page that is right now, wherever it comes from."""
        started = perf_counter()
        key = self._key(environ)
        version = self._version() if key else None
        if key is None:
            return self._site(environ, start_response)
        if version is None:
            return self._without_database(key, environ, started)(environ, start_response)
        page = self.shelf.get(key, version)
        if page is None:
            environ[PENDING] = key, version
            return self._site(environ, start_response)
        metrics.KEPT_PAGES.labels("given").inc()
        return _given(page, environ, started)(environ, start_response)

    def _key(self, environ: "WSGIEnvironment") -> Key | None:
        """What the page is asked for by; None when it is not one for all."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        cookies = parse_cookie(environ) if "HTTP_COOKIE" in environ else {}
        if self._app.config["SESSION_COOKIE_NAME"] in cookies:
            return None
        return (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ.get("SCRIPT_NAME", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            "packed" if headers.understands(environ) else "plain",
            *(cookies.get(name, "") for name in self.cookies),
        )

    def _version(self) -> Version | None:
        """All on which any public page depends, as it is now; None when the database is away."""
        if monotonic() < self._ask_again:
            return None
        found = revision.current(self._engine)
        if found is None:
            self._ask_again = monotonic() + SILENCE
            return None
        version = Version(clock.today(), *found, tuple(sign() for sign in self.signs))
        self._confirmed = version, monotonic()
        return version

    def _without_database(
        self, key: Key, environ: "WSGIEnvironment", started: float
    ) -> "WSGIApplication":
        """The page as it was when the database last answered; the site where there is none."""
        if self._confirmed is None or self._confirmed[0].day != clock.today():
            return self._site
        version, confirmed_at = self._confirmed
        age = monotonic() - confirmed_at
        page = self.shelf.get(key, version) if age < self._stale_seconds else None
        if page is None:
            return self._site
        response = _given(page, environ, started)
        response.headers["Cache-Status"] = f"page-cache; hit; ttl=-{max(1, int(age))}"
        response.headers["Cache-Control"] = "no-store"
        return response


def _given(page: CachedPage, environ: "WSGIEnvironment", started: float) -> Response:
    """The page as a new answer with its own number and line in the log."""
    response = Response(page.body, headers=page.headers)
    response.make_conditional(environ)
    response.headers["X-Request-ID"] = number = request_log.new_request_id()
    method, status = environ["REQUEST_METHOD"], response.status_code
    request_log.log_answer(method, page.endpoint, status, started, request_id=number)
    return response


def init_app(app: Flask) -> None:
    """Put the cache before the site, with as much memory as the settings allow.

    With the debugger on, templates may change at any time, so that nothing is kept.
    """
    app.after_request(keep)
    cache = PageCache(app, int(app.config["PAGE_CACHE_MB"]) * MEGABYTE)
    app.extensions[EXTENSION] = cache
    if app.config["PAGE_CACHE_MB"] and not app.debug:
        app.wsgi_app = cache  # type: ignore[method-assign]  # Flask's own way to wrap it


def vary_by_cookie(app: Flask, name: str) -> None:
    """Declare that pages look different to visitors with another value of this cookie."""
    app.extensions[EXTENSION].cookies.append(name)


def depend_on(app: Flask, sign: Callable[[], Hashable]) -> None:
    """Declare something else than public records on which pages depend.

    ``sign`` is asked at each request and answers something new after each change.
    """
    app.extensions[EXTENSION].signs.append(sign)


def show_numbers() -> None:
    """Declare that the page shows something of what is noted as ``RevisionMark.NUMBERS``."""
    if has_request_context():
        request.environ[NUMBERS] = True


def leave_out() -> None:
    """Declare that the page shows what holds for minutes only, so that it is not kept."""
    if has_request_context():
        request.environ.pop(PENDING, None)


def keep(response: Response) -> Response:
    """Keep a public page, mark it by its content, and leave it out if the browser has it."""
    if not is_public(response) or response.is_streamed or response.direct_passthrough:
        return response
    response.add_etag(weak=True)
    headers.pack(response)
    if request.method == "GET" and PENDING in request.environ:
        key, version = request.environ[PENDING]
        page = CachedPage(
            version=version if NUMBERS in request.environ else version.without_numbers,
            endpoint=str(request.endpoint),
            headers=[*response.headers],
            body=response.get_data(),
        )
        current_app.extensions[EXTENSION].shelf.put(key, page)
        metrics.KEPT_PAGES.labels("made").inc()
    response.make_conditional(request)
    return response
