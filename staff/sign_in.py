"""The form that signs in: a password, and a code where the account or the site wants one."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_otp import devices_for_user
from django_otp.admin import OTPAdminAuthenticationForm


class SignInForm(OTPAdminAuthenticationForm):  # type: ignore[misc]
    """Asks for a code if the account has a device, or if the site requires one of everyone."""

    otp_token = forms.CharField(
        label=_("Authentication code"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    otp_device = forms.CharField(label=_("Device"), required=False, widget=forms.Select)
    otp_error_messages: ClassVar[dict[str, Any]] = {
        **OTPAdminAuthenticationForm.otp_error_messages,
        "token_required": _("Enter the code from your authenticator app."),
        "invalid_token": _("That code isn’t valid. Enter the current one."),
        "device_required": _("Choose the device that shows your code."),
    }

    @property
    def asks_code(self) -> bool:
        """Whether the page shows the field: at once if everyone needs a code."""
        return settings.TWO_FACTOR or self.get_user() is not None

    @property
    def asks_device(self) -> bool:
        return len(self.fields["otp_device"].widget.choices) > 2  # with the blank one

    def clean_otp(self, user: Any) -> None:
        devices = list(devices_for_user(user)) if user else []
        if user is None or not (devices or settings.TWO_FACTOR):
            return
        if len(devices) == 1:  # which need not be chosen
            self.cleaned_data["otp_device"] = devices[0].persistent_id
        super().clean_otp(user)
