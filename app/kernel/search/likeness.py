"""How like a name must be to be offered, whatever the engine."""

SIMILAR_ENOUGH = 0.3
"""The least share of what was typed, by weight, that a name must have."""

NEAR_BEST = 0.5
"""Names less like than this part of the best are left out."""

SOUND_SHARE = 0.8
"""What a pair counts that only sounds the same."""

UNKNOWN_SHARE = 0.3
"""What a pair that stands in no name counts, of what it would if it stood in one."""
