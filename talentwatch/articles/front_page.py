"""What the desk's front page shows of this app: the link to the screen, and the unfinished articles."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talentwatch.articles.views import may_enter, readable_articles


def render_section(request: HttpRequest) -> str:
    if not may_enter(request.user):
        return ""
    articles = list(readable_articles(request.user).defer("content"))
    own = [article for article in articles if article.editor == request.user]
    others = [article for article in articles if article.editor != request.user]
    return render_to_string("admin/articles/front_page.html", {"articles": own, "articles_of_others": others}, request)
