"""The addresses of the screen "Enter an article", all of them at the desk."""

from django.contrib import admin
from django.urls import path

from talentwatch.articles import views

app_name = "articles"
urlpatterns = [
    path("enter/", admin.site.admin_view(views.enter_view), name="enter"),
    path("autosave/", admin.site.admin_view(views.autosave_view), name="autosave"),
    path("discard/", admin.site.admin_view(views.discard_view), name="discard"),
    path("read/", admin.site.admin_view(views.read_view), name="read"),
    path("suggest/", admin.site.admin_view(views.suggest_view), name="suggest"),
    path("source/", admin.site.admin_view(views.source_view), name="source"),
    path("preview/", admin.site.admin_view(views.preview_view), name="preview"),
    path("save/", admin.site.admin_view(views.save_view), name="save"),
]
