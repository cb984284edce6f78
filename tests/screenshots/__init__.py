"""The pictures of the README, taken of a demonstration site by ``make screenshots``."""
