"""Pages of the room `distributions`."""

from django.urls.resolvers import URLPattern

app_name = "distributions"
urlpatterns: list[URLPattern] = []
