"""Addresses of articles in the form in which two of them are compared."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

TRACKING = re.compile(r"utm_\w+|\w*clk?id|mc_[ce]id|igshid|ref|ref_src|cmpid|smid")
PASTED = re.compile(r"(?:https?://|(?:[\w-]+\.)+[a-z]{2,}/)\S+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """The whole text is an address, with or without its scheme, and not words to search for."""
    return bool(PASTED.fullmatch(text.strip()))


def pasted_key(text: str) -> str:
    """The address_key() of an address that may lack its scheme."""
    address = text.strip()
    return address_key(address if "://" in address else f"https://{address}")


def address_key(address: str) -> str:
    """The address without what doesn't change the article: scheme, www, port, fragment, tracking, trailing slash."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    # Blank values stay: the whole query of some articles is ?12345.
    parameters = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted((name, value) for name, value in parameters if not TRACKING.fullmatch(name)))
    return f"{host}{parts.path.rstrip('/')}{query and '?' + query}" if host else ""
