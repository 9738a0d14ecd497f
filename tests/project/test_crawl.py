"""From the front page, the sitemap and the index of the API, by every link there is: no draft is named, and no link is broken."""

import os
import re
from collections import deque
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from tests.support.worlds import make_world_with_secrets

HOME = "http://testserver"
STARTS = ["/", "/robots.txt", "/sitemap.xml", "/api/v1/", "/reconcile/", "/api/v1/changes/", "/api/v1/corrections/"]
ADDRESS = re.compile(r"https?://testserver[^\s\"'<>\\,)}|]*")
# The login is for editors, there are no files of /data/ in the tests, and this names a set of identifiers.
ELSEWHERE = re.compile(r"/(admin|static|data)/|/reconcile/entity/$")
# The suite follows 250 links; `make fuzz` follows all of them.
MAX_PAGES = int(os.environ.get("FUZZ_REQUESTS", "250"))

pytestmark = pytest.mark.django_db


class LinkReader(HTMLParser):
    """The addresses that a page loads or leads to."""

    def __init__(self, page):
        super().__init__()
        self.addresses = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.addresses += [value.split()[0] for name, value in attrs if name in {"href", "src", "srcset"} and value]


def links(address, response, text):
    found = [response.get("Location", ""), *ADDRESS.findall(response.get("Link", ""))]
    found += LinkReader(text).addresses if "html" in response["Content-Type"] else ADDRESS.findall(unescape(text))
    for link in found:
        target = urldefrag(urljoin(HOME + address, link))[0]
        parts = urlsplit(target)
        if parts.netloc == "testserver" and not ELSEWHERE.match(parts.path) and "{" not in target:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def test_no_link_leads_to_a_draft(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    make_world_with_secrets()
    client, pages, statuses = Client(), deque(STARTS), {}
    seen = set(STARTS)
    while pages and len(statuses) < MAX_PAGES:
        address = pages.popleft()
        response = client.get(address)
        statuses[address] = response.status_code
        content = response.getvalue() if response.streaming else response.content
        text = content.decode(errors="replace")
        assert "secret" not in (text + str(response.headers)).casefold(), address
        for link in links(address, response, text):
            if link not in seen:
                seen.add(link)
                pages.append(link)
    # What is withdrawn may be linked to from the log of changes, and is gone.
    broken = {address: status for address, status in statuses.items() if status not in {200, 301, 302}}
    assert {status for address, status in broken.items() if "mallory" in address} <= {410}
    assert "\n".join(f"{broken[a]} {a}" for a in broken if "mallory" not in a) == ""
    assert {"/people/ada/", "/api/v1/people/ada/", "/organizations/acme/", "/cohorts/"} <= statuses.keys()
