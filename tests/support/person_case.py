"""A case about a natural person, as the form of the desk takes it."""

from datetime import timedelta

from app.kernel import clock

NAME, SHOWN, PAPER = "钱虚构", "钱某某", "11010519491231002X"
CASE = {
    "title": "钱虚构无证经营案",
    "party_kind": "person",
    "party_name": NAME,
    "party_paper": PAPER,
    "violation": "无证经营",
    "facts": "钱虚构未取得许可证即开始经营。",
    "basis": "《食品安全法》第一百二十二条",
    "penalty_kinds": ["fine"],
    "content": "对钱虚构罚款五千元",
    "decided_on": f"{clock.today() - timedelta(days=30)}",
    "deciding_body": "试验监管局",
    "field": "food",
    "severity": "ordinary",
}
