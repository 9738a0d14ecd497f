"""Merging at the desk: choose the other record, look, confirm, undo; the queue of those that look alike."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from people.models import Cohort, Employment, Organization, Person, PersonName, Source
from talentwatch.changefeed.models import Change
from talentwatch.desk import merge_views
from talentwatch.desk.merge_views import CHOICES_CHANGED
from talentwatch.merging.journal import by_row
from talentwatch.merging.merge import STALE, merge
from talentwatch.merging.models import MergeDecision, NotDuplicate, mark_not_duplicate
from talentwatch.merging.relations import UndeclaredRelationError, check_relations, relations_to
from talentwatch.records.declarations import OnMerge
from talentwatch.records.edit import edit
from tests.support.behind_the_rules import delete_behind_the_rules
from tests.support.built_once import built_once
from tests.support.desk import address, errors, make_editor, read_messages, save
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return make_editor()


@pytest.fixture
@built_once
def pair() -> tuple[Person, Person]:
    return make_person("Ada Lovelace"), make_person("Ada Byron")


def page_of(older: Person, younger: Person) -> str:
    return f"{address(type(older), 'merge', older.pk)}?other={younger.pk}"


def sent(page: Any, **values: Any) -> dict[str, Any]:
    """What a browser sends of the page: what was shown, which versions, and the choices as they stand."""
    plan = page.context["plan"]
    picked = {one.key: one.selected for one in plan.choices if one.chosen or not one.is_required}
    return {"shown": plan.digest, "versions": page.context["versions"], **picked, **values}


def test_two_records_are_merged_from_the_form_of_one(desk, pair):
    ada, twin = pair
    make_employment(twin)
    assert address(Person, "merge", twin.pk) in desk.get(address(Person, "change", twin.pk)).content.decode()
    chooser = desk.get(address(Person, "merge", twin.pk)).content.decode()
    assert "Which record is the duplicate of" in chooser
    page = desk.get(page_of(twin, ada))
    text = page.content.decode()
    assert page.context["survivor"] == ada
    assert "Rows that change (3)" in text
    assert "carried over from Ada Byron" in text
    assert Person.objects.filter(merged_into=None).count() == 2
    response = desk.post(page_of(twin, ada), sent(page, reason="Her maiden name"))
    assert response.url == address(Person, "change", ada.pk)
    assert "was merged into" in read_messages(response)[0]
    decision = MergeDecision.objects.get()
    assert (decision.made_by.username, decision.reason, str(decision)) == (
        "grace",
        "Her maiden name",
        "Ada Byron into Ada Lovelace",
    )
    twin.refresh_from_db()
    assert twin.merged_into == ada
    assert twin.history.latest().history_user.username == "grace"


def test_the_preview_lists_each_row_once(desk, pair):
    ada, twin = pair
    make_event("Ada joins Acme", people=(twin,))
    page = desk.get(page_of(ada, twin))
    rows = {(entry["kind"], entry["name"]): entry["told"] for entry in by_row(page.context["plan"].entries)}
    assert rows == {
        ("news event", "Ada joins Acme"): [["People", "Ada Byron", "Ada Lovelace"]],
        ("person", "Ada Byron"): [["Status", "Published", "Withdrawn"], ["Merged into", "–", "Ada Lovelace"]],
        ("person name", "Ada Byron"): [["", "", "carried over from Ada Byron"]],
    }
    assert "Rows that change (3)" in page.content.decode()


def test_a_name_that_is_given_up_says_which_record_had_it(desk, pair):
    ada, twin = pair
    page = desk.get(page_of(ada, twin))
    [key] = [choice.key for choice in page.context["plan"].choices if choice.key.endswith("-name")]
    text = desk.post(page_of(ada, twin), sent(page, **{key: "duplicate"})).content.decode()
    assert "carried over from Ada Lovelace" in text
    assert "carried over from Ada Byron" not in text


def test_a_reason_is_needed(desk, pair):
    page = desk.get(page_of(*pair))
    again = desk.post(page_of(*pair), sent(page))
    assert again.context["form"].errors == {"reason": ["Say why you make this change. Only the desk sees it."]}
    assert not MergeDecision.objects.exists()


def test_a_required_choice_is_asked_and_its_effect_shown_before_the_merge(desk, pair):
    ada, twin = pair
    Person.objects.filter(pk=ada.pk).update(wikidata_id="Q1")
    Person.objects.filter(pk=twin.pk).update(wikidata_id="Q2")
    page = desk.get(page_of(ada, twin))
    again = desk.post(page_of(ada, twin), sent(page, reason="x"))
    assert [one.key for one in again.context["open_choices"]] == [f"person-{twin.pk}-wikidata_id"]
    answer = {f"person-{twin.pk}-wikidata_id": "duplicate"}
    again = desk.post(page_of(ada, twin), sent(again, reason="x", **answer))
    assert (again.context["error"], again.context["open_choices"]) == (CHOICES_CHANGED, [])
    unexplained = desk.post(page_of(ada, twin), sent(again))
    assert unexplained.context["form"].errors.keys() == {"reason", "correction"}
    unexplained = desk.post(page_of(ada, twin), sent(again, reason="x"))
    assert unexplained.context["form"].errors == {
        "correction": [
            "Readers saw something else before: Ada Lovelace (wikidata id). Say in one sentence what was wrong."
        ]
    }
    assert 'name="correction"' in unexplained.content.decode()
    response = desk.post(page_of(ada, twin), sent(again, reason="x", correction="Q1 is her niece."))
    assert response.status_code == 302
    assert Change.objects.get(resource="people", slug="ada-lovelace", is_latest=True).reason == "Q1 is her niece."
    ada.refresh_from_db()
    assert ada.wikidata_id == "Q2"


def test_the_preview_says_that_the_two_were_called_different(desk, pair):
    ada, twin = pair
    assert "are different" not in desk.get(page_of(*pair)).content.decode()
    mark_not_duplicate(twin, ada, "Born in another year", User.objects.get(username="grace"))
    page = desk.get(page_of(*pair)).content.decode()
    assert "grace said on" in page
    assert "that they are different: “<bdi>Born in another year</bdi>”." in page


def test_a_stale_preview_is_refused(desk, pair):
    ada, twin = pair
    page = desk.get(page_of(ada, twin))
    Person.objects.filter(pk=twin.pk).update(website="https://ada.example")
    again = desk.post(page_of(ada, twin), sent(page, reason="x"))
    assert again.context["error"] == STALE
    assert not MergeDecision.objects.exists()
    assert desk.post(page_of(ada, twin), sent(again, reason="x")).status_code == 302


def test_an_edit_between_rehearsal_and_merge_is_noticed(desk, pair, monkeypatch):
    def faster(survivor, loser, *args, **options):
        Person.objects.filter(pk=loser.pk).update(website="https://ada.example")
        return merge(survivor, loser, *args, **options)

    monkeypatch.setattr(merge_views, "merge", faster)
    page = desk.get(page_of(*pair))
    assert desk.post(page_of(*pair), sent(page, reason="x")).context["error"] == STALE


def test_obstacles_of_a_merge_are_shown(desk):
    draft, ada = make_person("Draft", status="draft"), make_person("Ada")
    text = desk.get(page_of(draft, ada)).content.decode()
    assert "Why these can’t be merged" in text
    assert "publish or restore Draft first" in text
    assert 'value="Merge"' not in text
    post = desk.post(page_of(draft, ada), {"reason": "x"})
    assert (post.status_code, MergeDecision.objects.count()) == (200, 0)


@pytest.mark.parametrize("other", ["", "x", "404"])
def test_another_record_must_be_chosen(desk, pair, other):
    assert "form" in desk.get(f"{address(Person, 'merge', pair[0].pk)}?other={other}").context
    assert desk.get(address(Person, "merge", 10**9)).status_code == 404


def test_a_merge_is_undone_from_the_form_of_the_duplicate(desk, pair):
    ada, twin = pair
    merge(ada, twin, {}, "the same")
    form = desk.get(address(Person, "change", twin.pk)).content.decode()
    assert address(Person, "unmerge", twin.pk) in form
    assert address(Person, "merge", twin.pk) not in form
    page = desk.get(address(Person, "unmerge", twin.pk))
    assert "These changes of the merge will be undone (2)" in page.content.decode()
    assert desk.post(address(Person, "unmerge", twin.pk), {}).context["form"].errors.keys() == {"reason", "correction"}
    twin.refresh_from_db()
    assert twin.merged_into == ada
    unexplained = desk.post(address(Person, "unmerge", twin.pk), {"reason": "a mistake"})
    assert unexplained.context["form"].errors.keys() == {"correction"}
    answers = {"reason": "a mistake", "correction": "They are two."}
    response = desk.post(address(Person, "unmerge", twin.pk), answers)
    assert read_messages(response) == ["The merge of Ada Byron was undone."]
    decision = MergeDecision.objects.get()
    assert (decision.undone_by.username, decision.undone_because) == ("grace", "a mistake")
    again = desk.get(address(Person, "unmerge", twin.pk))
    assert read_messages(again)[-1] == "Ada Byron has no merge to undo."


def test_obstacles_of_undoing_a_merge_are_shown(desk, pair):
    ada, twin = pair
    merge(ada, twin, {}, "the same")
    PersonName.objects.get().delete()
    text = desk.post(address(Person, "unmerge", twin.pk), {"reason": "a mistake"}).content.decode()
    assert "The person name “Ada Byron” has been deleted since." in text


def test_a_record_merged_by_other_means_has_no_button(desk, pair):
    ada, twin = pair
    Person._base_manager.filter(pk=twin.pk).update(status="withdrawn", merged_into=ada)
    assert "unmerge" not in desk.get(address(Person, "change", twin.pk)).content.decode()


def test_merging_needs_the_permission(pair):
    ada, twin = pair
    make_person("Ada Lovelase")
    writer = make_editor("writer", is_superuser=False)
    user = User.objects.get(username="writer")
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_person", "change_person"]))
    pages = [page_of(ada, twin), address(Person, "unmerge", twin.pk), address(Person, "duplicates")]
    assert [writer.get(page).status_code for page in pages] == [403] * 3
    assert "/merge/" not in writer.get(address(Person, "change", ada.pk)).content.decode()
    assert "Possible duplicates" not in writer.get(address(Person, "changelist")).content.decode()
    user.user_permissions.add(Permission.objects.get(codename="merge_person"))
    assert [writer.get(page).status_code for page in pages] == [200, 302, 200]


# The queue


def test_the_page_of_duplicates_shows_similar_records(desk, django_assert_max_num_queries):
    ada, wrong, bob = (
        make_person("Ada Lovelace"),
        make_person("Ada Lovelase"),
        make_person("Bob Kahn", names=("בוב קאהן",)),
    )
    again = make_person("Robert Kahn", names=("בוב קאהן",))
    assert address(Person, "duplicates") in desk.get(address(Person, "changelist")).content.decode()
    page = desk.get(address(Person, "duplicates"))
    pairs = [(one.older, one.younger) for one in page.context["duplicate_pairs"]]
    assert pairs == [(bob, again), (ada, wrong)]
    assert f"{address(Person, 'merge', ada.pk)}?other={wrong.pk}" in page.content.decode()
    for number in range(8):
        make_person(f"Grace Hopper{'x' * number}")
    with django_assert_max_num_queries(14):
        desk.get(address(Person, "duplicates"))


def test_not_the_same_is_stored_with_a_reason(desk):
    ada, other = make_person("Ada Lovelace"), make_person("Ada Lovelase")
    pair = {"older": other.pk, "younger": ada.pk}
    assert "Say why they aren’t the same." in desk.post(address(Person, "duplicates"), pair).content.decode()
    response = desk.post(address(Person, "duplicates"), pair | {"reason": "Two professors"})
    assert read_messages(response) == ["Noted: Ada Lovelase is not Ada Lovelace."]
    decision = NotDuplicate.objects.get()
    assert (decision.first_pk, decision.second_pk, decision.reason, decision.made_by.username) == (
        ada.pk,
        other.pk,
        "Two professors",
        "grace",
    )
    assert str(decision) == "Ada Lovelace is not Ada Lovelase"
    assert "There are no possible duplicates among people." in desk.get(address(Person, "duplicates")).content.decode()
    merge(ada, make_person("Countess"), {}, "the same")
    assert desk.get(address(Person, "duplicates")).context["duplicate_pairs"] == []


@pytest.mark.parametrize("pair", [{"older": 1, "younger": 1}, {"older": 1}, {"older": "x", "younger": 2}, {}])
def test_not_the_same_needs_two_records(desk, pair):
    make_person("Ada Lovelace", pk=1)
    page = desk.post(address(Person, "duplicates"), pair | {"reason": "x"})
    assert (page.status_code, NotDuplicate.objects.count()) == (200, 0)


def test_not_the_same_carries_over_to_the_survivor(desk):
    ada, twin, other = make_person("Ada Lovelace"), make_person("Ada Lovelacee"), make_person("Ada Lovelase")
    desk.post(address(Person, "duplicates"), {"older": twin.pk, "younger": other.pk, "reason": "Two professors"})
    merge(ada, twin, {}, "the same")
    assert NotDuplicate.objects.pairs(Person) == {(ada.pk, other.pk)}
    assert desk.get(address(Person, "duplicates")).context["duplicate_pairs"] == []
    Person._base_manager.filter(pk=ada.pk).update(status="withdrawn", merged_into=twin)
    assert len(NotDuplicate.objects.pairs(Person)) == 1


def test_sources_are_compared_by_address_and_headline(desk):
    make_source("Paper", url="https://www.paper.example/a/?utm_source=x", title="News")
    make_source("Paper", url="http://paper.example/a", title="Other news")
    make_source("The Post", title="It is so", published="2021")
    make_source("the post", title="It is só", published="2022")
    pairs = desk.get(address(Source, "duplicates")).context["duplicate_pairs"]
    assert [(one.older.publisher, one.score) for one in pairs] == [("Paper", 100), ("The Post", 100)]
    assert desk.get(address(Cohort, "changelist")).context["duplicates_url"] == ""
    assert desk.get("/admin/people/cohort/duplicates/").status_code == 404


# Before saving


def test_a_new_record_similar_to_another_is_questioned(desk):
    ada = make_person("Ada Lovelace")
    page = save(desk, address(Person, "add"), name="Lovelace, Ada")
    assert [str(one) for one in page.context["adminform"].form.similar] == ["Ada Lovelace"]
    assert "This may already exist" in errors(page)[0]
    assert address(Person, "change", ada.pk) in page.content.decode()
    page = save(desk, address(Person, "add"), name="Lovelace, Ada", is_other="on")
    assert errors(page) == ["Say why this one is different."]
    page = save(desk, address(Person, "add"), name="Lovelace, Ada", is_other="on", other_because="a\u202eb")
    assert "Remove the characters" in errors(page)[0]
    save(desk, address(Person, "add"), name="Lovelace, Ada", is_other="on", other_because="Her niece")
    decision = NotDuplicate.objects.get()
    assert (decision.reason, decision.first_pk) == ("Her niece", ada.pk)
    assert desk.get(address(Person, "duplicates")).context["duplicate_pairs"] == []


def test_other_names_are_compared_too(desk):
    make_person("Yann LeCun", names=("扬·勒丘恩",))
    rows = {"names-TOTAL_FORMS": 1, "names-0-text": "扬·勒丘恩", "names-0-language": "zh"}
    page = save(desk, address(Person, "add"), name="Le Cun", **rows)
    assert [str(one) for one in page.context["adminform"].form.similar] == ["Yann LeCun"]


def test_edits_and_unrelated_records_are_not_questioned(desk):
    make_person("Ada Lovelace")
    again = make_person("Ada Lovelase")
    assert save(desk, address(Person, "change", again.pk), name="Ada Lovelacee", reason="typo").status_code == 302
    assert save(desk, address(Organization, "add"), name="Ada Lovelace", kind="lab").status_code == 302
    assert save(desk, address(Cohort, "add"), name="Ada", source=make_source().pk, expected_size=1).status_code == 302


def test_a_source_with_the_same_address_written_differently_is_questioned(desk):
    make_source("Paper", url="https://paper.example/a")
    values = {"url": "https://www.paper.example/a/#top", "language": "en", "publisher": "Paper"}
    page = save(desk, address(Source, "add"), **values)
    assert [one.url for one in page.context["adminform"].form.similar] == ["https://paper.example/a"]


# Decisions


def test_decisions_are_listed_and_only_not_duplicates_can_be_deleted(desk, pair):
    ada, twin = pair
    merge(ada, twin, {}, "the same")
    other = make_person("Countess")
    desk.post(address(Person, "duplicates"), {"older": ada.pk, "younger": other.pk, "reason": "Two"})
    for model in (MergeDecision, NotDuplicate):
        (row,) = model.objects.all()
        shown = desk.get(address(model, "changelist")).content.decode()
        assert "Ada Lovelace" in shown
        # A link within a link is an empty one to a browser.
        assert re.search(r"<a [^>]*>(<bdi>)?<a ", shown) is None
        assert f'{address(model, "change", row.pk)}">' in shown
        assert "Ada Lovelace" in desk.get(address(model, "change", row.pk)).content.decode()
        assert desk.get(address(model, "add")).status_code == 403
    assert desk.get(address(MergeDecision, "delete", MergeDecision.objects.get().pk)).status_code == 403
    delete_behind_the_rules(Person._base_manager.filter(pk=other.pk))
    assert "deleted since" in desk.get(address(NotDuplicate, "changelist")).content.decode()
    assert desk.post(address(NotDuplicate, "delete", NotDuplicate.objects.get().pk), {"post": "yes"}).status_code == 302


def test_lists_of_decisions_take_the_same_queries_for_one_and_for_many(desk, django_assert_max_num_queries):
    with edit():
        posts = [make_employment(make_person(f"Ada {number}")) for number in range(8)]
        others = [make_employment(post.person, post.organization) for post in posts]
    for one, other in zip(posts, others, strict=True):
        merge(one, other, {}, "the same", user=User.objects.get())
        desk.post(address(Person, "duplicates"), {"older": one.person_id, "younger": posts[0].person_id, "reason": "x"})
    for model in (MergeDecision, NotDuplicate):
        with django_assert_max_num_queries(11) as made:
            page = desk.get(address(model, "changelist"))
        assert "Ada 7" in page.content.decode()
        assert not any("journal" in query["sql"] for query in made.captured_queries)


# Every relation is handled


def test_a_relation_without_on_merge_is_refused(monkeypatch):
    assert check_relations() == []
    monkeypatch.delitem(Employment.on_merge, "organization")
    with pytest.raises(UndeclaredRelationError, match=r"Employment\.on_merge doesn't say what happens to organization"):
        relations_to(Organization)
    (error,) = check_relations()
    assert (error.id, error.obj) == ("merging.E001", Organization)


def test_every_relation_to_a_source_is_declared():
    on_merge = {(relation.model.__name__, relation.field.name): relation.on_merge for relation in relations_to(Source)}
    assert on_merge == {
        ("Source", "merged_into"): OnMerge.KEEP,
        ("Source", "derived_from"): OnMerge.REPOINT,
        ("Claim", "source"): OnMerge.COMBINE,
        ("Cohort", "source"): OnMerge.REPOINT,
        ("Citation", "source"): OnMerge.COMBINE,
        ("SourceSearchText", "source"): OnMerge.KEEP,
    }


def test_choices_of_a_cohort_and_links_that_differ_are_shown_by_name(desk):
    one, other = make_source("Paper"), make_source("Post")
    first, second = make_cohort(name="Authors", source=one), make_cohort(name="Writers", source=other)
    page = desk.get(f"{address(Cohort, 'merge', first.pk)}?other={second.pk}")
    choices = {one.key.rpartition("-")[2]: (one.survivor, one.duplicate) for one in page.context["plan"].choices}
    assert choices == {"name": ("Authors", "Writers"), "source": ("Paper", "Post")}
    make_organization("Acme")


def test_the_survivor_can_be_chosen(desk, pair):
    ada, twin = pair
    page = desk.get(page_of(ada, twin))
    link = f"?other={twin.pk}&amp;keep={twin.pk}"
    assert f'<a href="{link}">Keep <bdi>Ada Byron</bdi> instead</a>' in page.content.decode()
    chosen = f"{address(Person, 'merge', ada.pk)}{link.replace('&amp;', '&')}"
    page = desk.get(chosen)
    assert (page.context["survivor"], page.context["duplicate"]) == (twin, ada)
    assert desk.post(chosen, sent(page, reason="better known so")).status_code == 302
    ada.refresh_from_db()
    assert (ada.status, ada.merged_into) == ("withdrawn", twin)
