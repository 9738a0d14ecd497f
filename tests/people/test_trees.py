"""Records that name others of their kind: parts, repetitions, and the post that one was left for; never in a circle."""

import pytest
from django.core.exceptions import ValidationError

from people.models import Employment, Organization, Source
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


def chain(make, link, length=3):
    """Records of which each names the one before."""
    made = [make()]
    for _ in range(length - 1):
        made.append(make(**{link: made[-1]}))
    return made


def refused(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict


# Parts


@pytest.fixture
@built_once
def meta():
    """Meta, with FAIR in it, and FAIR Paris in that; and another company."""
    meta = make_organization("Meta")
    fair = make_organization("FAIR", parent=meta)
    make_organization("FAIR Paris", parent=fair)
    make_organization("MSL", parent=meta)
    make_organization("Mistral AI")
    return meta


def parts(*slugs, within=None):
    pks = Organization.objects.filter(slug__in=slugs).values_list("pk", flat=True)
    found = (within or Organization.objects.all()).with_parts(pks)
    return sorted(Organization.objects.filter(pk__in=found).values_list("slug", flat=True))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], []),
        (["mistral-ai"], ["mistral-ai"]),
        (["fair-paris"], ["fair-paris"]),
        (["fair"], ["fair", "fair-paris"]),
        (["meta"], ["fair", "fair-paris", "meta", "msl"]),
        (["meta", "fair"], ["fair", "fair-paris", "meta", "msl"]),
        (["fair", "mistral-ai"], ["fair", "fair-paris", "mistral-ai"]),
    ],
)
def test_an_organization_comes_with_all_its_parts(meta, asked, found):
    assert parts(*asked) == found


def test_what_is_not_in_the_queryset_is_no_step_on_the_way(meta):
    Organization._base_manager.filter(slug="fair").update(status="draft")
    assert parts("meta", within=Organization.objects.published()) == ["meta", "msl"]


def test_parts_in_a_circle_are_found_once(meta):
    Organization._base_manager.filter(slug="meta").update(parent=Organization.objects.get(slug="fair-paris"))
    assert parts("fair") == ["fair", "fair-paris", "meta", "msl"]


def test_an_organization_is_no_part_of_itself():
    top, middle, bottom = chain(make_organization, "parent")
    sentence = {"parent": ["An organization can't be part of itself."]}
    for record in (top, middle, bottom):
        assert refused(Organization.objects.get(pk=top.pk), parent=record) == sentence
    bottom.parent = top
    bottom.full_clean()
    Organization(name="New", kind="team", parent=bottom).full_clean()


def test_a_circle_above_does_not_hang():
    top, middle = chain(make_organization, "parent", 2)
    Organization._base_manager.filter(pk=top.pk).update(parent=middle)
    assert refused(Organization(name="New", kind="team"), parent=Organization.objects.get(pk=top.pk)) == {
        "parent": ["An organization can't be part of itself."]
    }


# Repetitions


def test_a_source_does_not_repeat_itself():
    root, middle, far = chain(make_source, "derived_from")
    for record in (root, middle, far):
        assert refused(Source.objects.get(pk=root.pk), derived_from=record) == {
            "derived_from": ["A source can't repeat itself."]
        }
    far.derived_from = root
    far.full_clean()
    Source(publisher="New", language="en", derived_from=far).full_clean()


def test_a_source_knows_what_it_repeats_and_what_repeats_it():
    root, middle, far = chain(make_source, "derived_from")
    other = make_source(derived_from=root)
    assert far.derivation_chain() == [far, middle, root]
    assert Source.with_repetitions([root]) == [root, middle, other, far]
    assert (Source.with_repetitions([middle]), Source.with_repetitions([far])) == ([middle, far], [far])


def test_repetitions_in_a_circle_do_not_hang():
    root, far = chain(make_source, "derived_from", 2)
    Source._base_manager.filter(pk=root.pk).update(derived_from=far)
    root = Source.objects.get(pk=root.pk)
    assert (root.derivation_chain(), Source.with_repetitions([root])) == ([root, far], [root, far])
    assert root.original_publisher_key() == "thepaper"


# The post that one was left for


@pytest.fixture
@built_once
def ada():
    return make_person("Ada")


def left(person, name="Acme", **values):
    return make_employment(person, make_organization(name), end="2020", end_state="ended", **values)


def test_a_post_is_left_for_another_of_the_same_person(ada):
    new = make_employment(ada, make_organization("Zenith"), came_from=left(ada))
    new.full_clean()
    assert [post.slug for post in Employment.objects.get(slug="ada-acme").led_to.all()] == ["ada-zenith"]
    assert refused(new, came_from=left(make_person("Grace"))) == {"came_from": ["Choose a job of the same person."]}


@pytest.mark.parametrize("end_state", ["ongoing", "unknown"])
def test_only_a_post_that_has_ended_was_left(ada, end_state):
    origin = make_employment(ada, end_state=end_state)
    assert refused(make_employment(ada), came_from=origin) == {"came_from": ["Choose a job that has ended."]}


def test_a_post_does_not_come_from_itself(ada):
    first = left(ada, "A")
    second = left(ada, "B", came_from=first)
    third = left(ada, "C", came_from=second)
    for post in (first, second, third):
        assert (
            refused(Employment.objects.get(pk=first.pk), came_from=post)
            == {"came_from": ["A job can't come from itself."]}
            or post != first
        )


@pytest.mark.parametrize("end_state", ["ongoing", "unknown"])
def test_a_post_that_was_left_for_another_has_ended(ada, end_state):
    origin = left(ada)
    make_employment(ada, make_organization("Zenith"), came_from=origin)
    origin.full_clean()
    assert refused(origin, end_state=end_state, end_earliest=None, end_latest=None) == {
        "end_state": ["The person left this job for another (Ada, Zenith), so it has ended."]
    }


def test_a_post_that_was_left_for_another_stays_with_its_person(ada):
    origin = left(ada)
    make_employment(ada, make_organization("Zenith"), came_from=origin)
    assert refused(origin, person=make_person("Grace")) == {
        "person": ["Another person's job came from this one: Ada, Zenith."]
    }


def test_a_person_to_be_chosen_is_not_asked_for_twice(ada):
    assert refused(Employment(organization=make_organization(), slug="x", came_from=left(ada))) == {
        "person": ["This field cannot be null."]
    }
