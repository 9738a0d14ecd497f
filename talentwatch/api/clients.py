"""Who is asking: the address that limits on requests and on guessed passwords go by."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings


def client_address(request: Any) -> str:
    """The address of the client: the peer's, or, behind NUM_PROXIES proxies, what the outermost of them saw.

    Each proxy appends to X-Forwarded-For whom it was asked by; what stands further left anybody may have written. What
    is no address there is passed over, so the answer fits a column of addresses.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not settings.NUM_PROXIES:
        return peer
    said = chain[-min(settings.NUM_PROXIES, len(chain))].strip()
    try:
        return str(ip_address(said)) if "%" not in said else peer  # a zone means something on its own machine only
    except ValueError:
        return peer
