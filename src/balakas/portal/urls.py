"""Pages of the room `portal`."""

from django.urls import path

from balakas.portal import views

app_name = "portal"
urlpatterns = [
    path("info/", views.home, name="home"),
    path("cek/", views.check_form, name="check_form"),
    path("cek/<str:code>", views.check, name="check"),
    path("tentang/", views.about, name="about"),
    path("privasi/", views.privacy, name="privacy"),
    path("bahasa/<str:code>/", views.language, name="language"),
]
