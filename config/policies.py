"""Headers that limit what browsers let pages do, for which Django has no setting."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

# Nothing here uses them, so no script that got in may either.
UNUSED_FEATURES = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"),
    *("microphone", "midi", "payment", "usb"),
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)


def policy_headers(get_response: GetResponse) -> GetResponse:
    """Middleware: no device for any page; other sites may embed files, and no pages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if kind := response.get("Content-Type"):  # a 304 has none, and none of these either
            own = "same-origin" if kind.startswith("text/html") else "cross-origin"
            response.setdefault("Cross-Origin-Resource-Policy", own)
        return response

    return middleware
