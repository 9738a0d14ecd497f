"""The words that the templates of the public pages know."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from people.evidence import Stance
from talentwatch.site import words

register = template.Library()
UNSAFE_IN_A_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}

for word in (
    words.day_words,
    words.beside_words,
    words.language_words,
    words.length_words,
    words.name_words,
    words.number_words,
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


@register.filter
def data_block(data: dict[str, Any]) -> SafeString:
    """JSON that can stand in a script element: nothing in it ends the element or begins another."""
    text = json.dumps(data, ensure_ascii=False).translate(UNSAFE_IN_A_SCRIPT)
    return mark_safe(text)  # noqa: S308 what HTML would read is escaped above
