"""Submissions of residents, and the matters (投诉 and 举报 tracks) that they open."""
