"""Login, password and second factor: allauth's views under our paths and names, without sign-up and e-mail pages."""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("kata-sandi/", views.password_change, name="account_change_password"),
    path("ulang/", views.reauthenticate, name="account_reauthenticate"),
    path("nonaktif/", views.account_inactive, name="account_inactive"),
    path("faktor-kedua/", include("allauth.mfa.urls")),
]
