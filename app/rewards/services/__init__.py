"""What is done with rewards: one public function per act, one transaction each."""

from app.rewards.services.claiming import claim_reward
from app.rewards.services.deciding import approve, send_back
from app.rewards.services.erasing import erase_paid_payees
from app.rewards.services.paying import pay, read_payee, refuse_claim
from app.rewards.services.proposing import propose

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
