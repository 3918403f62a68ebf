"""Setting up one's own second factor: the secret as a QR code, confirmed by a first code."""

from base64 import b32encode, b64encode
from io import BytesIO
from typing import Any

import qrcode
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_otp import login
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathImage

PAGE = "admin:two-factor"


@require_http_methods(["GET", "HEAD", "POST"])
def two_factor(request: HttpRequest) -> HttpResponse:
    """Show the state of the user's device; post `do=start`, a `code`, or `do=remove`."""
    device = TOTPDevice.objects.filter(user=request.user).order_by("-confirmed", "-id").first()
    if request.method == "POST":
        return _change(request, device)
    waiting = device is not None and not device.confirmed
    context = {
        **admin.site.each_context(request),
        "title": _("Two-factor authentication"),
        "device": device,
        "secret": secret_text(device) if waiting else "",
        "picture": qr_code(device.config_url) if device and waiting else "",
    }
    return render(request, "staff/two_factor.html", context)


def _change(request: HttpRequest, device: Any) -> HttpResponse:
    if "code" in request.POST and device is not None and not device.confirmed:
        _confirm(request, device)
    elif request.POST.get("do") == "remove" and device is not None and _may_remove(request, device):
        device.delete()
        messages.success(request, _("Two-factor authentication is off for your account."))
    elif request.POST.get("do") == "start" and device is None:
        TOTPDevice.objects.create(user=request.user, name=_("authenticator app"), confirmed=False)
    return redirect(PAGE)


def _may_remove(request: HttpRequest, device: Any) -> bool:
    """Tell whether a device may go: one in use only by who signed in with a code."""
    return not device.confirmed or bool(request.user.is_verified())  # type: ignore[union-attr]


def _confirm(request: HttpRequest, device: Any) -> None:
    if not device.verify_token(request.POST["code"].replace(" ", "")):
        messages.error(request, _("That code isn’t valid. Enter the current one."))
        return
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    login(request, device)
    messages.success(request, _("Two-factor authentication is on. You’ll need a code to sign in."))


def secret_text(device: Any) -> str:
    """Return the secret as authenticator apps take it, in groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def qr_code(text: str) -> str:
    """Return a QR code of the text as the URL of an SVG picture."""
    picture = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage).save(picture)
    return f"data:image/svg+xml;base64,{b64encode(picture.getvalue()).decode()}"
