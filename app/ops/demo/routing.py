"""Changes of the routing table: one that waits for a second person, one that was given back."""

from datetime import timedelta

from app.matters.complaints.routing.models import RoutingChange
from app.matters.complaints.routing.rules import ChangeState
from app.ops.demo.material import Stage
from app.people.models import Staff
from app.people.rules import Role

HOME = "330304"
LATELY, SOON = timedelta(days=3), timedelta(days=20)


def make_routing_changes(stage: Stage, people: list[Staff]) -> list[RoutingChange]:
    """What the coordination office finds on the page of the routing table."""
    author, reviewer = [one for one in people if one.has_role(Role.COORDINATOR)][:2]
    proposed_at = stage.moment(stage.today - LATELY)
    return [
        RoutingChange(
            category_code="environment-life",
            district_code=HOME,
            lead_bureau_id=stage.bureaus["ouhai-ecology"].id,
            assistants=[stage.bureaus["ouhai-urban-management"]],
            basis="餐饮油烟和施工噪声由生态环境部门统一受理（演示）",
            valid_from=stage.today + SOON,
            reason="近期同一地点的噪声和油烟被分到两个部门，改由一个部门主办。",
            author_id=reviewer.id,
            proposed_at=proposed_at,
        ),
        RoutingChange(
            category_code="service-post",
            lead_bureau_id=stage.bureaus["city-transport"].id,
            basis="邮政快递由交通运输部门协调（演示）",
            valid_from=stage.today + SOON,
            reason="快递投诉增多。",
            state=ChangeState.RETURNED,
            author_id=author.id,
            proposed_at=proposed_at,
            reviewer_id=reviewer.id,
            decided_at=proposed_at + timedelta(hours=2),
            answer="请先与邮政管理机构会商，附会商意见。",
        ),
    ]
