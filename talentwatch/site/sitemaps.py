"""For search engines: every public page with the time of its last change, and robots.txt."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from talentwatch.editions.models import Edition
from talentwatch.resources import RECORD_TYPES

MAX_URLS = 10_000  # of one sitemap; the protocol allows 50,000 and 50 MB


class Records(Sitemap):
    """The public records of one model."""

    limit = MAX_URLS

    def __init__(self, model: Any, page: str) -> None:
        self.model, self.page = model, page

    def items(self) -> Any:
        return self.model.objects.published().only("slug", "updated_at").order_by("slug")

    def location(self, item: Any) -> str:
        return reverse(self.page, kwargs={"slug": item.slug})

    def lastmod(self, item: Any) -> Any:
        return item.updated_at

    def get_latest_lastmod(self) -> Any:
        # Without this, Django fetches every row to compare their dates.
        return self.model.objects.published().aggregate(last=Max("updated_at"))["last"]


class Editions(Sitemap):
    """The editions of the data."""

    def items(self) -> Any:
        return Edition.objects.only("slug", "at").order_by("at")

    def lastmod(self, item: Edition) -> Any:
        return item.at


class Pages(Sitemap):
    """The pages that belong to no record, by the names of their addresses."""

    def items(self) -> list[str]:
        return ["front", "moves", "people", "organizations", "cohorts", "data", "about", "corrections"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: dict[str, Any] = {
    "pages": Pages(),
    **{name: Records(one.model, one.page) for name, one in RECORD_TYPES.items() if one.page},
    "editions": Editions(),
}
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /*?*cursor=
Sitemap: {}
"""


@csrf_exempt
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return sitemap_views.index(request, SITEMAPS, sitemap_url_name="sitemap")


@csrf_exempt
@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, SITEMAPS, section)


@csrf_exempt
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri(reverse("sitemaps"))
    return HttpResponse(ROBOTS.format(address), content_type="text/plain; charset=utf-8")
