"""Pages of the room `desk`."""

from django.urls import path

from balakas.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("galeri/", views.gallery, name="gallery"),
]
