"""The catalogue's tables, read-only: all of them are derived from the feed, or filled on own pages.

Each module below registers its models when Django imports this package.
"""

from catalog.admin import (
    announcements,
    canonical_models,
    corrections,
    decisions,
    identity_evidence,
    offerings,
    refusals,
    snapshots,
)

__all__ = (
    "announcements",
    "canonical_models",
    "corrections",
    "decisions",
    "identity_evidence",
    "offerings",
    "refusals",
    "snapshots",
)
