"""Why a post or an event is as sure as it is, in a sentence."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def weight(confidence: str, evidence: Iterable[Any]) -> SafeString:
    """The confidence, then each source with its stance; those that don't count yet, and those that repeat another."""
    rows = [(str(item.source), item.get_stance_display().lower(), _note(item.source)) for item in evidence]
    if not rows:
        return format_html("<strong>{}</strong>: no source yet.", confidence)
    told = format_html_join("; ", "<bdi>{}</bdi>: {}{}", rows)
    return format_html("<strong>{}</strong>. It follows from {}.", confidence, told)


def _note(source: Any) -> str:
    if not source.is_published:
        return " (not counted: the source isn't published)"
    root = source.chain()[-1]
    return "" if root == source else f" (repeats {root})"
