"""What Django keeps of each page that a test asks for, and no more than tests read.

Django copies the context of every template that is rendered, each box of a form and each include too: for a form of the
desk some hundred copies, which took half the time of its tests. Tests read `response.context` of the page itself.
"""

from typing import Any

from django.template import RequestContext, Template
from django.test.signals import template_rendered


def keep_contexts_of_pages() -> None:
    """From now on, `response.context` is that of the page, without those of its parts. Django undoes it after the last test."""
    # Where Django's own setup_test_environment() hooks in too.
    Template._render = _render  # type: ignore[method-assign]  # django-stubs knows it as a method only


def _render(template: Template, context: Any) -> Any:
    # An include is rendered in the context of its page, and a box of a form in one without a request.
    if isinstance(context, RequestContext) and context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)
