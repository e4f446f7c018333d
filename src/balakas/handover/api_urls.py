"""Addresses of the field API, version 1."""

from django.urls import path

from balakas.handover.views import api

app_name = "field"

urlpatterns = [
    path("enrol", api.enrol, name="enrol"),
    path("me", api.me, name="me"),
    path("bundle", api.bundle, name="bundle"),
    path("papers", api.papers, name="papers"),
    path("papers/photographed", api.photographed, name="photographed"),
    path("events", api.events, name="events"),
    path("release", api.release, name="release"),
    path("attachments/<str:sha256>", api.attachment, name="attachment"),
    path("attachments/<str:sha256>/<int:index>", api.chunk, name="chunk"),
]
