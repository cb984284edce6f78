"""What is done with complaints from the command line."""

from app.complaints.commands.clocks import clocks_cli
from app.complaints.commands.routing import routing_cli

__all__ = ["clocks_cli", "routing_cli"]
