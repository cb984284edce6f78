"""What comes in: questions, drafts, submission, registration by staff, and merging."""
