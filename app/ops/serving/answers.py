"""What goes out beside what the site writes: headers of the server, and refusals of its own."""

from gunicorn.http.wsgi import Response

REFUSALS: dict[int, tuple[str, str]] = {
    400: ("Bad Request", "网站没有看懂这次请求，请从网站首页重新进入。"),
    408: ("Request Timeout", "内容传得太慢，网站没有等到。请检查网络后再试一次。"),
    411: ("Length Required", "网站没有看懂这次请求，请换一个浏览器再试。"),
    414: ("URI Too Long", "网址太长，请从网站首页重新进入。"),
    417: ("Expectation Failed", "网站没有看懂这次请求，请从网站首页重新进入。"),
    431: ("Request Header Fields Too Large", "请求头太长，请清除本站的 Cookie 后再试一次。"),
    500: ("Internal Server Error", "网站出错了，这次操作没有保存。请稍后再试，急事请拨打 12345。"),
    501: ("Not Implemented", "网站不支持这种请求。"),
    507: (
        "Insufficient Storage",
        "网站暂时存不下内容，这次没有保存。请稍后再试，急事请拨打 12345。",
    ),
}
"""Of what never comes to the site: for each status its reason, and what the visitor reads."""

HARMLESS = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n"


class NamelessResponse(Response):
    """An answer that does not tell by which program it was written."""

    def default_headers(self) -> list[str]:
        """The status line and the headers of the server, without ``Server``."""
        lines: list[str] = super().default_headers()
        return [line for line in lines if not line.startswith("Server:")]


def refusal(status: int) -> bytes:
    """The whole answer to what is no request for the site."""
    reason, words = REFUSALS[status]
    body = f"{words}\n".encode()
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: text/plain; charset=utf-8\r\n{HARMLESS}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
