"""The admin's site: every table has a history with values, every form a guard against clashes."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path

from staff.bounded_pages import BoundedPages
from staff.edit_conflicts import Guarded
from staff.sign_in import SignInForm
from staff.two_factor import two_factor


class LedgerAdminSite(admin.AdminSite):
    """Django's site, with a second factor where `TWO_FACTOR` is set."""

    login_form = SignInForm
    login_template = "staff/sign_in.html"
    # The lists need its place: at 1280 px their columns do not fit beside it.
    enable_nav_sidebar = False

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: Any = None,
        **options: Any,
    ) -> None:
        """Register with `Guarded` and `BoundedPages`, so that no table is without them."""
        given = admin_class or admin.ModelAdmin
        bases = (Guarded, BoundedPages, given)
        guarded = type(given.__name__, bases, {"__module__": given.__module__})
        super().register(model_or_iterable, guarded, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = path("two-factor/", self.admin_view(two_factor), name="two-factor")
        return [own, *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        return not settings.TWO_FACTOR or bool(request.user.is_verified())  # type: ignore[union-attr]
