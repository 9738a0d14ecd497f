"""What is derived of evidence stays right, whichever way the evidence changes."""

from datetime import date

import pytest

from people.models import Claim, Source
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from talentwatch.typed_dates import parse_typed
from tests.support.built_once import built_once
from tests.support.factories import make_claim, make_employment, make_event, make_source

pytestmark = pytest.mark.django_db


def confidence_of(record):
    record.refresh_from_db()
    return record.confidence


def reported_by(*sources):
    return make_employment(claims=tuple({"source": source} for source in sources))


# Independence


def test_three_outlets_that_repeat_one_report_leave_it_reported():
    root = make_source("Business Insider")
    outlets = [make_source(name, derived_from=root) for name in ("Calcalist", "Il Software", "Tom's Hardware")]
    assert confidence_of(reported_by(*outlets)) == "reported"
    assert confidence_of(reported_by(root, *outlets)) == "reported"


def test_two_outlets_that_do_not_repeat_one_report_make_it_confirmed():
    assert confidence_of(reported_by(make_source("Fortune"), make_source("Wired"))) == "confirmed"


def test_repetitions_of_two_reports_make_it_confirmed():
    roots = make_source("Fortune"), make_source("Wired")
    assert confidence_of(reported_by(*(make_source("Calcalist", derived_from=root) for root in roots))) == "confirmed"


def test_a_repetition_of_a_repetition_counts_as_the_root():
    root = make_source("Business Insider")
    middle = make_source("Calcalist", derived_from=root)
    far = make_source("Ctech", derived_from=make_source("Ynet", derived_from=middle))
    assert confidence_of(reported_by(root, far)) == "reported"
    assert far.original_publisher_key() == root.original_publisher_key() == "businessinsider"


def test_spellings_of_one_publisher_count_once():
    outlets = [
        make_source(name) for name in ("Business Insider", "BUSINESS INSIDER", "BusinessInsider", "Búsiness-Insider")
    ]
    assert confidence_of(reported_by(*outlets)) == "reported"


def test_a_source_without_publisher_stands_for_itself():
    anonymous = [make_source("", slug=slug) for slug in ("a-leak", "a-letter")]
    assert confidence_of(reported_by(anonymous[0])) == "reported"
    assert confidence_of(reported_by(*anonymous)) == "confirmed"
    assert (
        confidence_of(reported_by(*(make_source("", slug=f"re-{n}", derived_from=anonymous[0]) for n in "ab")))
        == "reported"
    )


def test_the_root_counts_even_where_it_is_not_cited():
    root = make_source("Business Insider")
    assert (
        confidence_of(reported_by(*(make_source(name, derived_from=root) for name in ("Ynet", "Wired")))) == "reported"
    )


def test_unpublished_sources_do_not_count():
    post = reported_by(make_source("Fortune"), make_source("Wired", status="draft"))
    make_claim(post, make_source("Meta", status="in_review"), stance="announced", start="1999")
    make_claim(post, make_source("Forbes", status="draft"), stance="denied")
    post.refresh_from_db()
    assert (post.confidence, post.has_conflict) == ("reported", False)


def test_events_are_weighed_alike():
    fortune, wired, mirror = make_source("Fortune"), make_source("Wired"), make_source("Mirror")
    assert make_event(sources=(), status="draft").confidence == "unsourced"
    assert make_event(sources=(fortune,)).confidence == "reported"
    assert make_event(sources=(fortune, wired)).confidence == "confirmed"
    assert make_event(sources=((fortune, "announced"),)).confidence == "confirmed"
    assert make_event(sources=((fortune, "rumoured"),)).confidence == "rumoured"
    assert make_event(sources=((fortune, "denied"),)).confidence == "refuted"
    assert make_event(sources=((fortune, "denied"), (wired, "rumoured"), mirror)).confidence == "disputed"


# Every path


@pytest.fixture
@built_once
def evidenced():
    """A job and an event, reported by Fortune and by Wired."""
    fortune, wired = make_source("Fortune"), make_source("Wired")
    return reported_by(fortune, wired), make_event(sources=(fortune, wired))


def both(evidenced):
    return [confidence_of(record) for record in evidenced]


def test_a_new_claim_or_citation_is_counted(evidenced):
    post, event = evidenced
    make_claim(post, make_source("Meta"), stance="denied")
    event.citations.create(source=make_source("Meta"), stance="denied")
    assert both(evidenced) == ["disputed", "disputed"]


def test_a_changed_claim_or_citation_is_counted(evidenced):
    for rows in (evidenced[0].claims, evidenced[1].citations):
        row = rows.get(source__publisher="Wired")
        row.stance = "rumoured"
        row.save(update_fields=["stance"])
    assert both(evidenced) == ["reported", "reported"]


def test_a_deleted_claim_or_citation_is_counted(evidenced):
    evidenced[0].claims.first().delete()
    evidenced[1].citations.filter(source__publisher="Wired").delete()
    assert both(evidenced) == ["reported", "reported"]


def test_a_claim_given_to_another_post_is_counted_in_both(evidenced):
    post, _ = evidenced
    other = reported_by(make_source("Forbes"))
    claim = post.claims.get(source__publisher="Wired")
    claim.employment = other
    claim.save()
    assert [confidence_of(post), confidence_of(other)] == ["reported", "confirmed"]


def change(**values):
    def act(source):
        for name, value in values.items():
            setattr(source, name, value() if callable(value) else value)
        source.save()

    return act


@pytest.mark.parametrize(
    "act",
    [
        change(publisher="FORTUNE"),
        change(derived_from=lambda: Source.objects.get(publisher="Fortune")),
        change(derived_from=lambda: make_source("Ynet", derived_from=Source.objects.get(publisher="Fortune"))),
        transitions.withdraw,
        lambda source: Source.objects.filter(pk=source.pk).update(publisher="fortune"),
        lambda source: Source.objects.filter(pk=source.pk).update(derived_from=Source.objects.get(publisher="Fortune")),
        lambda source: Source.objects.bulk_update([change_only(source, publisher="Fortune!")], ["publisher"]),
        lambda source: Source.objects.update_or_create(slug=source.slug, defaults={"publisher": "Fortune"}),
        lambda source: (
            Claim.objects.filter(source=source).update(stance="rumoured") and source.citations.all().delete()
        ),
        lambda source: [source.claims.all().delete(), source.citations.update(stance="rumoured")],
    ],
)
def test_one_publisher_less_leaves_it_reported(evidenced, act):
    act(Source.objects.get(publisher="Wired"))
    assert both(evidenced) == ["reported", "reported"]


def change_only(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_a_change_at_the_root_reaches_all_that_repeat_it():
    root = make_source("Fortune")
    far = make_source("Ynet", derived_from=make_source("Calcalist", derived_from=root))
    post = reported_by(make_source("Wired"), far)
    assert confidence_of(post) == "confirmed"
    change(publisher="Wired")(root)
    assert confidence_of(post) == "reported"
    change(publisher="Forbes")(root)
    assert confidence_of(post) == "confirmed"


def test_publishing_a_source_lets_it_count():
    post = reported_by(make_source("Fortune"), wired := make_source("Wired", status="draft"))
    transitions.publish(wired)
    assert confidence_of(post) == "confirmed"


def test_new_claims_in_bulk_are_weighed(evidenced):
    post, _ = evidenced
    sources = [make_source(name, published="2024-06-15") for name in ("Meta", "Forbes")]
    Claim.objects.bulk_create([Claim(employment=post, source=source, stance="denied") for source in sources])
    assert confidence_of(post) == "disputed"
    assert [claim.slug for claim in post.claims.filter(stance="denied")] == [
        "ada-lovelace-acme--forbes-2024-06-15",
        "ada-lovelace-acme--meta-2024-06-15",
    ]


def test_conflicts_and_verified_days_follow_the_conclusion_and_the_source():
    source = make_source(published="2024-06-15")
    post = make_employment(claims=({"source": source, "end_state": "ongoing", "start": "May 2025"},), start="June 2023")
    claim = post.claims.get()
    day = date(2024, 6, 15)
    assert (post.has_conflict, claim.conflicts, post.verified_from, post.verified_on) == (True, ["start"], day, day)

    post.start = parse_typed("2025")
    post.save()
    claim.refresh_from_db()
    assert claim.conflicts == ["start"], "the source was there before the post began"

    source.published = parse_typed("2025-07")
    source.save()
    post.refresh_from_db()
    claim.refresh_from_db()
    assert (post.has_conflict, claim.conflicts) == (False, [])
    assert (post.verified_from, post.verified_on) == (date(2025, 7, 31), date(2025, 7, 1))


def test_what_is_derived_is_never_typed(evidenced):
    post, event = evidenced
    for record in evidenced:
        record.confidence = "refuted"
        record.save()
        type(record).objects.filter(pk=record.pk).update(confidence="refuted")
    assert both(evidenced) == ["confirmed", "confirmed"]
    assert [post.version, event.version] == [1, 1]


def test_a_change_of_what_is_derived_is_no_new_version_but_a_new_moment(evidenced):
    with edit() as current:
        change(publisher="Fortune")(Source.objects.get(publisher="Wired"))
    for record in evidenced:
        record.refresh_from_db()
        assert (record.version, record.updated_at, record.history.count()) == (1, current.at, 1)


def test_a_change_that_alters_nothing_derived_leaves_the_moment(evidenced):
    before = [record.updated_at for record in evidenced]
    change(title="Why they left", author="A. Reporter")(Source.objects.get(publisher="Wired"))
    for record in evidenced:
        record.refresh_from_db()
    assert [record.updated_at for record in evidenced] == before


def test_what_a_post_should_hold_can_be_asked_for():
    post = reported_by(make_source("Fortune"), make_source("Wired"))
    assert post.derived_values()["confidence"] == post.confidence == "confirmed"
