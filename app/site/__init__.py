"""The surfaces: pages of the portal, the JSON API, the shell of the back office."""
