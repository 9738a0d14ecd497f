"""Random requests to every address: to the desk in every role, to the pages and the API, with queries and files for services
that take them; and values that no browser would send."""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.support.articles import make_row, make_screen

ROLES = {"anonymous": 2, "nobody": 1, "writer": 3, "editor": 3, "publisher": 5, "superuser": 6}  # and how often each
LOOKUPS = [
    "exact",
    "iexact",
    "contains",
    "regex",
    "iregex",
    "in",
    "gt",
    "lte",
    "isnull",
    "year",
    "month",
    "week",
    "range",
    "date",
    "hour",
    "length",
    "unaccent",
]
EVIL_REGEX = "^(.|.|.)*!$"
HUGE = "9" * 19
TEXTS = (
    "",
    "0",
    "-1",
    "abc",
    "1.5",
    HUGE,
    "9" * 5000,
    "1,abc",
    f"1,{HUGE}",
    "true",
    "None",
    "9999",
    "0000-00-00",
    "2023-13",
    "\0",
    "a\0b",
    "\ud800",
    "\U0001f600" * 50,
    "é" + "\u0301" * 300,
    "\u202ea",
    "\u0661",
    "²",
    "²" * 10,
    "a" * 3000,
    "word " * 400,
    "%",
    "_\\'\"",
    "../../etc/passwd",
    "//evil.example",
    "https://[",
    "javascript:alert(1)",
    "{{ 7|add:7 }}",
    "<script>",
    EVIL_REGEX,
)
NAMES = [
    "q",
    "o",
    "p",
    "all",
    "e",
    "_popup",
    "_to_field",
    "_facets",
    "queue",
    "lacks",
    "next",
    "change",
    "other",
    "items",
    "article",
    "kind",
    "text",
    "address",
    "term",
    "app_label",
    "model_name",
    "field_name",
    "page",
    "page-names",
    "find-names",
    "page-claims",
    "find-claims",
    "page-members",
    "find-members",
    "first_year",
    "happened",
    "end",
    "months",
    "but",
    "progress_key",
    "person",
    "organization",
    "people",
    "employments",
    "source",
    "claims-source",
    "names-text",
    "status__exact",
    "is_staff__exact",
    "groups__id__exact",
    "updated_at__year",
    "updated_at__month",
    "made_at__year",
    "start_earliest__year",
    "start_earliest__day",
    "id__in",
    "_changelist_filters",
    "format",
    "token",
    "seen",
    "opened",
    "post",
    "action",
    "index",
    "select_across",
    "_selected_action",
    "_save",
    "_continue",
    "_addanother",
    "_saveasnew",
    "_adopt",
    "form_token",
    "reason",
    "correction",
    "also",
    "survivor",
    "username",
    "password",
    "csrfmiddlewaretoken",
    "old_password",
    "new_password1",
    "this_is_the_login_form",
]
# Of path() and of re_path().
VARIABLE = re.compile(r"<[^>]*>|\(\[\^/\]\+\)|\(\?P.*?\)(?=[/$])")
CHARSETS = ("utf-8", "utf-16", "latin-1", "nonsense")
# The tests of the suite send few, the same each time; `make fuzz` says how many, and chooses others.
SEED = int(os.environ.get("FUZZ_SEED", "1"))
MAX_SECONDS = 1  # of CPU
LONG = 300_000  # characters; a request holds 2.5 MB


@dataclass
class FuzzedRequest:
    """One request; `description` says what is in it, short enough for a failure."""

    role: str
    method: str
    address: str
    data: bytes = b""
    content_type: str = "application/x-www-form-urlencoded"
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        headers = f" {self.headers}" if self.headers else ""
        data = f" {self.content_type} {self.data[:600]!r} ({len(self.data)} bytes)" if self.method == "POST" else ""
        return f"{self.role} {self.method} {self.address[:600]}{headers}{data}"

    def send(self, clients: dict[str, Client]) -> Any:
        client = clients[self.role]
        cookies = deepcopy(client.cookies)
        try:
            return client.generic(self.method, self.address, self.data, self.content_type, headers=self.headers)
        finally:
            # Even after /admin/logout/.
            client.cookies = cookies


class FormReader(HTMLParser):
    """The names and values of the boxes on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name, value = attributes.get("name") or "", attributes.get("value") or ""
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and "selected" in attributes:
            self.values.append((self.select, value))
        is_sent = attributes.get("type") not in {"checkbox", "radio"} or "checked" in attributes
        if tag in {"input", "textarea", "button"} and name and is_sent:
            self.values.append((name, value))


def number_of_requests(in_the_suite: int) -> int:
    return int(os.environ.get("FUZZ_REQUESTS", in_the_suite))


def check_requests(
    requests: Iterator[FuzzedRequest], clients: dict[str, Client], max_seconds: float = MAX_SECONDS
) -> Counter[int]:
    """Sends all of them, and fails if one is answered with a 5xx or takes long; how often each status was answered."""
    failures, statuses = [], Counter[int]()
    for client in clients.values():
        client.raise_request_exception = False
    for request in requests:
        started = time.process_time()
        # Each starts from the same world, so that one that fails can be sent again by itself.
        with transaction.atomic():
            response = request.send(clients)
            content = response.getvalue() if response.streaming else response.content
            transaction.set_rollback(True)
        seconds = time.process_time() - started
        statuses[response.status_code] += 1
        # A download that is being built asks clients to come back.
        is_error = response.status_code >= 500 and "Retry-After" not in response
        if is_error or seconds > max_seconds:
            error = response.exc_info[1] if response.exc_info else content[:200]
            failures.append(f"{response.status_code} in {seconds:.1f} s: {request} {error!r:.300}")
    assert not failures, "\n".join(failures)
    return statuses


def address_patterns(root: str = "admin/") -> list[str]:
    """The addresses below one, of the desk for example, with `{}` in place of each variable. The root "" is all but the desk."""
    patterns: list[str] = []

    def walk(resolver: URLResolver, start: str) -> None:
        for entry in resolver.url_patterns:
            text = start + VARIABLE.sub("{}", str(entry.pattern)).strip("^$")
            if isinstance(entry, URLResolver):
                walk(entry, text)
            else:
                patterns.append(text.replace("^", ""))

    for entry in get_resolver().url_patterns:
        is_desk = str(entry.pattern).startswith("admin/")
        if is_desk != (root == "admin/"):
            continue
        if isinstance(entry, URLResolver):
            walk(entry, f"/{entry.pattern}")
        else:
            patterns.append("/" + VARIABLE.sub("{}", str(entry.pattern)).strip("^$"))
    return patterns


class Fuzzer:
    """Makes requests from a seed: `keys` are of stored records, `read_page(address)` returns a page as a superuser sees it."""

    def __init__(self, seed: int, keys: list[int], read_page: Callable[[str], str]) -> None:
        self.random = Random(seed)
        self.keys, self.read_page = keys, read_page
        self.patterns = address_patterns()
        self.labels = [model._meta.app_label for model in admin.site._registry]
        self.columns = sorted({item.name for model in admin.site._registry for item in model._meta.get_fields()})
        self.forms: dict[str, list[tuple[str, str]]] = {}

    def requests(self, count: int) -> Iterator[FuzzedRequest]:
        """Each address in turn, so that a short run leaves none out."""
        order: list[str] = []
        for _ in range(count):
            if not order:
                order = self.random.sample(self.patterns, len(self.patterns))
            yield self.make(order.pop())

    def make(self, pattern: str) -> FuzzedRequest:
        random = self.random
        role = random.choices(list(ROLES), list(ROLES.values()))[0]
        address = re.sub(r"\{\}", lambda _: self.segment(), pattern)
        query = self.query() if random.random() < 0.4 else []
        method = random.choices(["GET", "POST", "HEAD", "PUT", "OPTIONS"], [45, 50, 2, 2, 1])[0]
        full_address = f"{address}?{encode(query)}" if query else address
        headers = {}
        if random.random() < 0.03:
            name = random.choice(["Cookie", "X-Forwarded-For", "User-Agent", "Accept", "Referer", "If-None-Match"])
            headers[name] = random.choice(["", "\xff\xfe", "a" * 5000, "sessionid=a; csrftoken=b", "https://["])
        request = FuzzedRequest(role, method, full_address, headers=headers)
        if method == "POST":
            request.data, request.content_type = self.body(address, pattern)
        return request

    def value(self) -> str:
        random = self.random
        if random.random() < 0.02:
            return random.choice("a1é,\n<") * LONG
        return random.choice([*TEXTS, *(str(random.choice(self.keys)) for _ in range(6))])

    def segment(self) -> str:
        """A value in the path."""
        random = self.random
        if random.random() < 0.85:
            return str(random.choice(self.keys))
        text = random.choice([*TEXTS, *self.labels, "1/2", "import/x", "_2f", "__", "1_", "people"])
        return encode([("", text)])[1:][:3000]

    def query(self) -> list[tuple[str, str]]:
        random = self.random
        pairs = []
        for _ in range(random.choice([1, 1, 1, 2, 3])):
            name = random.choice(NAMES)
            if random.random() < 0.5:
                parts = [random.choice(self.columns) for _ in range(random.choice([1, 1, 2]))]
                name = "__".join([*parts, random.choice(LOOKUPS)])
            pairs.append((name, self.value()[:6000]))
        return pairs

    def body(self, address: str, pattern: str) -> tuple[bytes, str]:
        random = self.random
        if pattern.startswith("/admin/articles/"):
            return self.json(), "application/json"
        pairs = self.mutate(self.form(address) or [(random.choice(NAMES), self.value())])
        chance = random.random()
        if chance < 0.05:
            return encode(pairs).encode(), f"application/x-www-form-urlencoded; charset={random.choice(CHARSETS)}"
        if chance < 0.1:
            content_type = random.choice(["text/plain", "multipart/form-data", "multipart/form-data; boundary=x", ""])
            return b"--x\r\n" + encode(pairs).encode(), content_type
        if chance < 0.2:
            return multipart(pairs), "multipart/form-data; boundary=b0undary"
        return encode(pairs).encode(), "application/x-www-form-urlencoded"

    def form(self, address: str) -> list[tuple[str, str]]:
        """What the form on a page would send unchanged."""
        if address not in self.forms:
            self.forms[address] = FormReader(self.read_page(address)).values
        return self.forms[address]

    def mutate(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Some values are replaced, dropped or repeated; some names are new."""
        random = self.random
        pairs = list(pairs)
        for _ in range(random.choice([0, 1, 1, 2, 3, 6])):
            place = random.randrange(len(pairs)) if pairs else 0
            change = random.random()
            if pairs and change < 0.5:
                pairs[place] = (pairs[place][0], self.value())
            elif pairs and change < 0.6:
                del pairs[place]
            elif pairs and change < 0.7:
                pairs += [(pairs[place][0], self.value()) for _ in range(random.choice([1, 3, 1000]))]
            elif change < 0.75:
                pairs = [pair for pair in pairs if not pair[0].endswith("_FORMS")]
            elif change < 0.85:
                pairs = [(name, self.value() if name.endswith("_FORMS") else value) for name, value in pairs]
            else:
                pairs.append((random.choice(NAMES), self.value()))
        return pairs

    def json(self) -> bytes:
        """What the screen of an article sends, with any values in place of some."""
        random = self.random
        screen = make_screen(make_row(left__organization="Acme", joined__organization="Other", joined__start="2023"))
        body: dict[str, Any] = {"screen": screen, "action": "draft", "digest": "", "text": "Ada joins Acme.", "id": 1}
        return json.dumps(mutate_json(random, body, self.value)).encode()


def mutate_json(random: Random, body: Any, value: Callable[[], str]) -> Any:
    """The same with up to two of its values replaced, changed in place."""
    for _ in range(random.choice([0, 1, 2])):
        place: Any = body
        while isinstance(place, dict | list) and place:
            key = random.choice(list(place)) if isinstance(place, dict) else random.randrange(len(place))
            if random.random() < 0.4 or not isinstance(place[key], dict | list):
                place[key] = random.choice([None, True, -1, 1e400, 10**30, [], [[]], {}, {"a": [1]}, value()])
                break
            place = place[key]
    return body


class PublicFuzzer:
    """Makes requests to the pages, the API and the reconciliation service: `slugs` are of stored records."""

    def __init__(self, seed: int, slugs: list[str]) -> None:
        self.random, self.slugs = Random(seed), slugs
        description = json.loads((settings.ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
        self.parameters = {
            re.sub(r"\{\w+\}", "{}", path): [
                one["name"] for one in methods["get"].get("parameters", ()) if "name" in one
            ]
            for path, methods in description["paths"].items()
        }
        self.names = sorted(
            {name for names in self.parameters.values() for name in names} | {"utm_source", "direction"}
        )
        self.patterns = sorted({*address_patterns(""), *self.parameters})

    def value(self) -> str:
        random = self.random
        if random.random() < 0.01:
            return random.choice("a1é,\n<") * 8000
        plain = ["2023", "2023-06..2024", "certain", "csv", "svg", "atom", "year", "200", "slug", "-date", *self.slugs]
        return random.choice([*TEXTS, *plain])[:8000]

    def requests(self, count: int) -> Iterator[FuzzedRequest]:
        """Each address in turn, so that a short run leaves none out."""
        random, order = self.random, list[str]()
        for _ in range(count):
            order = order or random.sample(self.patterns, len(self.patterns))
            pattern = order.pop()
            address = re.sub(r"\{\}", lambda _: encode([("", random.choice([*self.slugs, *TEXTS[:12]]))])[1:], pattern)
            names = random.choices(
                [*self.parameters.get(pattern, ()), *random.sample(self.names, 2)], k=random.choice([0, 1, 2, 3])
            )
            query = encode([(name, self.value()) for name in names])
            method = random.choices(["GET", "HEAD", "POST", "OPTIONS", "PUT"], [85, 5, 5, 3, 2])[0]
            headers = {}
            if random.random() < 0.3:
                name = random.choice(
                    ["Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Cookie", "Origin"]
                )
                headers[name] = random.choice(
                    ["", "*/*;q=0", '"a", W/"b"', "bytes=0-,5-3", "gzip;q=x", "\xff", "a" * 3000]
                )
            yield FuzzedRequest("anonymous", method, f"{address}?{query}"[:8000], b"a=1", headers=headers)

    def reconciliation_requests(self, count: int) -> Iterator[FuzzedRequest]:
        """Batches of queries and of rows to extend, nearly as they should be."""
        random = self.random
        for _ in range(count):
            pid = random.choice(["employer", "orcid", "cohort", "role", "wikidata", "on"])
            properties = [{"pid": pid, "v": [random.choice(self.slugs), {"id": f"person:{random.choice(self.slugs)}"}]}]
            query = {
                "query": "Ada",
                "type": "Person",
                "limit": 5,
                "properties": properties if random.random() < 0.7 else [],
            }
            extend = {"ids": [f"person:{slug}" for slug in self.slugs], "properties": [{"id": "employer"}]}
            name, body = random.choice([("queries", {"q0": query, "q1": dict(query)}), ("extend", extend)])
            text = json.dumps(mutate_json(random, body, self.value))
            if random.random() < 0.2:
                place = random.randrange(len(text))
                text = text[:place] + random.choice(["", "}", "\0", "[" * 2000, '"', "\ud800"]) + text[place + 1 :]
            pairs = [(name, text)] * random.choice([1, 1, 1, 2])
            yield FuzzedRequest("anonymous", "POST", "/reconcile/", encode(pairs).encode())


def fuzzed_files(random: Random, files: dict[str, bytes], count: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of files that are nearly right: with bytes and texts put in, taken out, repeated, or cut off."""
    for _ in range(count):
        name = random.choice(list(files))
        content = bytearray(files[name])
        for _ in range(random.choice([0, 1, 1, 2, 5])):
            start = random.randrange(len(content) + 1)
            end = start + random.choice([0, 1, 5, 100])
            text = random.choice(TEXTS)[:3000].encode(errors="surrogatepass")
            piece = bytes(content[start:end])
            content[start:end] = random.choice([text, text, b"", piece * 50, random.randbytes(4), b'"', b"\n,\n"])
        # Under the name of another kind, too.
        yield random.choice([name, name, name, *files]), bytes(content)


def encode(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="surrogatepass")


def multipart(pairs: list[tuple[str, str]]) -> bytes:
    parts = []
    for name, value in pairs:
        label = name.encode(errors="surrogatepass")
        filename = b'; filename="a.csv"' if name == "file" else b""
        head = b'--b0undary\r\nContent-Disposition: form-data; name="' + label + b'"' + filename
        parts.append(head + b"\r\n\r\n" + value.encode(errors="surrogatepass") + b"\r\n")
    return b"".join(parts) + b"--b0undary--\r\n"
