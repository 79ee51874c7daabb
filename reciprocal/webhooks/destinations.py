"""Where a message may go: public addresses over TLS, and nowhere inside.

A landlord chooses the URL and our worker calls it, so it could point at our own
neighbours (OWASP API7:2023, server-side request forgery). Every address a name
resolves to is looked at, and the connection is made to one that was looked at: a name
that answers differently the second time is never asked a second time.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

URL_LENGTH_MAX = 500
_SCHEMES = {"https": 443, "http": 80}
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
_PLAIN = re.compile(r"[!-~]+", re.ASCII)

_REFUSED_4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",  # a cloud's own host agent, at a public-looking address
    )
)
_ALLOWED_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo and ORCHID among them
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
"""From IANA's registries of special-purpose addresses (RFC 6890, RFC 9637).

Outside 2000::/3 no IPv6 address is global: so loopback, link-local, unique local,
multicast, IPv4-mapped, and both NAT64 prefixes (64:ff9b::) fall out by themselves.
"""


@dataclass(frozen=True, slots=True)
class Destination:
    """A URL taken apart.

    Attributes:
        host: In lower case; an address is without brackets.
        target: Path, as it is asked for.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_address(self) -> bool:
        """Tell whether the host is an address and needs no look-up."""
        return _address(self.host) is not None

    @property
    def authority(self) -> str:
        """Return what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _SCHEMES[self.scheme] else f"{host}:{self.port}"

    def at(self, address: str) -> str:
        """Return the URL with a looked-at address in place of the host."""
        host = f"[{address}]" if ":" in address else address
        return f"{self.scheme}://{host}:{self.port}{self.target}"


def destination(url: str, *, to_loopback: bool = False) -> Destination | None:
    """Return a URL taken apart, or None when nothing may be sent there.

    Refused: anything but https; user names and passwords; a query, where tokens are
    put and logs find them; a fragment; host names that are no public names; addresses
    that are not public.

    Args:
        to_loopback: Allows http, and the machine itself: for a demonstration.
    """
    if len(url) > URL_LENGTH_MAX or not _PLAIN.fullmatch(url) or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if not _is_plain(url, parts) or port == 0 or not _is_host(host, to_loopback):
        return None
    if parts.scheme == "http" and not (to_loopback and _names_loopback(host)):
        return None
    return Destination(
        parts.scheme, host, port or _SCHEMES[parts.scheme], parts.path or "/"
    )


def may_be_called(found: Sequence[str], *, to_loopback: bool = False) -> bool:
    """Tell whether every address a name resolved to may be called, and there is one."""
    return bool(found) and all(
        is_public(each) or (to_loopback and _is_loopback(each)) for each in found
    )


def is_public(address: str) -> bool:
    """Tell whether an address lies on the public network, with nothing wrapped in it.

    Text that is no address (a zone after `%` makes it none) is not.
    """
    found = _address(address)
    if isinstance(found, IPv4Address):
        return not any(found in block for block in _REFUSED_4)
    if isinstance(found, IPv6Address):
        return found in _ALLOWED_6 and not any(found in block for block in _REFUSED_6)
    return False


def _is_plain(url: str, parts: SplitResult) -> bool:
    extras = "@" in parts.netloc or "?" in url or "#" in url
    return parts.scheme in _SCHEMES and not extras


def _is_host(host: str, to_loopback: bool) -> bool:  # noqa: FBT001 - a private word
    if to_loopback and _names_loopback(host):
        return True
    if _address(host) is not None:
        return is_public(host)
    labels = host.split(".")
    # A last label of digits would be read as an address by some, in many spellings.
    return (
        len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and labels[-1][0].isalpha()
        and labels[-1] not in {"localhost", "local", "internal", "onion", "arpa"}
    )


def _names_loopback(host: str) -> bool:
    return host == "localhost" or _is_loopback(host)


def _is_loopback(address: str) -> bool:
    found = _address(address)
    return found is not None and found.is_loopback


def _address(host: str) -> IPv4Address | IPv6Address | None:
    if "%" in host:
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
