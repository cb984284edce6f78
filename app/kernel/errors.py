"""How a service says no. Only ``error_pages`` knows which status code each becomes."""


class DomainError(Exception):
    """A refusal with a message in Chinese that the person at the screen can act on."""

    message = "操作未能完成。"
    ways_on: tuple[tuple[str, str], ...] = ()
    """Pages that still help: the place's name in the menu, and words."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message


class NotFoundError(DomainError):
    """There is no such thing, or it is not for this person to know that there is."""

    message = "没有找到您要的内容。"


class GoneError(DomainError):
    """It was here and has left: expired or withdrawn. Never says what it was."""

    message = "该信息已不再公示。"


class NotAllowedError(DomainError):
    """The person may not do this."""

    message = "您没有权限进行此操作。"


class InvalidInputError(DomainError):
    """What was asked for can't be understood; the message says what and how to mend it."""

    message = "请求的内容有误，请检查后重试。"


class ConflictError(DomainError):
    """The record's state no longer allows the act, or someone else was faster."""

    message = "该事项的状态已经改变，请刷新后再操作。"


class AlteredValueError(DomainError):
    """What is stored does not open in its place: altered, moved, or under another key."""

    message = (
        "这里的部分内容没有通过完整性校验，可能被改动过，所以不予显示，也不能据此办理。"
        "其他内容不受影响。请联系系统管理员核查。"
    )


class UnavailableError(DomainError):
    """A part of the site can't answer just now; the rest goes on working."""

    message = "该功能暂时不可用，请稍后再试。"
