"""The part that an organization plays in an event: in the API, in files and fixtures, in merges, at the desk, in the log."""

import json
from copy import deepcopy
from typing import Any

import pytest
from django.core.management import call_command

from events.models import EventOrganization, NewsEvent
from talentwatch.changefeed.models import Change
from talentwatch.documents.models import Document
from talentwatch.exchange.cells import as_cell, from_cell
from talentwatch.exchange.dump import dump_timeline
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.run_import import TimelineError, import_timeline
from talentwatch.exchange.serialization import stored_records
from talentwatch.merging.merge import merge, rehearse, undo
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.desk import address, make_editor, save
from tests.support.factories import delete_everything, make_event, make_organization
from tests.support.pages import Reader
from tests.support.timeline_file import small_timeline

pytestmark = pytest.mark.django_db


def set_part(event: NewsEvent, slug: str, part: str) -> None:
    row = event.parts.get(organization__slug=slug)
    row.part = part
    row.save()


def parts(event: NewsEvent) -> dict[str, str]:
    return dict(event.parts.order_by("organization__slug").values_list("organization__slug", "part"))


@pytest.fixture
@built_once
def bid() -> NewsEvent:
    """Meta wants to buy Runway; Acme is only mentioned."""
    with edit():
        event = make_event(
            "Meta bids for Runway",
            slug="bid",
            kind="acquisition",
            outcome="failed",
            organizations=tuple(make_organization(name) for name in ("Acme", "Meta", "Runway")),
        )
        set_part(event, "meta", "acquirer")
        set_part(event, "runway", "target")
    return event


# The API and the pages


def test_the_api_gives_the_part_of_each_organization(api: Any, bid: NewsEvent) -> None:
    assert api.get_json("events/bid/")["organizations"] == [
        {"slug": "acme", "name": "Acme", "part": "subject"},
        {"slug": "meta", "name": "Meta", "part": "acquirer"},
        {"slug": "runway", "name": "Runway", "part": "target"},
    ]


@pytest.mark.parametrize(
    ("parameters", "matches"),
    [
        ({"part": "acquirer"}, True),
        ({"part": "investor"}, False),
        ({"organization": "meta", "part": "acquirer"}, True),
        ({"organization": "meta", "part": "target"}, False),
        ({"organization": "meta,runway", "part": "target"}, True),
        ({"organization": "meta", "part": "target,acquirer"}, True),
        ({"organization": "holding", "part": "acquirer"}, True),
        ({"organization": "holding", "part": "acquirer", "include_descendants": "false"}, False),
    ],
)
def test_part_and_organization_speak_of_the_same_organization(
    api: Any, bid: NewsEvent, parameters: dict[str, str], matches: bool
) -> None:
    meta = bid.organizations.get(slug="meta")
    meta.parent = make_organization("Holding")
    meta.save()
    assert api.slugs("events/", **parameters) == ["bid"] * matches


def test_an_unpublished_organization_answers_no_part(api: Any, bid: NewsEvent) -> None:
    with edit():
        event = make_event("Draft", organizations=(make_organization("Secret", status="draft"),), status="draft")
        set_part(event, "secret", "investor")
    assert api.slugs("events/", part="investor") == []


def test_the_page_says_the_part_and_the_outcome(reader: Reader, bid: NewsEvent) -> None:
    text = reader.open("/events/bid/").text
    assert "Acquisition · failed" in text
    assert "Acme Meta (acquirer) Runway (target)" in text


# Files and fixtures


def import_parts(
    *items: Any, organizations: tuple[str, ...] = ("acme", "acme-research"), **event: Any
) -> dict[str, str]:
    data = small_timeline()
    data["events"][0] |= {"organizations": list(organizations), **event}
    if items:
        data["events"][0]["parts"] = [
            {"organization": item[0], "part": item[1]} if isinstance(item, tuple) else item for item in items if item
        ]
    import_timeline(data)
    return parts(NewsEvent.objects.get())


def test_a_file_names_only_those_that_are_no_subject() -> None:
    assert import_parts() == {"acme": "subject", "acme-research": "subject"}
    assert import_parts(("acme", "destination")) == {"acme": "destination", "acme-research": "subject"}
    assert import_parts() == {"acme": "destination", "acme-research": "subject"}, "without the list, parts stay"
    assert import_parts(("acme-research", "origin")) == {"acme": "subject", "acme-research": "origin"}
    assert import_parts(None) == {"acme": "subject", "acme-research": "subject"}


def test_parts_export_and_import_again_as_they_are() -> None:
    import_parts(("acme", "destination"))
    stored = stored_records("events", ["ada-joins-acme"])["ada-joins-acme"]
    assert stored["parts"] == [{"part": "destination", "organization": "acme"}] or stored["parts"] == [
        {"organization": "acme", "part": "destination"}
    ]
    cell = as_cell("events", "parts", stored["parts"])
    assert (cell, from_cell("events", "parts", cell)) == (
        "acme | destination",
        stored["parts"],
    ) or cell == "destination | acme"
    version = NewsEvent.objects.get().version
    import_timeline({"events": [deepcopy(stored)]})
    assert NewsEvent.objects.get().version == version


@pytest.mark.parametrize(
    ("item", "error"),
    [
        (("the-moon", "origin"), "events/ada-joins-acme parts/0: organization: there is no 'the-moon'."),
        (
            ("acme-research", "origin"),
            "events/ada-joins-acme parts/0: organization: 'acme-research' isn't in organizations.",
        ),
        (
            ("acme", "bystander"),
            "events/ada-joins-acme parts/0: part: “bystander” is no choice here. Choose one of: subject, acquirer, target, investor, origin, destination.",
        ),
        (
            {"organization": "acme"},
            "events/ada-joins-acme parts/0: this must have organization, part, and nothing else.",
        ),
        ("acme", "events/ada-joins-acme parts/0: this must have organization, part, and nothing else."),
        (
            {"organization": ["acme"], "part": "origin"},
            "events/ada-joins-acme parts/0: organization: this must be a text, a whole number or null.",
        ),
    ],
)
def test_a_wrong_part_is_refused_with_a_sentence(item: Any, error: str) -> None:
    with pytest.raises(TimelineError) as refusal:
        import_parts(item, organizations=("acme",))
    assert error in refusal.value.errors


def test_the_same_organization_twice_is_refused() -> None:
    with pytest.raises(TimelineError) as refusal:
        import_parts(("acme", "origin"), ("acme", "target"))
    assert refusal.value.errors == ["events/ada-joins-acme parts/1: this is in the file twice."]


def test_a_fixture_keeps_parts(bid: NewsEvent, tmp_path: Any) -> None:
    text, _ = dump_timeline()
    (tmp_path / "all.json").write_text(text)
    delete_everything()
    call_command("loaddata", tmp_path / "all.json", verbosity=0)
    assert parts(NewsEvent.objects.get()) == {"acme": "subject", "meta": "acquirer", "runway": "target"}
    assert dump_timeline()[0] == text


def test_a_fixture_of_the_time_before_parts_loads_without_a_new_version(bid: NewsEvent, tmp_path: Any) -> None:
    EventOrganization.objects.all().delete()
    text, _ = dump_timeline()
    bid.refresh_from_db()
    old = text.replace('"slug": "bid",', '"slug": "bid", "organizations": [["acme"], ["meta"]],')
    (tmp_path / "old.json").write_text(old)
    delete_everything()
    for _ in range(2):
        call_command("loaddata", tmp_path / "old.json", verbosity=0)
        event = NewsEvent.objects.get()
        assert parts(event) == {"acme": "subject", "meta": "subject"}
        assert (event.version, event.updated_at) == (bid.version, bid.updated_at)
        assert not EventOrganization.history.exists()
    assert list(check_timeline()) == []


# History, merges, the log


def test_a_part_is_changed_at_the_desk_told_and_undone(bid: NewsEvent) -> None:
    desk = make_editor()
    number = list(bid.parts.values_list("organization__slug", flat=True)).index("meta")
    save(desk, address(NewsEvent, "change", bid.pk), **{f"parts__{number}__part": "investor"}, reason="only a stake")
    assert parts(bid)["meta"] == "investor"
    page = desk.get(address(NewsEvent, "history", bid.pk))
    (diff,) = page.context["page_obj"][0].field_diffs
    assert (diff.label, diff.old, diff.new) == ("Organization “Meta”, part", "Acquirer", "Investor")
    url = f"{page.context['undo_url']}?change={diff.key}"
    desk.post(
        url,
        {"seen": desk.get(url).context["form"]["seen"].value(), "reason": "all of it", "correction": "They bought it."},
    )
    assert parts(bid)["meta"] == "acquirer"


def test_a_removed_organization_comes_back_with_its_part(bid: NewsEvent) -> None:
    desk = make_editor()
    with edit("a mistake"):
        bid.organizations.remove(bid.organizations.get(slug="runway"))
    page = desk.get(address(NewsEvent, "history", bid.pk))
    (diff,) = page.context["page_obj"][0].field_diffs
    assert (diff.label, diff.new) == ("Organization “Runway”", "removed")
    url = f"{page.context['undo_url']}?change={diff.key}"
    desk.post(url, {"seen": desk.get(url).context["form"]["seen"].value(), "reason": "it was right"})
    assert parts(bid)["runway"] == "target"


def test_merged_organizations_keep_one_part_that_an_editor_chooses(bid: NewsEvent) -> None:
    meta = bid.organizations.get(slug="meta")
    twin = make_organization("Facebook")
    with edit():
        bid.organizations.add(twin)
    key = f"eventorganization-{bid.parts.get(organization=twin).pk}-part"
    choices = {choice.key: choice for choice in rehearse(meta, twin, {}).choices}
    assert (choices[key].survivor, choices[key].duplicate, choices[key].is_open) == ("Acquirer", "Subject", True)
    decision = merge(meta, twin, dict.fromkeys(choices, "survivor"), "the same")
    assert parts(bid) == {"acme": "subject", "meta": "acquirer", "runway": "target"}
    undo(decision, "two after all")
    assert parts(bid) == {"acme": "subject", "facebook": "subject", "meta": "acquirer", "runway": "target"}


def test_an_organization_takes_its_part_into_the_survivor(bid: NewsEvent) -> None:
    older = make_organization("Runway AI")
    runway = bid.organizations.get(slug="runway")
    choices = {choice.key: "duplicate" for choice in rehearse(runway, older, {}).choices}
    merge(runway, older, choices, "the same")
    assert parts(bid)["runway"] == "target"


def test_a_changed_part_is_a_correction(api: Any, bid: NewsEvent) -> None:
    with edit() as current:
        current.set_correction("They only invested.", is_typo=False)
        set_part(bid, "meta", "investor")
    (correction,) = api.get_json("corrections/")["results"]
    assert correction["changes"] == [
        {
            "field": "organizations",
            "before": [{"slug": "meta", "part": "acquirer", "name": "Meta"}],
            "after": [{"slug": "meta", "part": "investor", "name": "Meta"}],
        }
    ]


def test_what_the_api_shows_for_the_first_time_is_a_change_and_no_correction(api: Any) -> None:
    make_event(slug="old", organizations=(make_organization("Acme"),))
    change = Change.objects.get(resource="events", slug="old")
    data = change.data
    for name in ("outcome", "people_affected", "stake_percent", "amount", "currency"):
        del data[name]
    del data["organizations"][0]["part"]
    Document.objects.filter(pk=change.document_id).update(row=json.dumps(data))
    assert list(map(str, check_timeline())) == ["changes.change: 1 rows differ from the change feed"]
    check_timeline(repair=True)
    assert (Change.objects.filter(slug="old").count(), api.get_json("corrections/")["results"]) == (2, [])
    event = NewsEvent.objects.get()
    event.outcome = "failed"
    event.save()
    (correction,) = api.get_json("corrections/")["results"]
    assert correction["changes"] == [{"field": "outcome", "before": "happened", "after": "failed"}]
