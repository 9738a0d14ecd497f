"""The client's IP address, which the limits on requests and on failed logins use."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings


def client_address(request: Any) -> str:
    """The peer's address or, behind NUM_PROXIES proxies, the one that the outermost proxy saw.

    Each proxy appends its own peer to X-Forwarded-For; anything further left may be forged. If the entry is no IP
    address, the peer's is returned, so the result always fits a column of addresses.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not settings.NUM_PROXIES:
        return peer
    forwarded = chain[-min(settings.NUM_PROXIES, len(chain))].strip()
    try:
        # A zone (fe80::1%eth0) has a meaning on one machine only.
        return str(ip_address(forwarded)) if "%" not in forwarded else peer
    except ValueError:
        return peer
