"""The columns of the downloaded list of articles."""

from app.kernel.imports.exporting import Column
from app.records.bulletins.articles import Article

COLUMNS: tuple[Column[Article], ...] = (
    Column("id", "记录编号", lambda bulletin: bulletin.id),
    Column("kind", "类别", lambda bulletin: bulletin.kind),
    Column("title", "标题", lambda bulletin: bulletin.title),
    Column("level", "警示级别", lambda bulletin: bulletin.level),
    Column("scope", "警示范围", lambda bulletin: bulletin.scope),
    Column("campaign", "活动名称", lambda bulletin: bulletin.campaign),
    Column("begins_on", "活动开始", lambda bulletin: bulletin.begins_on),
    Column("ends_on", "活动结束", lambda bulletin: bulletin.ends_on),
    Column("summary", "摘要", lambda bulletin: bulletin.summary),
    Column("body", "正文", lambda bulletin: bulletin.text),
    Column("document_number", "文号", lambda bulletin: bulletin.document_number),
    Column("bureau", "发布单位", lambda bulletin: bulletin.bureau_name),
    Column("published_on", "发布日期", lambda bulletin: bulletin.published_on),
    Column("publish_until", "公示至", lambda bulletin: bulletin.publish_until),
)
