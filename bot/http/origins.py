"""Where requests come from: what counts as one client when clients are limited."""

from ipaddress import ip_address, ip_network

# How many bits of an IPv6 address name the network of one customer: each customer is given a whole /64.
CUSTOMER_PREFIX = 64


def origin_of(address: str) -> str:
    """Return what counts as one client: an IPv4 address, or the IPv6 network that one customer has.

    What is no address, as a proxy may pass on, stands for itself.
    """
    try:
        host = ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return address
    return str(host if host.version == 4 else ip_network((host, CUSTOMER_PREFIX), strict=False))
