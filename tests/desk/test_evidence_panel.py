"""Evidence at a glance: the marks, the words, and adopting a claim's date by one button."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.evidence_panel import Agreement, compare_claims, compare_dates, explain_confidence, join_names
from people.models import Employment
from talentwatch.typed_dates import parse_typed
from tests.support.desk import address, as_role, errors, make_editor, read_form, read_messages, save
from tests.support.factories import make_claim, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


def by(publisher: str = "Paper", published: str = "2025-01", root: Any = None, status: str = "published", **claim: Any):
    return {"source": make_source(publisher, published=published, derived_from=root, status=status), **claim}


def marks(*claims: dict[str, Any], **values: Any) -> list[tuple[str, ...]]:
    post = make_employment(claims=claims, **values)
    return [tuple(cell.agreement.name for cell in row.dates) for row in compare_claims(post.all_claims(), post)]


@pytest.mark.parametrize(
    ("told", "concluded", "agreement"),
    [
        ("", "2023", "SILENT"),
        ("2023-06", "2023-06", "SAME"),
        ("2023-06", "2023", "MORE"),
        ("2023-06", "", "MORE"),
        ("2023", "2023-06", "LESS"),
        ("early 2023", "[2023-03..2023-07]", "COMPATIBLE"),
        ("2022", "2023", "CONFLICT"),
    ],
)
def test_how_one_date_goes_with_another(told: str, concluded: str, agreement: str) -> None:
    assert compare_dates(parse_typed(told), parse_typed(concluded)) is Agreement[agreement]


@pytest.mark.parametrize(
    ("claim", "post", "mark"),
    [
        ({}, {"end": "2023", "end_state": "ended"}, "SILENT"),
        ({"end_state": "ongoing"}, {"end_state": "ongoing"}, "SAME"),
        ({"end_state": "ongoing"}, {}, "MORE"),
        ({"end_state": "ongoing"}, {"end": "2026", "end_state": "ended"}, "COMPATIBLE"),
        ({"end_state": "ongoing"}, {"end": "2023", "end_state": "ended"}, "CONFLICT"),
        ({"end": "2023-06", "end_state": "ended"}, {"end": "2023", "end_state": "ended"}, "MORE"),
        ({"end": "2023-06", "end_state": "ended"}, {"end_state": "ongoing"}, "CONFLICT"),
        ({"end": "2023-06", "end_state": "ended"}, {}, "MORE"),
    ],
)
def test_how_the_end_of_a_claim_goes_with_the_conclusion(claim: Any, post: Any, mark: str) -> None:
    assert marks(by(**claim), **post) == [("SILENT", mark)]


def test_a_source_that_saw_them_before_the_start_conflicts_on_the_start() -> None:
    assert marks(by(published="2020", end_state="ongoing"), start="2023") == [("CONFLICT", "MORE")]


def test_what_counts_comes_first_and_voices_are_told() -> None:
    agency = make_source("Agency")
    post = make_employment(
        claims=(by("Draft", status="draft"), by("Echo", root=agency), {"source": agency}, by("No", stance="denied"))
    )
    rows = sorted(compare_claims(post.all_claims(), post), key=lambda row: row.claim.source.publisher)
    assert [(row.claim.source.publisher, row.independence, row.has_conflict) for row in rows] == [
        ("Agency", "independent", False),
        ("Draft", "not counted: this source isn’t published", False),
        ("Echo", "repeats Agency", False),
        ("No", "independent", True),
    ]
    assert compare_claims(post.all_claims(), post)[-1].claim.source.publisher == "Draft"


@pytest.mark.parametrize(
    ("stances", "sentence"),
    [
        ((), "Without a source: no published source mentions it."),
        (("reported",), "Reported: reported by one independent publisher, P1."),
        (("reported", "reported"), "Confirmed: reported by two independent publishers, P1 and P2."),
        (("announced",), "Confirmed: announced by the person or the organization, in P1."),
        (
            ("announced", "reported"),
            "Confirmed: announced by the person or the organization, in P1, and reported by P2.",
        ),
        (("rumoured", "rumoured"), "Rumoured: only a rumour, in P1 and P2."),
        (("denied",), "Refuted: denied by P1, and supported by no source."),
        (("denied", "reported", "rumoured"), "Disputed: denied by P1, and supported by P2 and P3."),
    ],
)
def test_the_confidence_says_why(stances: tuple[str, ...], sentence: str) -> None:
    claims = tuple(by(f"P{number}", stance=stance) for number, stance in enumerate(stances, 1))
    post = make_employment(claims=claims, status="published" if claims else "draft")
    told = sorted(post.all_claims(), key=lambda claim: claim.source.publisher)
    assert explain_confidence(told) == sentence
    assert sentence.startswith(post.get_confidence_display())


def test_repetitions_and_unpublished_sources_are_counted_apart() -> None:
    fortune, calcalist = make_source("Fortune"), make_source("Calcalist")
    echoes = [by(f"Echo {number}", root=fortune) for number in range(2)]
    post = make_employment(
        claims=({"source": fortune}, {"source": calcalist}, *echoes, by("X", root=calcalist), by("D", status="draft"))
    )
    told = sorted(post.all_claims(), key=lambda claim: claim.source.pk)
    assert explain_confidence(told) == (
        "Confirmed: reported by two independent publishers, Fortune and Calcalist; two repeat Fortune; "
        "one repeats Calcalist; one not counted, because the source isn’t published."
    )


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [join_names(["A"]), join_names(["A", "B"]), join_names(["A", "B", "C"])] == ["A", "A and B", "A, B and C"]


# In the form


def claim_of(post: Employment) -> int:
    pk: int = post.claims.get().pk
    return pk


def adopt(client: Client, post: Employment, button: str, **values: Any) -> Any:
    return save(client, address(Employment, "change", post.pk), _adopt=button, **values)


def test_the_panel_shows_the_conclusion_and_each_claim() -> None:
    post = make_employment(start="2023", claims=(by("Paper", start="2023-06", title="Countess"),))
    page = make_editor().get(address(Employment, "change", post.pk)).content.decode()
    assert "The desk concludes" in page
    assert "Countess" in page
    assert "more precise" in page
    assert "Reported: reported by one independent publisher, Paper." in page
    assert f'name="_adopt" value="{claim_of(post)}-start"' in page
    assert f'value="{claim_of(post)}-end"' not in page
    assert page.index('class="on-enter"') < page.index('name="_adopt"'), "Enter in a box must save, not adopt"


def test_there_is_no_panel_before_there_is_a_post() -> None:
    assert "evidence-title" not in make_editor().get(address(Employment, "add")).content.decode()


def test_a_start_is_adopted_with_a_reason_and_nothing_typed_is_lost() -> None:
    post = make_employment(start="2023", claims=(by("Calcalist", "2024-05", start="2023-06"),))
    desk = make_editor()
    response = adopt(desk, post, f"{claim_of(post)}-start", title="Countess", _save="Save")
    assert response.status_code == 302
    assert response["Location"].endswith(address(Employment, "change", post.pk))
    post.refresh_from_db()
    assert (str(post.start), post.title, post.version) == ("2023-06", "Countess", 2)
    assert post.history.latest().history_change_reason == "start adopted from Calcalist, May 2024"
    assert any("changed" in message for message in read_messages(response))


def test_a_reason_that_was_typed_stands() -> None:
    post = make_employment(start="2023", claims=(by(start="2023-06"),))
    adopt(make_editor(), post, f"{claim_of(post)}-start", reason="She told us")
    assert post.history.latest().history_change_reason == "She told us"


@pytest.mark.parametrize(
    ("claim", "post", "state", "end"),
    [
        ({"end": "2024-06", "end_state": "ended"}, {"end_state": "ongoing"}, "ended", "2024-06"),
        ({"end_state": "ongoing"}, {"end": "2024", "end_state": "ended"}, "ongoing", ""),
    ],
)
def test_an_end_is_adopted_with_its_state(claim: Any, post: Any, state: str, end: str) -> None:
    employment = make_employment(claims=(by(**claim),), **post)
    adopt(make_editor(), employment, f"{claim_of(employment)}-end")
    employment.refresh_from_db()
    assert (employment.end_state, str(employment.end)) == (state, end)


def test_what_the_rules_refuse_is_said_and_the_panel_still_shows_what_is_stored() -> None:
    post = make_employment(start="2023", end="2023-12", end_state="ended", claims=(by(start="2025-06"),))
    response = adopt(make_editor(), post, f"{claim_of(post)}-start", title="Countess")
    assert errors(response) == ["A job can't end before it starts."]
    assert response.context["adminform"].form["title"].value() == "Countess"
    assert str(response.context["evidence_panel"]["employment"].start) == "2023"
    post.refresh_from_db()
    assert str(post.start) == "2023"


def test_a_date_is_not_adopted_over_what_somebody_saved_meanwhile() -> None:
    post = make_employment(start="2023", claims=(by(start="2023-06"),))
    url = address(Employment, "change", post.pk)
    grace = make_editor("grace")
    sent = read_form(grace.get(url))
    save(make_editor("alan"), url, start="2022", reason="his view", accepts_conflicts="on")
    response = grace.post(url, sent | {"_adopt": f"{claim_of(post)}-start"})
    assert any("While you had this open" in sentence for sentence in errors(response))
    post.refresh_from_db()
    assert str(post.start) == "2022"


@pytest.mark.parametrize("button", ["0-start", "nonsense", "", "{}-title", "9999999999999999999-start"])
def test_a_claim_that_is_not_there_saves_nothing(button: str) -> None:
    post = make_employment(start="2023", claims=(by(start="2023-06"),))
    response = adopt(make_editor(), post, button.format(claim_of(post)), title="Countess")
    assert any("no longer exists" in sentence for sentence in errors(response))
    post.refresh_from_db()
    assert (str(post.start), post.title) == ("2023", "")


def test_the_claim_of_another_post_is_not_there() -> None:
    other = make_employment(make_person("Bob"), make_organization("Other"), claims=(by(start="2023-06"),))
    post = make_employment(start="2023")
    response = adopt(make_editor(), post, f"{claim_of(other)}-start")
    assert any("no longer exists" in sentence for sentence in errors(response))


def test_whoever_may_not_change_a_post_finds_no_button_and_is_refused() -> None:
    post = make_employment(start="2023", claims=(by(start="2023-06"),))
    writer = as_role("writer")
    page = writer.get(address(Employment, "change", post.pk)).content.decode()
    assert "The desk concludes" in page
    assert 'name="_adopt"' not in page
    response = writer.post(address(Employment, "change", post.pk), {"_adopt": f"{claim_of(post)}-start"})
    assert response.status_code == 403
    post.refresh_from_db()
    assert str(post.start) == "2023"


def test_the_panel_takes_the_same_queries_for_more_claims() -> None:
    desk = make_editor()
    post = make_employment(claims=(by("P1", start="2023"), by("P2", start="2023")))
    more = make_employment(make_person("Bob"), claims=[by(f"Q{n}", start="2023") for n in range(6)])
    urls = [address(Employment, "change", one.pk) for one in (post, more)]
    desk.get(urls[0])
    counts = []
    for url in urls:
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_publisher_in_another_script_keeps_its_place() -> None:
    post = make_employment(claims=(by("כלכליסט"), by("גלובס")))
    assert explain_confidence(post.all_claims()).endswith(
        "independent publishers, \u2068כלכליסט\u2069 and \u2068גלובס\u2069."
    )


def test_an_end_is_adopted_with_its_reason_and_loses_it_with_the_end() -> None:
    post = make_employment(end="2022", end_state="ended", left_for="study")
    ended = make_claim(post, make_source("A"), end="2023", end_state="ended", end_reason="resigned")
    ongoing = make_claim(post, make_source("B"), end_state="ongoing")
    assert adopt(make_editor(), post, f"{ended.pk}-end", reason="A knows").status_code == 302
    post.refresh_from_db()
    assert (str(post.end), post.end_reason, post.left_for) == ("2023", "resigned", "study")
    assert (
        adopt(
            make_editor("eve"), post, f"{ongoing.pk}-end", reason="B knows better", accepts_conflicts="on"
        ).status_code
        == 302
    )
    post.refresh_from_db()
    assert (post.end_state, post.end_reason, post.left_for) == ("ongoing", "", "")


def test_an_end_is_adopted_without_what_the_next_job_says_better() -> None:
    """Its source may not have known for which job they left."""
    post = make_employment(end="2023", end_state="ended")
    make_employment(post.person, make_organization("Beta"), start="2023", end_state="ongoing", came_from=post)
    claim = make_claim(post, make_source("A"), end="2023-06", end_state="ended", left_for="own_venture")
    response = adopt(make_editor(), post, f"{claim.pk}-end")
    assert response.status_code == 302, errors(response)
    post.refresh_from_db()
    assert (str(post.end), post.left_for) == ("2023-06", "")
