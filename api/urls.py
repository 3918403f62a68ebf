"""The addresses of version 1 of the API."""

from django.urls import path, register_converter

from api import views
from api.bundles import views as bundles
from api.bundles.manifest import DIGEST_LENGTH
from api.endpoints.as_of import as_of
from api.routes import router


class DigestConverter:
    """The digest of a bundle, in an address."""

    regex = f"[0-9a-f]{{{DIGEST_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DigestConverter, "digest")

app_name = "api"
urlpatterns = [
    *router.urls,
    path("as-of/<str:day>/<path:rest>", as_of, name="as-of"),
    # Bundles: the whole catalogue of a day as files
    path("bundles/minisign.pub", bundles.public_key_file, name="bundle-key"),
    path("bundles/latest/<str:name>", bundles.latest_file, name="bundle-latest"),
    path("bundles/<str:day>/<str:name>", bundles.file_of_day, name="bundle-of-day"),
    path("bundles/<str:day>/<digest:digest>/<str:name>", bundles.bundle_file, name="bundle-file"),
    path("openapi.json", views.openapi, name="openapi"),
]
