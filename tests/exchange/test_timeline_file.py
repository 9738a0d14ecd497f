"""The curated timeline in fixtures/, and what it must show."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from events.models import NewsEvent
from people.models import Cohort, Employment
from talentwatch.exchange.dump import dump_timeline
from talentwatch.exchange.integrity import check_timeline
from talentwatch.records.edit import foreign_keys, no_progress
from talentwatch.records.models import VersionedModel
from talentwatch.records.recompute import rows_to_check

pytestmark = [pytest.mark.usefixtures("timeline"), pytest.mark.django_db]

EXAMPLE = re.compile(r"curl 'http://127\.0\.0\.1:8000/api/v1/([^']+)'\n```\n\n```json\n(.*?)```", re.DOTALL)
LEFT_META = [
    "armand-joulin-meta",
    "aurelien-rodriguez-meta",
    "baptiste-roziere-meta",
    "edouard-grave-meta",
    "eric-hambro-meta",
    "gautier-izacard-meta",
    "guillaume-lample-meta",
    "marie-anne-lachaux-meta",
    "naman-goyal-meta",
    "thibaut-lavril-meta",
    "timothee-lacroix-meta",
]
IN_CONFLICT = [
    "andrej-karpathy-openai",
    "avi-verma-meta-superintelligence-labs",
    "barret-zoph-thinking-machines-lab",
    "bob-mcgrew-openai",
    "gautier-izacard-meta",
    "greg-brockman-microsoft",
    "greg-brockman-openai",
    "greg-yang-xai",
    "guillaume-lample-mistral-ai",
    "igor-babuschkin-xai",
    "ilya-sutskever-openai",
    "jimmy-ba-xai",
    "joelle-pineau-fair",
    "lin-junyang-qwen",
    "marie-anne-lachaux-mistral-ai",
    "mustafa-suleyman-google",
    "rohit-prasad-amazon",
    "sam-altman-microsoft",
    "sam-altman-openai",
    "timothee-lacroix-mistral-ai",
    "tony-wu-xai",
]


def test_a_dump_of_the_loaded_fixture_is_the_same_byte_for_byte():
    text, _ = dump_timeline()
    assert text == (Path(settings.ROOT) / "fixtures" / "timeline.json").read_text(encoding="utf-8")


def test_the_fixture_of_the_five_articles_is_a_part_of_it():
    text, _ = dump_timeline(f"article-{number}" for number in range(1, 6))
    assert text == (Path(settings.ROOT) / "fixtures" / "llama.json").read_text(encoding="utf-8")


def test_it_has_no_findings():
    assert check_timeline() == []


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if issubclass(model, VersionedModel)],
    ids=lambda model: model.__name__,
)
def test_every_row_is_valid(model):
    # check_timeline() checks the constraints of all rows at once; the database itself checks unique ones and foreign keys.
    for row in rows_to_check(model, no_progress):
        row.full_clean(exclude=foreign_keys(model), validate_unique=False, validate_constraints=False)


def test_every_row_names_rows_that_exist():
    connection.check_constraints()


@pytest.mark.parametrize("words", ["lample", "LAMPLE", "Lampl", "למפל", "lample guillaume"])
def test_lample_is_found(api, words):
    assert api.slugs("people/", q=words) == ["guillaume-lample"]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("aurelien rodriguez", "aurelien-rodriguez"),
        ("RODRIGUEZ Aurélien", "aurelien-rodriguez"),
        ("lukasz", "lukasz-kaiser"),
    ],
)
def test_accents_and_order_do_not_matter(api, words, slug):
    assert api.slugs("people/", q=words) == [slug]


def test_events_of_meta_are_those_of_its_parts_too(api):
    all_of_it = api.get_json("events/", organization="meta", count="true")["count"]
    alone = api.get_json("events/", organization="meta", include_descendants="false", count="true")["count"]
    assert all_of_it > alone > 0


def test_the_llama_authors_are_fourteen(api):
    cohort = api.get_json("cohorts/llama-paper-authors/")
    assert cohort["expected_size"] == len(cohort["members"]) == 14
    assert [member["position"] for member in cohort["members"]] == list(range(1, 15))


def test_eleven_of_them_left_meta(api):
    slugs = api.slugs("employments/", cohort="llama-paper-authors", organization="meta", end_state="ended")
    assert slugs == LEFT_META


def test_their_mean_stated_tenure_is_above_five_years(api):
    claims = api.get_json("claims/", cohort="llama-paper-authors", organization="meta", source="article-5")["results"]
    months = [claim["stated_months"] for claim in claims if claim["stated_months"]]
    assert len(months) == 11
    assert sum(months) / len(months) > 60


def test_five_of_them_are_at_mistral(api):
    slugs = api.slugs("people/", cohort="llama-paper-authors", organization="mistral-ai")
    assert slugs == [
        "baptiste-roziere",
        "guillaume-lample",
        "marie-anne-lachaux",
        "thibaut-lavril",
        "timothee-lacroix",
    ]


def test_on_the_day_of_the_paper_five_of_them_were_possibly_but_not_certainly_at_meta(api):
    filters = {"cohort": "llama-paper-authors", "organization": "meta", "on": "2023-02-24"}
    certain = api.slugs("people/", certainty="certain", **filters)
    possible = api.slugs("people/", certainty="possible", **filters)
    assert len(possible) == 14
    assert set(possible) - set(certain) == {
        "edouard-grave",  # left in February, nobody says on which day
        "faisal-azhar",  # still there, nobody says since when
        "guillaume-lample",  # left early in 2023
        "hugo-touvron",
        "xavier-martinet",
    }
    assert set(certain) < set(possible)


def test_conflicts_are_where_sources_contradict_the_desk(api):
    assert api.slugs("employments/", has_conflict="true") == IN_CONFLICT


def test_the_outlet_that_has_lachaux_join_in_may_2025_stands_alone(api):
    claims = api.get_json("employments/marie-anne-lachaux-mistral-ai/")["claims"]
    assert {claim["source"]["slug"]: claim["conflicts"] for claim in claims if claim["conflicts"]} == {
        "gigazine-llama": ["start"]
    }


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (Employment, {"confirmed": 445, "reported": 296, "rumoured": 9, "disputed": 3}),
        (NewsEvent, {"confirmed": 180, "reported": 84, "rumoured": 6, "refuted": 4, "disputed": 3}),
    ],
)
def test_confidence_is_what_a_second_program_calculates(model, expected):
    levels = list(model.objects.values_list("confidence", flat=True))
    assert {level: levels.count(level) for level in set(levels)} == expected


def test_cohorts_keep_the_size_their_source_gives():
    sizes = {cohort.slug: (cohort.expected_size, cohort.members.count()) for cohort in Cohort.objects.all()}
    assert sizes["llama-paper-authors"] == (14, 14)
    assert all(members <= expected for expected, members in sizes.values())


def test_the_documentation_shows_rows_as_they_are(api):
    examples = EXAMPLE.findall((Path(settings.ROOT) / "docs" / "api.md").read_text(encoding="utf-8"))
    assert [address.partition("?")[0] for address, _ in examples] == ["moves/", "flows/", "organizations/openai/flows/"]
    (address, groups), *rows = [(address, json.loads(row)) for address, row in examples]
    answer = api.get_json(address)
    assert answer["group_by"] == groups["group_by"]
    assert [group for group in answer["groups"] if group in groups["groups"]] == groups["groups"]
    for address, row in rows:
        assert row in api.get_json(address)["results"]
