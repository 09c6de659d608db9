"""Where a page leads back to."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(address: str) -> str:
    """An address on these pages; empty for anything that leads elsewhere."""
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return ""
