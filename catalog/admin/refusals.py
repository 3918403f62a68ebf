"""The payload that the guards refused last, as long as it can be accepted."""

import gzip

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import NOTHING, ReadOnlyAdmin
from catalog.admin.elements import link, link_to, link_to_list
from catalog.models import Run, translated
from catalog.refusals import RefusedPayload


@admin.register(RefusedPayload)
class RefusedPayloadAdmin(ReadOnlyAdmin[RefusedPayload]):
    """Its page shows what it would change, and posts to config.views.accept_once."""

    list_display = (
        "day",
        "short_sha256",
        "shown_size",
        "source",
        "refused_at",
        "why",
        "differences",
    )
    fields = (
        *("day", "sha256", "source", "shown_size", "download", "etag", "last_modified"),
        *("refused_at", "guards", "why", "compared_link", "differences", "runs"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RefusedPayload]:
        refused = super().get_queryset(request).select_related("compared_with")
        return refused.defer("payload", "compared_with__payload")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.payload)
        download = path("<int:pk>/payload/", view, name="catalog_refusedpayload_payload")
        return [download, *super().get_urls()]

    def payload(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the payload as gzip: `manage.py pull --from` reads such a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        refused = get_object_or_404(RefusedPayload, pk=pk)
        name = f"refused-{refused.day}.json.gz"
        return HttpResponse(
            gzip.compress(refused.body, mtime=0),
            content_type="application/gzip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @admin.display(description="SHA-256")
    def short_sha256(self, refused: RefusedPayload) -> str:
        return refused.sha256[:12]

    @admin.display(description=_("size"), ordering="size")
    def shown_size(self, refused: RefusedPayload) -> str:
        return filesizeformat(refused.size)

    @admin.display(description=_("payload"))
    def download(self, refused: RefusedPayload) -> str:
        address = reverse("admin:catalog_refusedpayload_payload", args=[refused.pk])
        return link_to(address, f"refused-{refused.day}.json.gz", download=True)

    @admin.display(description=_("reason"))
    def why(self, refused: RefusedPayload) -> str:
        return "\n".join(translated(parts) for parts in refused.objections) or NOTHING

    @admin.display(description=_("differences"))
    def differences(self, refused: RefusedPayload) -> int:
        return sum(refused.report["counts"].values())

    @admin.display(description=_("compared with"))
    def compared_link(self, refused: RefusedPayload) -> str:
        return link(refused.compared_with)

    @admin.display(description=_("runs"))
    def runs(self, refused: RefusedPayload) -> str:
        return link_to_list(Run, _("View runs"), refused__id__exact=refused.pk)
