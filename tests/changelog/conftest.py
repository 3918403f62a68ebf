from tests.changelog.factories import said

__all__ = ["said"]
