"""The columns of the downloaded list of articles."""

from app.bulletins.models import Bulletin
from app.imports.exporting import Column

COLUMNS: tuple[Column[Bulletin], ...] = (
    Column("id", "记录编号", lambda bulletin: bulletin.id),
    Column("kind", "类别", lambda bulletin: bulletin.kind),
    Column("title", "标题", lambda bulletin: bulletin.title),
    Column("summary", "摘要", lambda bulletin: bulletin.summary),
    Column("body", "正文", lambda bulletin: bulletin.body),
    Column("document_number", "文号", lambda bulletin: bulletin.document_number),
    Column("bureau", "发布单位", lambda bulletin: bulletin.bureau and bulletin.bureau.name),
    Column("published_on", "发布日期", lambda bulletin: bulletin.published_on),
)
