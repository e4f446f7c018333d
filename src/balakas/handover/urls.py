"""Pages of the room `handover`."""

from django.urls.resolvers import URLPattern

app_name = "handover"
urlpatterns: list[URLPattern] = []
