"""Pages of the room `recipients`."""

from django.urls.resolvers import URLPattern

app_name = "recipients"
urlpatterns: list[URLPattern] = []
