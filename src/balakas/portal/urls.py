"""Pages of the room `portal`."""

from django.urls.resolvers import URLPattern

app_name = "portal"
urlpatterns: list[URLPattern] = []
