"""The register of honours: who was given what by whom, and until when it holds."""
