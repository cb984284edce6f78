"""What is done with rewards: one public function per act, one transaction each."""

from app.matters.rewards.services.claiming import claim_reward
from app.matters.rewards.services.deciding import approve, send_back
from app.matters.rewards.services.erasing import erase_paid_payees
from app.matters.rewards.services.paying import pay, read_payee, refuse_claim
from app.matters.rewards.services.proposing import propose

__all__ = [
    "approve",
    "claim_reward",
    "erase_paid_payees",
    "pay",
    "propose",
    "read_payee",
    "refuse_claim",
    "send_back",
]
