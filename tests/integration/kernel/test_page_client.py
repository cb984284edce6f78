"""The page client sees the faults that browsers forgive."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response, request

from tests.support.html_rules import syntax_errors
from tests.support.pages import PageClient

PAGE = """<!doctype html><html lang="zh-Hans"><head><title>页</title></head>
<body><main><h1>题</h1>{}</main></body></html>"""

GOOD_FORM = """<form method="post" action="/form"><input type="hidden" name="csrf_token" value="t">
<label for="q">问</label><input id="q" name="q" value="旧"><button>送出</button></form>"""


@pytest.fixture
def toy() -> Iterator[Flask]:
    toy = Flask("toy")

    @toy.route("/form", methods=["GET", "POST"])
    def form() -> str:
        return PAGE.format(request.form.get("q") or GOOD_FORM)

    @toy.get("/bad")
    def bad() -> str:
        return PAGE.format(request.args["body"])

    @toy.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response

    return toy


def test_a_sound_form_is_filled_in_and_sent(app, toy):
    client = PageClient(toy, PageClient.response_class, use_cookies=True)
    assert client.post_form("/form", {"q": "新"}).body_text == "题新"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<h1>二</h1>", "2 h1"),
        ("<p id=a></p><p id=a></p>", "id 'a' is used 2 times"),
        ("<input name=q>", "has no label"),
        ("<form action=/form></form>", "has no method"),
        ("<form method=post action=/form></form>", "has no csrf_token"),
        ("<p style='color:red'>x</p>", "style attribute"),
        ("<script>1</script>", "inline script"),
        ("<p onclick='x()'>x</p>", "event attribute"),
        ("<a href=/nowhere>x</a>", "leads nowhere"),
        ("<a href='#nothing'>x</a>", "not on the page"),
        ("<img src=/form>", "no alt"),
        ("<div><p>x</div>", "still open"),
    ],
)
def test_a_faulty_page_fails_the_test(app, toy, body, problem):
    client = PageClient(toy, PageClient.response_class, use_cookies=True)
    with pytest.raises(AssertionError, match=problem):
        client.get("/bad", query_string={"body": body})


@pytest.mark.parametrize(
    "body",
    [
        "<p><div></div></p>",
        "<ul><p>x</p></ul>",
        "<a><a></a></a>",
        "<br></br>",
        "<i class=a class=b></i>",
    ],
)
def test_misplaced_tags_are_errors(body):
    assert syntax_errors("<!doctype html>" + body)
