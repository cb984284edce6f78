"""Drafts, and what their forms offer to choose from; matters that have something in common."""
