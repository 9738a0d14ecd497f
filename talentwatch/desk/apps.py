"""The desk as a Django app: its templates, static files, and the admin site that replaces Django's own."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class DeskConfig(AppConfig):
    name = "talentwatch.desk"
    default = True


class DeskSiteConfig(admin_apps.AdminConfig):
    """Django's admin on our own site."""

    default = False
    default_site = "talentwatch.desk.site.DeskSite"
