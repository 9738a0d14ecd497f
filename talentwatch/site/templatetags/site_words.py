"""The words that the templates of the public pages know."""

from django import template

from people.evidence import Stance
from talentwatch import phrases
from talentwatch.api import jsonld
from talentwatch.site import words

register = template.Library()
register.filter("script", jsonld.script)

for word in (
    phrases.day_words,
    phrases.number_words,
    words.beside_words,
    words.language_words,
    words.length_words,
    words.name_words,
    words.said_words,
    words.span_words,
    words.speaker_words,
    words.tenure_words,
    words.web_address,
):
    register.filter(word.__name__, word)


@register.filter
def date_words(text: str | None) -> str:
    return words.date_words(words.partial(text))


@register.filter
def when_words(text: str | None) -> str:
    return words.when_words(words.partial(text))


@register.filter
def confidence_words(confidence: str) -> str:
    return words.CONFIDENCE[confidence]


@register.filter
def stance_words(stance: str) -> str:
    return words.STANCES[Stance(stance)]


@register.filter
def plain(code: str) -> str:
    """role_change is “role change”."""
    return code.replace("_", " ")
