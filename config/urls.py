"""URLs: the apps' own, under a prefix for each language but English."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from api.bundles.page import bundles
from api.views import guide
from config import reports
from config.correct import views as correct
from config.dashboard import dashboard
from config.identity.views import identity_decision, identity_queue, shipped_rules, undo_decision
from config.progress_page import pull_progress
from config.snapshot_diff import compare_snapshots
from config.views import (
    accept_once,
    change_rejection,
    history_status,
    rescore,
    start_pull,
    start_rebuild,
)

ADMIN = settings.ADMIN_PATH
in_admin = admin.site.admin_view  # asks for the second factor, too
admin.site.site_header = admin.site.site_title = _("Model Ledger")

handler404 = "config.errors.page_not_found"

# English has no prefix; Traditional Chinese lives under /zh-hant/.
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("api.urls")),
    *i18n_patterns(
        path("api/", guide, name="api"),
        path("bundles/", bundles, name="bundles"),
        path("history-status/", history_status, name="history-status"),
        path(f"{ADMIN}/", in_admin(dashboard), name="dashboard"),
        path(f"{ADMIN}/rebuild/", in_admin(start_rebuild), name="start-rebuild"),
        path(f"{ADMIN}/rescore/", in_admin(rescore), name="rescore"),
        path(f"{ADMIN}/compare/", in_admin(compare_snapshots), name="compare-snapshots"),
        path(f"{ADMIN}/pull/", in_admin(start_pull), name="start-pull"),
        path(f"{ADMIN}/pull/progress/", in_admin(pull_progress), name="pull-progress"),
        path(f"{ADMIN}/accept/<slug:sha256>/", in_admin(accept_once), name="accept-once"),
        path(f"{ADMIN}/reject/<int:pk>/", in_admin(change_rejection), name="reject-day"),
        path(f"{ADMIN}/correct/", in_admin(correct.correct), name="correct"),
        path(f"{ADMIN}/correct/<int:pk>/end/", in_admin(correct.end), name="end-correction"),
        path(
            f"{ADMIN}/report/<int:pk>/decline/",
            in_admin(reports.decline_report),
            name="decline-report",
        ),
        path(f"{ADMIN}/reports/", in_admin(reports.accepted_reports), name="accepted-reports"),
        path(f"{ADMIN}/identity/", in_admin(identity_queue), name="identity-queue"),
        path(f"{ADMIN}/identity/rules/", in_admin(shipped_rules), name="shipped-rules"),
        path(f"{ADMIN}/identity/decide/", in_admin(identity_decision), name="decide-identity"),
        path(f"{ADMIN}/identity/<int:pk>/undo/", in_admin(undo_decision), name="undo-identity"),
        path(f"{ADMIN}/", admin.site.urls),
        path("", include("pages.urls")),
        path("", include("pricing.urls")),
        path("", include("scoring.urls")),
        path("", include("changelog.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler500 = "config.errors.server_error"
