"""The screen "Enter an article": its page, and what its script asks for, in JSON."""

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from people.models import Source
from people.models.quoted import QUOTE_LENGTH
from talentwatch.articles.build_records import Question, stored_source
from talentwatch.articles.enter_article import ArticleReport, SaveAction, enter_article
from talentwatch.articles.known_names import known_names
from talentwatch.articles.models import UnfinishedArticle, UnfinishedArticleQuerySet
from talentwatch.articles.reading import ArticleError, read_article
from talentwatch.articles.screen import CHOICES, COLUMNS, MAX_ROWS, ScreenError, read_screen
from talentwatch.articles.suggestions import MODELS, suggest
from talentwatch.dates import PartialDateError
from talentwatch.desk.links import admin_url
from talentwatch.desk.review_notices import announce_submitted
from talentwatch.exchange.layout import LIST_OF
from talentwatch.publishing.permissions import has_permission
from talentwatch.records.status import Status
from talentwatch.resources import RECORD_TYPES
from talentwatch.text import whole_number
from talentwatch.typed_dates import parse_typed

MAX_BYTES = 2_000_000  # of what a page may send
MAX_UNFINISHED = 50  # articles that an editor may have begun
SCRIPTS = ("read", "suggest", "source", "autosave", "discard", "preview", "save")
View = Callable[[HttpRequest], HttpResponse]


class RequestError(Exception):
    """A request that can't be answered: the sentence for the editor, and the status."""

    def __init__(self, sentence: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(sentence)
        self.status = status


def may_enter(user: Any) -> bool:
    """Users who may add sources may enter an article; what else they need depends on what it says."""
    return has_permission(user, "add", Source)


def readable_articles(user: Any) -> UnfinishedArticleQuerySet:
    """The unfinished articles that a user may open, change and discard: their own, and a publisher everybody's.

    A writer can't save what changes a published record, so that a publisher has to finish it.
    """
    articles = UnfinishedArticle.objects.select_related("editor").order_by("-updated_at", "-pk")
    return articles if has_permission(user, "publish", Source) else articles.of(user)


def json_view(method: str) -> Callable[[View], View]:
    """A view that takes one method and answers in JSON, errors too: {error}."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            try:
                if request.method != method:
                    raise RequestError(f"Only {method} is accepted here.", HTTPStatus.METHOD_NOT_ALLOWED)
                if not may_enter(request.user):
                    raise RequestError("Your role doesn’t let you enter articles.", HTTPStatus.FORBIDDEN)
                response = view(request)
            except RequestError as error:
                response = JsonResponse({"error": str(error)}, status=error.status)
            response["Cache-Control"] = "no-store"
            return response

        return answer

    return decorate


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that a page sent. Raises RequestError."""
    too_big = RequestError(
        f"This is larger than {MAX_BYTES // 1_000_000} MB: enter the article in parts.",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise too_big from error
    if len(body) > MAX_BYTES:
        raise too_big
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError("The page sent something that isn’t JSON: reload it.") from error
    if not isinstance(data, dict):
        raise RequestError("The page sent something else than a JSON object: reload it.")
    # In two tabs, somebody else may have logged in since.
    if data.get("editor", request.user.pk) != request.user.pk:
        raise RequestError("Somebody else has logged in since in this browser.", HTTPStatus.FORBIDDEN)
    return data


def enter_view(request: HttpRequest) -> HttpResponse:
    """The page: an empty screen, or an unfinished article."""
    if not may_enter(request.user):
        raise PermissionDenied
    articles = readable_articles(request.user)
    key = whole_number(request.GET.get("article", ""))
    article = articles.filter(pk=key).first() if key is not None else None
    setup = {
        "columns": [column.as_json() for column in COLUMNS],
        "choices": {
            name: [{"value": value, "label": str(label)} for value, label in choices.choices]
            for name, choices in CHOICES.items()
        },
        "urls": {name: reverse(f"articles:{name}") for name in SCRIPTS}
        | {"date": reverse("admin:read_date"), "start": reverse("admin:people_employment_read_length")},
        "login": reverse("admin:login"),
        "front": reverse("admin:index"),
        "editor": request.user.pk,
        "article": article and {"id": article.pk, "revision": article.revision, "screen": article.screen},
        "limits": {"rows": MAX_ROWS, "passage": QUOTE_LENGTH},
    }
    context = {
        "title": "Enter an article",
        "setup": setup,
        "is_gone": "article" in request.GET and article is None,
        "begun_by": article.editor if article and article.editor != request.user else None,
        "actions": actions_of(request.user),
        "default_action": actions_of(request.user)[-1][0],
    }
    return TemplateResponse(request, "admin/articles/enter.html", {**admin.site.each_context(request), **context})


def actions_of(user: Any) -> list[tuple[str, str]]:
    """What this user may do with new records, the furthest last."""
    return [
        (action.value, str(action.label))
        for action in SaveAction
        if action == SaveAction.DRAFT or has_permission(user, action.value, Source)
    ]


# Unfinished articles


@json_view("POST")
def autosave_view(request: HttpRequest) -> HttpResponse:
    """Keep the screen: {id, revision, screen} → {id, revision}. 409 for an older revision, 404 for one that is gone."""
    data = read_body(request)
    screen, revision = data.get("screen"), data.get("revision")
    if not isinstance(screen, dict):
        raise RequestError("There is no screen in this.")
    with transaction.atomic():
        if data.get("id") is None:
            if UnfinishedArticle.objects.of(request.user).count() >= MAX_UNFINISHED:
                raise RequestError(
                    f"You have {MAX_UNFINISHED} unfinished articles: save or discard some of them first."
                )
            article = UnfinishedArticle(editor=request.user)  # type: ignore[misc]  # nobody gets here without a login
        else:
            article = locked_article(request, data["id"])
            if article.revision != revision:
                raise RequestError("This article was changed in another tab, or by somebody else.", HTTPStatus.CONFLICT)
            article.revision += 1
            article.updated_at = timezone.now()
        article.screen = screen
        article.save()
    return JsonResponse({"id": article.pk, "revision": article.revision})


@json_view("POST")
def discard_view(request: HttpRequest) -> HttpResponse:
    """Delete an unfinished article for good: {id}."""
    data = read_body(request)
    with transaction.atomic():
        locked_article(request, data.get("id")).delete()
    return JsonResponse({})


def locked_article(request: HttpRequest, key: Any) -> UnfinishedArticle:
    """An unfinished article that this editor may change, locked. Raises RequestError."""
    rows = readable_articles(request.user).select_for_update(of=("self",))
    article = rows.filter(pk=key).first() if type(key) is int and 0 <= key < 2**63 else None
    if article is None:
        message = "This unfinished article is gone: it was saved or discarded in another tab, or by somebody else."
        raise RequestError(message, HTTPStatus.NOT_FOUND)
    return article


# While the editor types


@json_view("POST")
def read_view(request: HttpRequest) -> HttpResponse:
    """Read a text: {text, language, published} → the reading, as talentwatch/articles/reading gives it."""
    data = read_body(request)
    texts = {key: data.get(key, "") for key in ("text", "language", "published")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise RequestError("There is no text in this.")
    try:
        published = parse_typed(texts["published"]) or None
    except PartialDateError:
        # The screen says so beside the box; the text can be read without.
        published = None
    try:
        reading = read_article(texts["text"], language=texts["language"], published=published, names=known_names())
    except ArticleError as error:
        raise RequestError(str(error)) from error
    return JsonResponse(reading.as_json())


@json_view("GET")
def suggest_view(request: HttpRequest) -> HttpResponse:
    """Records for a cell: ?kind=person|organization|source&text=… → {text, results}; the text says what was asked."""
    kind, text = request.GET.get("kind", ""), request.GET.get("text", "")
    if kind not in MODELS:
        raise RequestError(f"The kind is one of {', '.join(MODELS)}.")
    if not has_permission(request.user, "view", MODELS[kind]):
        raise RequestError("Your role doesn’t let you see these records.", HTTPStatus.FORBIDDEN)
    results = suggest(kind, text[:1000])
    return JsonResponse({"text": text, "results": results})


@json_view("GET")
def source_view(request: HttpRequest) -> HttpResponse:
    """The stored source with an address: ?address=… → {source: {…} or null}."""
    source = stored_source("", request.GET.get("address", "").strip())
    found = None
    if source:
        fields = ("slug", "url", "title", "publisher", "author", "language", "kind")
        found = {field: getattr(source, field) for field in fields} | {
            "published": str(source.published),
            "label": str(source),
            "desk": admin_url(source),
            "derived_from": source.derived_from.slug if source.derived_from else "",
            "derived_from_name": str(source.derived_from) if source.derived_from else "",
        }
    return JsonResponse({"source": found})


# Preview and save


@json_view("POST")
def preview_view(request: HttpRequest) -> HttpResponse:
    """What a save would do: {screen, action} → the report."""
    data = read_body(request)
    return JsonResponse(report_as_json(run(request, data, None)))


@json_view("POST")
def save_view(request: HttpRequest) -> HttpResponse:
    """Save what the preview showed: {id, screen, action, digest} → the report; 409, with a new preview, if that differs now."""
    data = read_body(request)
    digest = data.get("digest")
    if not isinstance(digest, str):
        raise RequestError("Look at the preview first.")
    report = run(request, data, digest)
    is_saved = report.can_be_saved and report.digest == digest
    if is_saved:
        announce_submitted(request, [record for record in report.moved if record.status == Status.IN_REVIEW])
    if is_saved and type(data.get("id")) is int:
        readable_articles(request.user).filter(pk=data["id"]).delete()
    return JsonResponse(
        report_as_json(report) | {"saved": is_saved}, status=HTTPStatus.OK if is_saved else HTTPStatus.CONFLICT
    )


def run(request: HttpRequest, data: dict[str, Any], digest: str | None) -> ArticleReport:
    try:
        screen = read_screen(data.get("screen"))
        action = SaveAction(str(data.get("action")))
    except ScreenError as error:
        raise RequestError(str(error)) from error
    except ValueError as error:
        raise RequestError(f"The action is one of {', '.join(SaveAction.values)}.") from error
    return enter_article(screen, request.user, action, digest)


def report_as_json(report: ArticleReport) -> dict[str, Any]:
    records = {(LIST_OF[type(record)], record.slug): record for record in report.records}
    rows = []
    for row in report.imported.rows:
        record = records.get((row.kind, row.slug))
        number, cell = report.places.get((row.kind, row.row), (None, ""))
        changes = [vars(change) for change in report.changes.get((row.kind, row.slug), ())]
        shown = {"kind": row.kind, "slug": row.slug, "outcome": row.outcome, "changes": changes, "row": number}
        rows.append(
            {
                **shown,
                "cell": cell,
                "notes": row.notes,
                "label": report.labels.get((row.kind, row.slug), row.slug),
                "status": record.get_status_display() if record else "",
                "desk": admin_url(record) if record and record.pk else "",
                "page": page_of(row.kind, record),
            }
        )
    return {
        "counts": report.imported.totals,
        "rows": rows,
        "errors": [error.as_json() for error in report.errors],
        "questions": [question_as_json(question) for question in report.questions],
        "evidence": [
            {
                "slug": slug,
                "label": report.labels[("employments", slug)],
                "before": vars(old),
                "after": vars(new),
            }
            for slug, (old, new) in report.evidence.items()
        ],
        "moved": len(report.moved),
        "also": report.also,
        "digest": report.digest,
    }


def question_as_json(question: Question) -> dict[str, Any]:
    model = type(question.candidates[0])
    model_admin: Any = admin.site.get_model_admin(model)
    rows = model._default_manager.filter(pk__in=[one.pk for one in question.candidates])
    candidates = [
        {"slug": one.slug, "label": model_admin.autocomplete_label(one), "desk": admin_url(one)}
        for one in model_admin.autocomplete_queryset(rows.select_related(*model_admin.related))
    ]
    return {"row": question.row, "cell": question.cell, "text": question.text, "candidates": candidates}


def page_of(kind: str, record: Any) -> str:
    """The public page of a record; empty where it has none, or nobody may see it."""
    name = RECORD_TYPES[kind].page
    return reverse(name, args=[record.slug]) if name and record and record.is_published else ""
