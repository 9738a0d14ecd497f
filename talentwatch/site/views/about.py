"""The page /about/: who runs the site, how it works, and how old its data are."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import Employment, EndState, Organization, Person, Source
from talentwatch.changefeed.models import Change
from talentwatch.site.base_views import PageView
from talentwatch.site.models import SiteText
from talentwatch.site.report_link import report_link
from talentwatch.site.shipped_texts import REPORT_ADDRESS
from talentwatch.site.wording import CONFIDENCE_RULES, count

RECENT = timedelta(days=365)


class AboutPage(PageView):
    """The texts of the newsroom about itself, with what the database says of itself."""

    template_name = "site/about.html"

    def parameter_names(self) -> tuple[str, ...]:
        return ()

    def card_texts(self, request: Request) -> tuple[str, str]:
        age = data_age(timezone.now().date())
        numbers = [
            count(age["people"], "person,people"),
            count(age["organizations"], "organization,organizations"),
            count(age["sources"]["count"], "source,sources"),
        ]
        return "About talentwatch", f"{', '.join(numbers)}, in {count(age['languages'], 'language,languages')}"

    def get(self, request: Request) -> Response:
        texts = SiteText.objects.texts()
        address = texts.pop(REPORT_ADDRESS).text
        return Response(
            {
                "canonical": self.canonical_url,
                "sections": list(texts.values()),
                "report_link": report_link(address, "An error"),
                "confidence": CONFIDENCE_RULES,
                "age": data_age(timezone.now().date()),
            }
        )


def data_age(day: date) -> dict[str, Any]:
    """When the data were last edited, of when the latest source is, and how long ago ongoing jobs were last reported."""
    ongoing = Employment.objects.published().not_refuted().filter(end_state=EndState.ONGOING)
    counts = ongoing.aggregate(
        ongoing=Count("pk"),
        recent=Count("pk", filter=Q(verified_on__gte=day - RECENT)),
        undated=Count("pk", filter=Q(verified_on=None)),
    )
    sources = Source.objects.published()
    # “de” and “de-AT” are one language.
    tags = sources.order_by().values_list("language", flat=True).distinct()
    languages = {tag.partition("-")[0] for tag in tags}
    return {
        "edited_at": Change.objects.aggregate(last=Max("at"))["last"],
        "people": Person.objects.published().count(),
        "organizations": Organization.objects.published().count(),
        "sources": sources.aggregate(count=Count("pk"), latest=Max("published_earliest")),
        "languages": len(languages),
        **counts,
        "older": counts["ongoing"] - counts["recent"] - counts["undated"],
    }
