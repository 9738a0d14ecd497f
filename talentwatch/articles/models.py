"""Articles that an editor has begun to enter."""

import json
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from talentwatch.text import replace_non_xml

LABEL_LENGTH = 120
LABELLED_BY = ("title", "publisher", "url")  # of the source; else the article's first words


class UnfinishedArticleQuerySet(models.QuerySet):
    def of(self, editor: Any) -> Self:
        """Those that one editor began, the last one first."""
        return self.filter(editor=editor.pk).order_by("-updated_at", "-pk")


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
    """A line by which the editor recognises the article, from whatever is there already."""
    source = screen.get("source")
    texts = [source.get(key) for key in LABELLED_BY] if isinstance(source, dict) else []
    for text in [*texts, screen.get("text")]:
        if isinstance(text, str) and (words := " ".join(replace_non_xml(text[:1000]).split())):
            return words if len(words) <= LABEL_LENGTH else f"{words[: LABEL_LENGTH - 1]}…"
    return "An article without a title"
