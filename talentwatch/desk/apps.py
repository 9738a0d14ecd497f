"""The desk as a Django app: its templates, static files, and the admin site that replaces Django's own."""

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin import apps as admin_apps


class DeskConfig(AppConfig):
    name = "talentwatch.desk"
    default = True

    def ready(self) -> None:
        from talentwatch.desk.job_admin import render_jobs  # noqa: PLC0415 models are loaded by now
        from talentwatch.desk.review_notices import render_returned  # noqa: PLC0415 the same

        admin.site.front_page_sections += [render_returned, render_jobs]  # type: ignore[attr-defined]  # our DeskSite has them


class DeskSiteConfig(admin_apps.AdminConfig):
    """Django's admin on our own site."""

    default = False
    default_site = "talentwatch.desk.site.DeskSite"

    def ready(self) -> None:
        from django_otp.plugins.otp_static.models import StaticDevice  # noqa: PLC0415 models are loaded by now
        from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: PLC0415 models only import once the apps are ready

        super().ready()
        # Nobody sees or sets the keys of others: editors have a page for their own, operators a command for a lost phone.
        admin.site.unregister([TOTPDevice, StaticDevice])
