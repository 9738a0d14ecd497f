"""What the desk's front page shows of this app: the link to the screen, and the unfinished articles."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talentwatch.articles.views import may_enter, readable_articles


def render_section(request: HttpRequest) -> str:
    if not may_enter(request.user):
        return ""
    articles = list(readable_articles(request.user).with_is_left().defer("content"))
    others = [article for article in articles if article.editor != request.user]
    context = {
        "articles": [article for article in articles if article.editor == request.user],
        "lists_of_others": [
            ("left", "Left to a publisher", [article for article in others if article.is_left]),
            ("others", "Unfinished articles of others", [article for article in others if not article.is_left]),
        ],
    }
    return render_to_string("admin/articles/front_page.html", context, request)
