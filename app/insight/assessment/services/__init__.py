"""The acts of an assessment, from the draft of its plan to its publication."""
