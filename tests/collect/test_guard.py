from __future__ import annotations

import time
from ipaddress import ip_address

import pytest

from onrecord.collect.guard import Deadline, GuardedBackend, OverdueError, RefusedError, is_public

# fmt: off
PRIVATE = (
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1",
    # IPv4 within IPv6: mapped, compatible, NAT64, 6to4, Teredo.
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::1", "2001:0:7f00:1::1",
)
PUBLIC = (
    "1.1.1.1", "8.8.8.8", "172.32.0.1", "192.169.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8",
    "64:ff9b::808:808",
)
# fmt: on


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(ip_address(address))


def backend(*addresses: str, seconds: float = 5.0) -> GuardedBackend:
    return GuardedBackend(Deadline(seconds), resolve=lambda host, port: addresses)


@pytest.mark.parametrize("address", ["127.0.0.1", "fe80::1%1", "::ffff:127.0.0.1"])
def test_a_name_for_a_private_address_is_refused(address: str) -> None:
    with pytest.raises(RefusedError, match=r"news\.example"):
        backend(address).connect_tcp("news.example", 80)


def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(RefusedError, match=r"10\.0\.0\.1"):
        backend("8.8.8.8", "10.0.0.1").connect_tcp("news.example", 80)


def test_a_resolver_that_hangs_ends_with_the_deadline() -> None:
    def hang(host: str, port: int) -> list[str]:
        time.sleep(3)
        return []

    start = time.perf_counter()
    with pytest.raises(OverdueError):
        GuardedBackend(Deadline(0.2), resolve=hang).connect_tcp("news.example", 80)
    assert time.perf_counter() - start < 1
