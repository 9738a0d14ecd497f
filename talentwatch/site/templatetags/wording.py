"""Template filters of the public pages: the phrases and wordings, under their own names."""

from typing import Any
from urllib.parse import urljoin

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from events.citations import cited_sources
from people.evidence import Stance
from people.move_counts import PeopleCount
from talentwatch import phrases
from talentwatch.api import jsonld
from talentwatch.site import wording
from talentwatch.site.cards import card_address

register = template.Library()
register.filter("script", jsonld.script_element)

for function in (
    card_address,
    cited_sources,
    phrases.format_count,
    phrases.format_date,
    phrases.format_date_with_preposition,
    phrases.format_departure,
    phrases.format_event_numbers,
    phrases.format_leaving,
    phrases.format_left_for,
    phrases.format_number,
    phrases.format_outcome,
    phrases.format_period,
    phrases.format_stated_period,
    phrases.format_tenure,
    phrases.format_whereabouts,
    wording.count,
    wording.language_name,
    wording.name_details,
    wording.source_details,
    wording.source_name,
    wording.web_address,
):
    register.filter(function.__name__, function)


@register.filter
def confidence_words(confidence: str) -> str:
    return wording.CONFIDENCE[confidence]


@register.filter
def stance_words(stance: str) -> str:
    return wording.STANCES[Stance(stance)]


@register.filter
def format_people_count(count: PeopleCount) -> str:
    """“12”, or “9–12” where only some are certain."""
    return f"{count.possible:,}" if count.certain == count.possible else f"{count.certain:,}–{count.possible:,}"


@register.filter
def plain(code: str) -> str:
    """role_change is “role change”."""
    return code.replace("_", " ")


@register.filter
def embed_code(chart: Any, page: str) -> str:
    """HTML that shows a ChartImage on another site and links to the page, an absolute address."""
    return format_html(
        '<a href="{}"><img src="{}" alt="{}" style="width: 100%; max-width: 540px"></a>',
        page,
        urljoin(page, chart.address),
        chart.alt,
    )


class CaptureNode(template.Node):
    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 it was escaped as it was rendered
        return SafeString()


@register.tag
def capture(parser: template.base.Parser, token: template.base.Token) -> CaptureNode:
    """Keep what is inside under a name, to show it more than once: a block can stand in a template only once."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


@register.filter
def root(address: str) -> str:
    """The address of the site's front page, from that of any page."""
    return urljoin(address, "/")
