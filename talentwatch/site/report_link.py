"""The link by which readers report an error, to the address that the desk has set."""

from urllib.parse import quote

from talentwatch.text import is_web_address


def report_link(address: str, subject: str) -> str:
    """An e-mail with this subject, or the web page for reports; empty without an address."""
    if not address or is_web_address(address):
        return address
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}"
