"""From a draft to a submission, and merging with its like."""
