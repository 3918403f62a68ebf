"""Names that no rule can find: what a maker itself calls the same model elsewhere. Pure.

Few on purpose: each line is a fact about finished models that cannot change any more.
"""

# Slug -> slug of the same maker, with the reason.
ALIASES: dict[str, tuple[str, str]] = {}
