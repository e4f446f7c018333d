"""Pages of the room `sop`."""

from django.urls.resolvers import URLPattern

app_name = "sop"
urlpatterns: list[URLPattern] = []
