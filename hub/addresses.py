"""By what clients are counted that have not said who they are."""

from ipaddress import IPv6Address, ip_address


def origin_of(address: str | None) -> str:
    """An IPv4 address, or the first 64 bits of an IPv6 one; empty for neither.

    Whoever has one address of such a network has all of them.
    """
    try:
        ip = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is None:
            return ip.exploded[:19]
        ip = ip.ipv4_mapped
    return str(ip)
