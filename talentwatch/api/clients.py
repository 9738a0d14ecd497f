"""The client's IP address, which the limits on requests and on failed logins use."""

from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings

HOST_BITS = 64


def client_address(request: Any) -> str:
    """The peer's address or, behind NUM_PROXIES proxies, the one that the outermost proxy saw.

    Each proxy appends its own peer to X-Forwarded-For; anything further left may be forged. If the entry is no IP
    address, the peer's is returned, so the result always fits a column of addresses. Of an IPv6 address it is the network
    (/64): one customer has a network at least.
    """
    peer = network_address(str(request.META.get("REMOTE_ADDR", "")))
    chain = request.headers.get("x-forwarded-for", "").split(",")
    if not settings.NUM_PROXIES:
        return peer
    forwarded = chain[-min(settings.NUM_PROXIES, len(chain))].strip()
    try:
        # A zone (fe80::1%eth0) has a meaning on one machine only.
        ip_address(forwarded)
    except ValueError:
        return peer
    return network_address(forwarded) if "%" not in forwarded else peer


def network_address(text: str) -> str:
    """An IPv4 address as it is, an IPv6 address without its last 64 bits; any other text unchanged."""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if not isinstance(address, IPv6Address):
        return text
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> HOST_BITS << HOST_BITS))
