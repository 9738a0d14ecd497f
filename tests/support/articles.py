"""The screen "Enter an article" as its page sends it, for the eleven authors of the LLaMA paper who had left Meta."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

ADDRESS = "https://digest.allm.link/he/blogs/meta-llama-ai-team-faces-talent-exodus-to-rival-firms"
PUBLISHED = "[2025-05-26..2025-06]"
META = "Meta"
ELEVEN = (  # name, in the article's script, title, role, where to, end at Meta, months there, kind of the event
    ("Naman Goyal", "נאמן גויאל", "Member of technical staff", "research", "Thinking Machines Lab", "2025-02", 79),
    ("Baptiste Rozière", "בטיסט רוזייר", "AI scientist", "research", "Mistral AI", "2024-08", 61),
    ("Aurélien Rodriguez", "אורליין רודריגז", "Director, foundation model training", "lead", "Cohere", "2024-07", 31),
    ("Eric Hambro", "אריק המברו", "Member of technical staff", "research", "Anthropic", "2023-11", 39),
    (
        "Timothée Lacroix",
        "טימותי לאקרואה",
        "Co-founder and chief technology officer",
        "founder",
        "Mistral AI",
        "2023-06",
        101,
    ),
    (
        "Marie-Anne Lachaux",
        "מארי-אן לאשו",
        "Founding member and AI research engineer",
        "engineering",
        "Mistral AI",
        "2023-06",
        60,
    ),
    ("Thibaut Lavril", "טיבו לבריל", "AI research engineer", "engineering", "Mistral AI", "2023-06", 53),
    ("Armand Joulin", "ארמנד ג’ולין", "Distinguished scientist", "research", "Google DeepMind", "2023-05", 104),
    ("Gautier Izacard", "גוטייה איזיקארד", "Technical staff", "research", "Microsoft AI", "2023-03", 38),
    ("Edouard Grave", "אדוארד גראב", "Researcher", "research", "Kyutai", "2023-02", 86),
    ("Guillaume Lample", "גיום למפל", "Co-founder and chief scientist", "founder", "Mistral AI", "early 2023", 84),
)


MONTHS = ["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"]
EMPLOYERS = {
    "Mistral AI": "מיסטרל",
    "Cohere": "Cohere",
    "Anthropic": "אנתרופיק",
    "Google DeepMind": "Google DeepMind",
    "Microsoft AI": "Microsoft AI",
    "Kyutai": "Kyutai",
    "Thinking Machines Lab": "Thinking Machines",
}


def hebrew_text() -> str:
    """A text of our own that lists the eleven people by labels, each as “native (Latin)”."""
    items = []
    for name, hebrew, _title, _role, destination, end, months in ELEVEN:
        year, _, month = end.partition("-")
        date = f"{MONTHS[int(month) - 1]} {year}" if month else f"תחילת {end.split()[-1]}"
        items.append(
            f"  • {hebrew} ({name})\n\n"
            f"    • תפקיד נוכחי: חוקר ב-{EMPLOYERS[destination]}\n"
            f"    • תאריך עזיבה ממטא: {date}\n"
            f"    • זמן במטא: {months // 12} שנים, {months % 12} חודשים\n"
        )
    return "רשימה של אנשים שעזבו\n\n" + "".join(items)


def make_row(name: str = "Ada Lovelace", /, state: str = "accepted", **cells: str) -> dict[str, Any]:
    """A row of the grid; a double underscore stands for the dot: left__organization="Meta"."""
    return {"state": state, "cells": {"person": name, **{key.replace("__", "."): text for key, text in cells.items()}}}


def make_screen(*rows: dict[str, Any], source: dict[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """The screen of an article with these rows; `source` differs from the usual one."""
    usual = {
        "url": "https://example.org/article",
        "title": "An article",
        "publisher": "Example",
        "language": "en",
        "published": "2025-06-01",
    }
    return {"source": usual | (source or {}), "rows": list(rows)} | values


def eleven_rows() -> list[dict[str, Any]]:
    return [
        make_row(
            name,
            native_name=hebrew,
            left__organization=META,
            left__end=end,
            left__stated_months=str(months),
            joined__organization=destination,
            joined__title=title,
            joined__role=role,
            event=str(number),
        )
        for number, (name, hebrew, title, role, destination, end, months) in enumerate(ELEVEN, 1)
    ]


def eleven_events() -> list[dict[str, str]]:
    return [
        {
            "number": str(number),
            "kind": "departure",
            "date": end,
            "headline": f"{name} leaves Meta for {destination}",
            "summary": "",
        }
        for number, (name, _, _, _, destination, end, _) in enumerate(ELEVEN, 1)
    ]


def eleven_screen() -> dict[str, Any]:
    """The article with its list of eleven people."""
    source = {
        "url": ADDRESS,
        "title": "",
        "publisher": "allm.link",
        "language": "he",
        "published": PUBLISHED,
        "kind": "report",
    }
    return make_screen(*eleven_rows(), source=source, events=eleven_events())


def send(client: Client, name: str, status: int = 200, **body: Any) -> Any:
    """Send what the page's script sends, and return the JSON of the answer."""
    response = client.post(reverse(f"articles:{name}"), json.dumps(body), content_type="application/json")
    assert response.status_code == status, response.content.decode()
    return response.json()
