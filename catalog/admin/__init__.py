"""The catalogue's tables, read-only: all of them are derived from the feed.

Corrections by editors will be a table of their own, see docs/decisions/0009-corrections.md.
Each module below registers its models when Django imports this package.
"""

from catalog.admin import canonical_models, identity_evidence, offerings, snapshots

__all__ = ("canonical_models", "identity_evidence", "offerings", "snapshots")
