from tests.changelog.factories import publish
from tests.template_queries import no_template_queries

__all__ = ["no_template_queries", "publish"]
