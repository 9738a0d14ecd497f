"""What the desk's front page shows of this app: the link to the screen, and the editor's unfinished articles."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talentwatch.articles.models import UnfinishedArticle
from talentwatch.articles.views import may_enter


def render_section(request: HttpRequest) -> str:
    if not may_enter(request.user):
        return ""
    articles = UnfinishedArticle.objects.of(request.user).defer("content")
    return render_to_string("admin/articles/front_page.html", {"articles": articles}, request)
