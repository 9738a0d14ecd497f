"""Articles that an editor has begun to enter."""

import json
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from talentwatch.text import replace_non_xml

LABEL_LENGTH = 120
# Of a screen whose editor left it to a publisher. The JSON has no spaces, and in a text its quotes would be escaped.
LEFT_TO_PUBLISHER = '"left_to_publisher":true'


class UnfinishedArticleQuerySet(models.QuerySet):
    def of(self, editor: Any) -> Self:
        """Those that one editor began, the last one first."""
        return self.filter(editor=editor.pk).order_by("-updated_at", "-pk")

    def with_is_left(self) -> Self:
        """Each with `is_left`: whether its editor left it to a publisher."""
        return self.annotate(is_left=models.Q(content__contains=LEFT_TO_PUBLISHER))


class UnfinishedArticle(models.Model):
    """What an editor has typed of an article that isn't saved as records yet: the whole screen, with the pasted text."""

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unfinished_articles")
    label = models.CharField(max_length=LABEL_LENGTH, help_text="What the front page calls it.")
    content = models.TextField(help_text="The screen as JSON in ASCII, which any database stores whatever was pasted.")
    revision = models.PositiveIntegerField(default=1, help_text="Counts the saves; a save of an older one is refused.")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = UnfinishedArticleQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.label

    @property
    def screen(self) -> dict[str, Any]:
        screen: dict[str, Any] = json.loads(self.content)
        return screen

    @screen.setter
    def screen(self, screen: dict[str, Any]) -> None:
        self.content = json.dumps(screen, separators=(",", ":"))
        self.label = article_label(screen)


def article_label(screen: dict[str, Any]) -> str:
    """A line by which the editor recognises the article: its title, or its publisher and how it begins, or its address."""
    source = screen.get("source")
    values = source if isinstance(source, dict) else {}
    title, publisher, url, text = map(one_line, (*map(values.get, ("title", "publisher", "url")), screen.get("text")))
    by_publisher = ": ".join(filter(None, (publisher, text or url))) if publisher else ""
    label = title or by_publisher or url or text or "An article without a title"
    return label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1]}…"


def one_line(text: Any) -> str:
    return " ".join(replace_non_xml(text[:1000]).split()) if isinstance(text, str) else ""
