"""The words that the templates of the public pages know."""

from django import template

from people.evidence import Stance
from talentwatch import phrases
from talentwatch.api import jsonld
from talentwatch.site import wording

register = template.Library()
register.filter("script", jsonld.script_element)

for word in (
    phrases.day_words,
    phrases.number_words,
    wording.beside_words,
    wording.language_words,
    wording.length_words,
    wording.name_words,
    wording.said_words,
    wording.span_words,
    wording.speaker_words,
    wording.tenure_words,
    wording.web_address,
):
    register.filter(word.__name__, word)


@register.filter
def date_words(text: str | None) -> str:
    return wording.date_words(wording.partial(text))


@register.filter
def when_words(text: str | None) -> str:
    return wording.when_words(wording.partial(text))


@register.filter
def confidence_words(confidence: str) -> str:
    return wording.CONFIDENCE[confidence]


@register.filter
def stance_words(stance: str) -> str:
    return wording.STANCES[Stance(stance)]


@register.filter
def plain(code: str) -> str:
    """role_change is “role change”."""
    return code.replace("_", " ")
