"""A small timeline file: one of everything that such a file may hold."""

from typing import Any


def small_timeline() -> dict[str, Any]:
    return {
        "sources": [
            {**source("fortune", "Fortune", "2024-04"), "url": "https://example.org/fortune", "kind": "interview"},
            {**source("calcalist", "כלכליסט", "2024-05"), "language": "he", "derived_from": "fortune"},
        ],
        "organizations": [
            {**organization("acme-research", "Acme Research"), "kind": "team", "parent": "acme"},
            {
                **organization("acme", "Acme"),
                "country": "FR",
                "founded": "2004",
                "names": [{"text": "Acme Books", "language": "en", "kind": "former"}],
            },
        ],
        "people": [
            {
                "slug": "ada-lovelace",
                "name": "Ada Lovelace",
                "names": [{"text": "עדה לאבלייס", "language": "he", "kind": "native"}],
            }
        ],
        "employments": [
            {**employment("ada-acme", "acme"), "came_from": "ada-acme-research", "start": "2023", "role": "lead"},
            {
                **employment("ada-acme-research", "acme-research"),
                "start": "[..2018-06]",
                "end": "2023",
                "end_state": "ended",
                "claims": [claim("fortune", stated_months=60, stance="announced"), claim("calcalist", title="Analyst")],
            },
        ],
        "events": [
            {
                "slug": "ada-joins-acme",
                "kind": "hire",
                "date": "2023-06",
                "headline": "Ada Lovelace joins Acme",
                "summary": "She leaves its research for its head.",
                "people": ["ada-lovelace"],
                "organizations": ["acme", "acme-research"],
                "employments": ["ada-acme"],
                "citations": [{"source": "fortune", "stance": "announced"}],
            }
        ],
        "cohorts": [
            {
                "slug": "the-authors",
                "name": "The authors",
                "description": "Two people, one of them known.",
                "source": "fortune",
                "expected_size": 2,
                "members": [{"person": "ada-lovelace", "position": 2, "name_as_listed": "A. Lovelace"}],
            }
        ],
    }


def source(slug: str, publisher: str, published: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "url": None,
        "title": None,
        "publisher": publisher,
        "language": "en",
        "published": published,
        "kind": "report",
        "derived_from": None,
    }


def organization(slug: str, name: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("parent", "country", "founded", "dissolved"))
    return {"slug": slug, "name": name, "kind": "company", **nothing, "names": []}


def employment(slug: str, organization: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "person": "ada-lovelace",
        "organization": organization,
        "role": "research",
        "came_from": None,
        **tenure(),
        "claims": [claim("fortune")],
    }


def tenure() -> dict[str, Any]:
    return {"title": None, "start": None, "end": None, "end_state": "unknown"}


def claim(source: str, **values: Any) -> dict[str, Any]:
    return {"source": source, "stance": "reported", "stated_months": None, **tenure(), **values}
