"""What schemathesis makes of the description: every check, on the story of the five articles."""

import json
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, response_schema_conformance

from talentwatch.api.paging import LIST_PARAMETERS, Cursor
from talentwatch.dates import PartialDate, parse
from talentwatch.urls import router
from tests.support.worlds import load_llama

ROOT = Path(django_settings.ROOT)
STORY = json.loads((ROOT / "fixtures" / "llama.json").read_text(encoding="utf-8"))
DEFAULT_ORDERING = {f"/api/v1/{prefix}/": viewset.filterset_class.ordering for prefix, viewset, _ in router.registry}
RENDERERS = [
    one
    for _, viewset, _ in router.registry
    for one in (*viewset.renderer_classes, *getattr(viewset, "detail_renderer_classes", ()))
]
REFUSED = {renderer.format: renderer.unsupported for renderer in RENDERERS}
FORMAT_OF = {name: renderer.format for renderer in RENDERERS for name in renderer.parameters}
DEFAULT_ORDERING["/api/v1/organizations/{slug}/flows/"] = "period"
MOMENT = "2026-11-21 00:00:00+00:00"
FORWARDS, BACKWARDS = "a cursor forwards", "a cursor backwards"

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
spans = st.tuples(days, days).map(sorted).map(lambda ends: str(PartialDate(*ends)))


def register_formats():
    """What the description can only name: slugs that there are, dates of ours, words with letters, cursors."""
    slugs = defaultdict(list)
    for row in STORY:
        slug, came_from = row["fields"].get("slug"), row["fields"].get("came_from")
        if slug:
            slugs[row["model"].partition(".")[2]].append(slug)
        if came_from:
            slugs["move"].append(f"{came_from[0]}--{slug}")
    slugs["record"] = [*slugs["person"], *slugs["organization"]]
    for model, found in slugs.items():
        schemathesis.openapi.format(f"{model}-slug", st.sampled_from(found))
    schemathesis.openapi.format(
        "partial-date", days.map(str) | spans | st.sampled_from(["2023", "2023-06", "2023-06~"])
    )
    schemathesis.openapi.format("search", st.sampled_from(["lample", "Łukasz", "למפל", "meta ai", "nobody at all"]))
    schemathesis.openapi.format("publisher", st.sampled_from(["Fortune", "il corriere", "未知"]))
    schemathesis.openapi.format("cursor", st.sampled_from([FORWARDS, BACKWARDS]))


WITH_AS_PUBLISHED = {"as_published", "slug", "person", "organization", "include_descendants", "page_size"}


def by_format_alone(value):
    """The description without the bounds of slugs and publishers, by which others than those that there are would be made."""
    if isinstance(value, list):
        return [by_format_alone(item) for item in value]
    if not isinstance(value, dict):
        return value
    is_named = str(value.get("format")).endswith("-slug") or value.get("format") == "publisher"
    return {
        key: by_format_alone(item)
        for key, item in value.items()
        if not is_named or key not in {"minLength", "maxLength", "pattern"}
    }


register_formats()
# Otherwise it looks through all of the application's code for values to send, once for each path and in each process.
WITHOUT_CONSTANTS = schemathesis.Config.from_dict({"analysis": {"constants": {"enabled": False}}})
schema = schemathesis.openapi.from_dict(
    by_format_alone(json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))), config=WITHOUT_CONSTANTS
)
schema.app = get_wsgi_application()


@pytest.fixture(scope="module")
def _story(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_llama()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _unlimited(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


@pytest.fixture(autouse=True)
def _one_connection():
    """A request leaves the connection of the test open, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def cursor_for(case):
    """A cursor into the list that is asked for, in its order."""
    address = case.formatted_path
    ordering = str(case.query.get("ordering", DEFAULT_ORDERING[case.path]))
    if ordering in {"origin", "-possible", "period"}:  # rows that are reckoned have a place for a slug
        place = {"origin": "meta mistral-ai 2023", "-possible": "0999999999 meta mistral-ai ~", "period": "2023"}[
            ordering
        ]
        return str(Cursor(ordering, place, place, backwards=case.query["cursor"] == BACKWARDS, address=address))
    column = ordering.removeprefix("-")
    value = {"slug": "m", "updated_at": MOMENT, "at": MOMENT, "seq": "7"}.get(column, "2023-06-01")
    key = 7 if column == "seq" else "m"
    return str(Cursor(ordering, value, key, backwards=case.query["cursor"] == BACKWARDS, address=address))


def fit_moments(case):
    """What was published is known from the first change on, and goes with few parameters, which the description can't say."""
    query, now = case.query, datetime.now(UTC).isoformat()
    if case.path.endswith("/differences/"):
        query |= dict.fromkeys({"from", "to"} & query.keys(), now)
    elif "as_published" in query:
        query["as_published"] = now
        for name in query.keys() - WITH_AS_PUBLISHED:
            del query[name]
        if "organization" not in query:
            query.pop("include_descendants", None)
    elif "slug" in query:
        del query["slug"]


def fit_together(case):
    """What one parameter means for another, which no description can say: a span doesn't turn back, nor grow too long."""
    query = case.query
    if {"interval", "from", "to"} & query.keys() and not case.path.endswith("/differences/"):
        ends = sorted(parse(str(query[name])).earliest for name in ("from", "to") if name in query)
        query |= dict(zip(("from", "to"), map(str, ends if len(ends) > 1 else ()), strict=False))
        query["interval"] = "year"
    for names in (("after", "before"), ("started_after", "started_before"), ("ended_after", "ended_before")):
        if set(names) <= query.keys():
            ends = sorted(parse(str(query[name])).earliest for name in names)
            query |= dict(zip(names, map(str, ends), strict=True))


def may_be_meant(case):
    """It is bad only in that no example of ours is like it, but nearly any text may be searched for, or be a publisher."""
    made = {(one.parameter, *one.keywords) for one in case.meta.phase.data.mutations}
    return bool(made) and made <= {("q", "format"), ("publisher", "format")}


def fit_format(query):
    """A file has no pages, a feed no fields of ours, and only a chart has a width, which the description can't say."""
    if query.keys() & REFUSED.get(str(query.get("format")), {}).keys():
        del query["format"]
    for name in FORMAT_OF.keys() & query.keys():
        if query.get("format") != FORMAT_OF[name]:
            del query[name]


def check_case(case):
    # First, since a case without the only thing that is wrong with it becomes a good one.
    fit_format(case.query)
    if case.meta.generation.mode is GenerationMode.POSITIVE:
        fit_moments(case)
        fit_together(case)
    if case.query.get("cursor") in (FORWARDS, BACKWARDS):
        case.query["cursor"] = cursor_for(case)
    excluded = [negative_data_rejection] if may_be_meant(case) else []
    if "group_by" in case.query and case.meta.generation.mode is GenerationMode.POSITIVE:
        # Groups take filters only, which the description can't say.
        for name in {*LIST_PARAMETERS, "fields", "expand", "format"} & case.query.keys():
            del case.query[name]
    if {"fields", "group_by"} & case.query.keys():
        # The schema is that of the plain answer, with every field.
        excluded.append(response_schema_conformance)
    # Schemathesis reads the bytes of an answer as they are.
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)


def described_at(path):
    """A test of all that is described at one path."""

    @pytest.mark.django_db
    @pytest.mark.usefixtures("_story")
    @schema.include(path=path).parametrize()
    @settings(max_examples=3, derandomize=True, deadline=None)
    def test(case):
        check_case(case)

    return test


# Functions of their own: the cases of one function have the same name, and pytest-xdist runs only one of the same name.
for described in sorted(schema.raw_schema["paths"]):
    globals()[f"test_it_does_as_described_at_{described.removeprefix('/api/v1/')}"] = described_at(described)
