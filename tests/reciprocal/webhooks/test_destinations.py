"""Where a message may go, address by address and URL by URL."""

import pytest

from reciprocal.webhooks.destinations import (
    URL_LENGTH_MAX,
    destination,
    is_public,
    may_be_called,
)

# Written from IANA's registries of special-purpose addresses, and from what servers
# have been tricked into calling.
REFUSED = """
0.0.0.0           this host
0.1.2.3           this network
10.0.0.1          private
10.255.255.255    private
100.64.0.1        shared by carriers
100.100.100.200   a cloud's metadata
127.0.0.1         loopback
127.255.255.254   loopback
168.63.129.16     a cloud's host agent
169.254.1.1       link-local
169.254.169.254   a cloud's metadata
172.16.0.1        private
172.31.255.255    private
192.0.0.192       a cloud's metadata
192.0.2.1         documentation
192.88.99.1       6to4 relay
192.168.1.1       private
198.18.0.1        benchmarking
198.51.100.1      documentation
203.0.113.9       documentation
224.0.0.1         multicast
239.255.255.250   multicast
240.0.0.1         reserved
255.255.255.255   broadcast
::                unspecified
::1               loopback
::7f00:1          IPv4-compatible
::ffff:8.8.8.8    IPv4-mapped, though public
::ffff:127.0.0.1  IPv4-mapped
::ffff:0:1.2.3.4  IPv4-translated
64:ff9b::7f00:1   NAT64
64:ff9b::808:808  NAT64
64:ff9b:1::1      NAT64 of one's own
100::1            discard-only
2001::1           Teredo
2001:10::1        ORCHID
2001:db8::1       documentation
2002:7f00:1::     6to4
2002:808:808::1   6to4
3fff::1           documentation
5f00::1           segment routing
fc00::1           unique local
fd00:ec2::254     a cloud's metadata
fe80::1           link-local
fe80::1%eth0      link-local with a zone
2606:4700::1%1    a zone
fec0::1           site-local
ff02::1           multicast
localhost         no address
2130706433        no dotted address
0x7f.1            no dotted address
127.1             no dotted address
0177.0.0.1        octal
example.com       a name
"""
PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.169.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4009:80b::200e",
)
URLS_REFUSED = """
http://voids.example.com/x            not encrypted
ftp://voids.example.com/x             another scheme
file:///etc/passwd                    another scheme
//voids.example.com/x                 no scheme
https:///x                            no host
https://user@voids.example.com/x      a user name
https://user:word@voids.example.com/  a password
https://@voids.example.com/           an empty user name
https://voids.example.com/x?token=1   a query
https://voids.example.com/x?          an empty query
https://voids.example.com/x#part      a fragment
https://voids.example.com:0/x         no port
https://voids.example.com:99999/x     no port
https://voids.example.com:port/x      no port
https://voids.example.com\\@10.0.0.1/  two readings
https://localhost/x                   this machine
https://db/x                          no public name
https://db.localhost/x                this machine
https://printer.local/x               this network
https://metadata.google.internal/x    a cloud's metadata
https://1.0.0.127.in-addr.arpa/x      no host of anybody
https://127.0.0.1/x                   this machine
https://[::1]/x                       this machine
https://[::ffff:127.0.0.1]/x          this machine
https://[fe80::1%25eth0]/x            link-local
https://2130706433/x                  an address in disguise
https://0x7f.0.0.1/x                  an address in disguise
https://127.1/x                       an address in disguise
https://10.0.0.8/x                    a private address
https://voids..example.com/x          an empty label
https://voids_.example.com/x          no host name
https://-voids.example.com/x          no host name
https://voids.example.com./x          a root label
https://[1.2.3.4]/x                   no IPv6 address
https://v\u00f6ids.example.com/x           not plain
https://voids.example.com/a b         a space
"""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_an_address_inside_is_refused(line: str) -> None:
    address = line.split(maxsplit=1)[0]
    assert not is_public(address)
    assert not may_be_called([address])
    # One inside among several outside spoils them all.
    assert not may_be_called(["1.1.1.1", address, "8.8.8.8"])


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_called(address: str) -> None:
    assert is_public(address)
    assert may_be_called([address])


def test_a_name_without_an_address_may_not_be_called() -> None:
    assert not may_be_called([])


@pytest.mark.parametrize("line", URLS_REFUSED.strip().splitlines())
def test_a_url_is_refused(line: str) -> None:
    url = line.split("  ", maxsplit=1)[0].strip()
    assert destination(url) is None


def test_a_url_that_is_too_long_is_refused() -> None:
    url = "https://voids.example.com/"
    longest = url + "x" * (URL_LENGTH_MAX - len(url))
    assert destination(longest) is not None
    assert destination(longest + "x") is None


@pytest.mark.parametrize(
    ("url", "host", "authority", "called"),
    [
        (
            "https://Voids.Example.com/changed",
            "voids.example.com",
            "voids.example.com",
            "https://1.1.1.1:443/changed",
        ),
        (
            "https://voids.example.com:8443",
            "voids.example.com",
            "voids.example.com:8443",
            "https://1.1.1.1:8443/",
        ),
        ("https://8.8.8.8/x", "8.8.8.8", "8.8.8.8", "https://1.1.1.1:443/x"),
        (
            "https://[2606:4700::1111]/x",
            "2606:4700::1111",
            "[2606:4700::1111]",
            "https://1.1.1.1:443/x",
        ),
    ],
)
def test_a_url_is_taken_apart(url: str, host: str, authority: str, called: str) -> None:
    found = destination(url)
    assert found is not None
    assert (found.host, found.authority) == (host, authority)
    assert found.at("1.1.1.1") == called
    assert found.is_address is (host[0] in "28")


def test_an_ipv6_address_is_called_in_brackets() -> None:
    found = destination("https://voids.example.com/x")
    assert found is not None
    assert found.at("2606:4700::1111") == "https://[2606:4700::1111]:443/x"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://[::1]:9/x", "http://localhost:9/x"]
)
def test_the_machine_itself_may_be_called_only_where_the_setting_says_so(
    url: str,
) -> None:
    assert destination(url) is None
    assert destination(url, to_loopback=True) is not None


def test_the_setting_opens_the_machine_itself_and_nothing_else() -> None:
    assert destination("http://voids.example.com/x", to_loopback=True) is None
    assert destination("http://10.0.0.1/x", to_loopback=True) is None
    assert may_be_called(["127.0.0.1", "::1"], to_loopback=True)
    assert not may_be_called(["127.0.0.1", "169.254.169.254"], to_loopback=True)
