"""The field app under `/pos/`: its service worker controls this and nothing else."""

from django.urls import path

from balakas.handover.views import app

app_name = "field_app"
urlpatterns = [
    path("", app.app, name="app"),
    path("bagikan", app.share, name="share"),
    path("sw.js", app.worker, name="worker"),
    path("app.webmanifest", app.description, name="description"),
]
