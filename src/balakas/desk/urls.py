"""Pages of the room `desk`."""

from django.urls import path

from balakas.desk.views import home, settings

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("galeri/", home.gallery, name="gallery"),
    path("pengaturan/", settings.index, name="settings"),
    path("pengaturan/jejak/", settings.audit, name="audit"),
    path("pengaturan/wilayah/", settings.regions, name="regions"),
    path("pengaturan/wilayah/batas/", settings.boundaries, name="region_boundaries"),
    path("pengaturan/wilayah/sebutan/", settings.spelling, name="region_spelling"),
]
