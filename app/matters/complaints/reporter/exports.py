"""A reporter's own data as a file: all that is kept, in words that people and machines read."""

import json
from typing import Any

from app.kernel import clock
from app.matters.complaints.reporter.queries import FollowedSubmission, Letter, Track

CONTACT_WORDS = {
    "name": "姓名",
    "phone": "电话",
    "id_number": "证件号码",
    "address": "地址",
    "email": "电子邮箱",
}


def own_data(found: FollowedSubmission, contact: dict[str, str]) -> dict[str, Any]:
    """All that is kept of a submission, files in bytes; ``contact`` as far as it may be in it."""
    submission = found.submission
    return {
        "登记编号": submission.number,
        "提交时间": _moment(submission.submitted_at),
        "身份": _identity(submission.is_anonymous, contact),
        "类别": submission.category.name,
        "概括": submission.title,
        "经过": submission.narrative,
        "时间": submission.happened,
        "地点": submission.place,
        "请求": submission.demand,
        "同意公开办理结果": "是" if submission.consents_to_publication else "否",
        "文件": [
            {"名称": file.name, "字节": file.size, "SHA-256": file.sha256}
            for file in submission.evidence
        ],
        "事项": [_track(track) for track in found.tracks],
        "往来": [_letter(letter) for letter in found.letters],
        "导出时间": _moment(clock.now()),
    }


def as_json(data: dict[str, Any]) -> str:
    """The data for machines."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_text(data: Any, depth: int = 0) -> str:
    """The data for people, one thing a line."""
    indent = "　" * depth
    if isinstance(data, dict):
        return "\n".join(_line(indent, name, value, depth) for name, value in data.items() if value)
    return "\n".join(f"{indent}{number}.\n{as_text(one, depth + 1)}" for number, one in data)


def _line(indent: str, name: str, value: Any, depth: int) -> str:
    if isinstance(value, list):
        return f"{indent}{name}：\n{as_text(enumerate(value, start=1), depth + 1)}"
    if isinstance(value, dict):
        return f"{indent}{name}：\n{as_text(value, depth + 1)}"
    return f"{indent}{name}：{value}"


def _identity(is_anonymous: bool, contact: dict[str, str]) -> dict[str, str] | str:
    if is_anonymous:
        return "匿名，没有保存任何个人信息"
    known = {word: contact[name] for name, word in CONTACT_WORDS.items() if contact.get(name)}
    return known or "已删除"


def _track(track: Track) -> dict[str, Any]:
    matter = track.matter
    return {
        "编号": matter.number,
        "类型": matter.kind.label,
        "承办部门": matter.bureau.name,
        "状态": track.state,
        "结果": matter.outcome.label if matter.outcome else None,
        "过程": [
            {"时间": _moment(event.at), "事项": event.kind.label, "说明": event.text}
            for event in matter.events
            if event.is_visible_to_reporter
        ],
        "您的申请": [_request(one) for one in matter.requests],
        "您的评价": {
            "结果": matter.rating.satisfaction.label,
            "态度": matter.rating.manner.label,
            "说明": matter.rating.comment,
        }
        if matter.rating
        else None,
    }


def _request(one: Any) -> dict[str, Any]:
    return {
        "时间": _moment(one.asked_at),
        "类型": one.kind.label,
        "内容": one.text,
        "状态": one.status.label,
        "答复": one.answer,
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "时间": _moment(letter.at),
        "谁": letter.sender or "您",
        "内容": letter.text,
        "文件": "、".join(file.name for file in letter.evidence),
    }


def _moment(at: Any) -> str:
    return f"{at.astimezone(clock.CITY_ZONE):%Y-%m-%d %H:%M}"
