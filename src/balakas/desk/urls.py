"""Pages of the room `desk`."""

from django.urls import path

from balakas.desk.views import home, settings

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("galeri/", home.gallery, name="gallery"),
    path("pengaturan/", settings.index, name="settings"),
    path("pengaturan/jejak/", settings.audit, name="audit"),
]
