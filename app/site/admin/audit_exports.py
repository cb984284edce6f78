"""The columns of the downloaded log."""

from app.kernel.audit import Result
from app.kernel.audit.models import AuditEvent
from app.kernel.imports.exporting import Column
from app.site.admin.audit_words import action_words, object_words, role_words

COLUMNS: tuple[Column[AuditEvent], ...] = (
    Column("id", "序号", lambda event: event.id),
    Column("at", "时间", lambda event: event.at),
    Column("actor_id", "账号编号", lambda event: event.actor_id),
    Column("actor", "操作人", lambda event: event.actor_name),
    Column("role", "角色", lambda event: role_words(event.actor_role)),
    Column("action", "动作", lambda event: action_words(event.action)),
    Column("action_code", "动作代码", lambda event: event.action),
    Column("kind", "对象种类", lambda event: object_words(event.object_type)),
    Column("object", "对象编号", lambda event: event.object_id),
    Column("result", "结果", lambda event: Result(event.result)),
    Column("reason", "说明", lambda event: event.reason),
    Column("changes", "改动", lambda event: event.changes),
    Column("request", "请求编号", lambda event: event.request_id),
    Column("version", "校验方式", lambda event: event.version),
    Column("key", "密钥", lambda event: event.key_name),
    Column("mac", "校验码", lambda event: event.mac),
)
