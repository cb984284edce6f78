"""The acts of an assessment, from the draft of its plan to its publication."""

from app.insight.assessment.services.counting import count_again
from app.insight.assessment.services.cycle import (
    assess,
    end_inspection,
    hear,
    issue,
    open_cycle,
    propose,
    publish,
    send_back,
)
from app.insight.assessment.services.inspecting import inspect, rectify, reopen
from app.insight.assessment.services.marking import decide_mark, mark
from app.insight.assessment.services.objecting import answer, object_to
from app.insight.assessment.services.planning import add_task, choose_units, drop_task

__all__ = [
    "add_task",
    "answer",
    "assess",
    "choose_units",
    "count_again",
    "decide_mark",
    "drop_task",
    "end_inspection",
    "hear",
    "inspect",
    "issue",
    "mark",
    "object_to",
    "open_cycle",
    "propose",
    "publish",
    "rectify",
    "reopen",
    "send_back",
]
