"""The addresses of version 1 of the API."""

from django.urls import path

from api import views
from api.endpoints.as_of import as_of
from api.routes import router

app_name = "api"
urlpatterns = [
    *router.urls,
    path("as-of/<str:day>/<path:rest>", as_of, name="as-of"),
    path("openapi.json", views.openapi, name="openapi"),
]
