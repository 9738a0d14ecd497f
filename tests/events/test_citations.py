"""A source may be cited twice under one event, as when it reports a rumour and its denial; everything else counts it once."""

from typing import Any

import pytest
from django.core.management import call_command

from events.models import Citation, NewsEvent
from people.evidence_panel import explain_confidence
from people.models import Source
from talentwatch.exchange.dump import dump_timeline
from talentwatch.exchange.run_import import TimelineError, import_timeline
from talentwatch.merging.merge import merge, rehearse, undo
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.desk import address, errors, make_editor, save
from tests.support.factories import delete_everything, make_event, make_source
from tests.support.pages import Reader
from tests.support.timeline_file import small_timeline

pytestmark = pytest.mark.django_db


def stances(event: NewsEvent) -> list[tuple[str, str]]:
    return list(event.citations.order_by("source__slug", "stance").values_list("source__slug", "stance"))


@pytest.mark.parametrize(
    ("cited", "confidence"),
    [
        (["rumoured", "denied"], "disputed"),
        (["announced", "denied"], "disputed"),
        (["reported", "rumoured"], "reported"),
        (["announced", "reported"], "confirmed"),
    ],
)
def test_one_source_is_one_publisher_whatever_its_stances(cited: list[str], confidence: str) -> None:
    paper = make_source("Paper")
    event = make_event(sources=tuple((paper, stance) for stance in cited))
    assert event.confidence == confidence
    assert NewsEvent.objects.from_one_publisher().exists() is (confidence == "reported")


def test_another_article_of_the_same_publisher_adds_nothing() -> None:
    first, second = make_source("Paper"), make_source("PAPER")
    event = make_event(sources=((first, "rumoured"), (first, "reported"), (second, "reported")))
    assert event.confidence == "reported"
    assert explain_confidence(event.citations.all()) == "Reported: reported by one independent publisher, PAPER."


def test_a_source_that_reports_and_denies_is_named_on_both_sides() -> None:
    paper = make_source("Paper")
    event = make_event(sources=((paper, "rumoured"), (paper, "denied")))
    assert explain_confidence(event.citations.all()) == "Disputed: denied by Paper, and supported by Paper."


# What readers see


@pytest.fixture
@built_once
def talks() -> NewsEvent:
    paper = make_source("Paper", slug="paper", url="https://paper.example/1")
    return make_event("Talks", slug="talks", sources=((paper, "rumoured"), (paper, "denied")))


def test_the_api_has_an_item_for_each_stance(api: Any, talks: NewsEvent) -> None:
    sources = api.get_json("events/talks/")["sources"]
    assert [(source["slug"], source["stance"]) for source in sources] == [("paper", "denied"), ("paper", "rumoured")]
    assert api.slugs("events/", source="paper") == ["talks"]


def test_feeds_slides_and_linked_data_name_the_source_once(api: Any, talks: NewsEvent) -> None:
    atom = api.get("/api/v1/events/", {"format": "atom"}).content.decode()
    assert (atom.count("https://paper.example/1"), atom.count("<name>Paper</name>")) == (1, 1)
    (entry,) = api.get_json("events/", format="jsonfeed")["items"]
    assert entry["authors"] == [{"name": "Paper"}]
    (slide,) = api.get_json("events/", format="timelinejs")["events"]
    assert slide["media"] == {
        "url": "<blockquote>Disputed: 1 source</blockquote>",
        "credit": '<a href="https://paper.example/1">Paper</a> (denies it)',
    }
    (citation,) = api.get_json("events/talks/", format="jsonld")["citation"]
    assert (citation["identifier"], citation["keywords"]) == ("paper", "denied, rumoured")


def test_pages_name_the_source_once(reader: Reader, talks: NewsEvent) -> None:
    assert reader.open("/").text.count("Paper") == 1
    assert "Paper denies it, and repeats a rumour" in " ".join(reader.open("/events/talks/").text.split())


# Fixtures and files


def test_a_fixture_keeps_both(tmp_path: Any) -> None:
    paper = make_source("Paper")
    make_event(slug="talks", sources=((paper, "rumoured"), (paper, "denied")))
    text, _ = dump_timeline()
    (tmp_path / "all.json").write_text(text)
    delete_everything()
    for _ in range(2):
        call_command("loaddata", tmp_path / "all.json", verbosity=0)
        assert stances(NewsEvent.objects.get()) == [("paper", "denied"), ("paper", "rumoured")]
    assert dump_timeline()[0] == text


def import_citations(*citations: tuple[str, str]) -> list[tuple[str, str]]:
    data = small_timeline()
    data["events"][0]["citations"] = [{"source": source, "stance": stance} for source, stance in citations]
    import_timeline(data)
    return stances(NewsEvent.objects.get())


def test_a_file_replaces_all_citations_of_the_sources_that_it_gives() -> None:
    both = [("fortune", "denied"), ("fortune", "rumoured")]
    assert import_citations(("calcalist", "reported"), *both) == [("calcalist", "reported"), *both]
    assert import_citations(("fortune", "announced")) == [("calcalist", "reported"), ("fortune", "announced")]
    assert import_citations() == [("calcalist", "reported"), ("fortune", "announced")]
    assert import_citations(*both) == [("calcalist", "reported"), *both]
    kept = Citation.objects.get(source__slug="fortune", stance="denied")
    assert import_citations(("fortune", "denied")) == [("calcalist", "reported"), ("fortune", "denied")]
    assert Citation.objects.get(source__slug="fortune") == kept


def test_another_stance_in_a_file_changes_the_row_that_is_there() -> None:
    import_citations(("fortune", "reported"))
    stored = Citation.objects.get()
    import_citations(("fortune", "denied"))
    assert (Citation.objects.get(), Citation.objects.get().stance) == (stored, "denied")
    assert [version.history_type for version in Citation.history.order_by("history_id")] == ["+", "~"]


def test_the_slug_of_a_merged_source_replaces_the_citations_of_its_survivor() -> None:
    import_citations(("fortune", "reported"))
    merge(
        Source.objects.get(slug="fortune"), make_source("Fortune", slug="copy", status="draft"), {}, "the same article"
    )
    assert import_citations(("copy", "denied")) == [("fortune", "denied")]


def test_a_file_with_the_same_citation_twice_is_refused() -> None:
    with pytest.raises(TimelineError) as refusal:
        import_citations(("fortune", "reported"), ("fortune", "reported"))
    assert refusal.value.errors == ["events/ada-joins-acme citations/1: this is in the file twice."]


# Merging and undoing


def test_merged_sources_combine_citations_of_equal_stance() -> None:
    first, second = make_source("Paper"), make_source("Paper")
    event = make_event(sources=((first, "reported"), (second, "reported"), (second, "denied")))
    plan = rehearse(first, second, {})
    assert not plan.choices
    decision = merge(first, second, {}, "the same article")
    assert stances(event) == [(first.slug, "denied"), (first.slug, "reported")]
    undo(decision, "two after all")
    assert stances(event) == [(first.slug, "reported"), (second.slug, "denied"), (second.slug, "reported")]


def test_merged_events_combine_citations_of_equal_stance() -> None:
    paper = make_source("Paper")
    event, duplicate = make_event("Talks", sources=(paper,)), make_event("In talks", sources=(paper, (paper, "denied")))
    merge(event, duplicate, {}, "the same")
    assert stances(event) == [("paper", "denied"), ("paper", "reported")]


def test_the_history_tells_the_two_apart_and_undoes_one() -> None:
    desk = make_editor()
    paper = make_source("Paper")
    event = make_event(sources=((paper, "rumoured"),))
    with edit("it denies it too"):
        event.citations.create(source=paper, stance="denied")
    page = desk.get(address(NewsEvent, "history", event.pk))
    diffs = page.context["page_obj"][0].field_diffs
    assert [diff.label for diff in diffs] == ["Citation “Paper” (denied)"]
    url = f"{page.context['undo_url']}?change={diffs[0].key}"
    desk.post(
        url,
        {"seen": desk.get(url).context["form"]["seen"].value(), "reason": "it doesn't", "correction": "It never did."},
    )
    assert stances(event) == [("paper", "rumoured")]


def test_the_form_takes_both_and_refuses_the_same_twice() -> None:
    desk = make_editor()
    paper = make_source("Paper")
    event = make_event(sources=((paper, "rumoured"),))
    url = address(NewsEvent, "change", event.pk)
    rows = {"citations__TOTAL_FORMS": 2, "citations__1__source": paper.pk, "reason": "more"}
    refused = save(desk, url, **rows, citations__1__stance="rumoured")
    assert "".join(errors(refused)).startswith("Please correct the duplicate data")
    save(desk, url, **rows, citations__1__stance="denied")
    assert stances(event) == [("paper", "denied"), ("paper", "rumoured")]
