//! Which addresses are public: what IANA's registries of special addresses do not keep for other ends.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// True for an address that anyone on the internet can reach.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_public_four(four),
        IpAddr::V6(six) => is_public_six(six),
    }
}

/// IANA IPv4 Special-Purpose Address Registry.
fn is_public_four(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = a == 0
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        // Multicast, kept for later, broadcast.
        || a >= 224;
    !special
}

/// Only global unicast, `2000::/3`, without what holds an IPv4 address or is kept for other ends (IANA IPv6
/// Special-Purpose Address Registry).
fn is_public_six(address: Ipv6Addr) -> bool {
    if let Some(four) = address.to_ipv4_mapped() {
        return is_public_four(four);
    }
    let [a, b, ..] = address.segments();
    let global = a & 0xe000 == 0x2000;
    let special = a == 0x2001 && (b < 0x0200 || b == 0x0db8) || a == 0x2002 || a & 0xfff0 == 0x3ff0;
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms in which an address inside is written to get past a check: all come out of the resolver as one of these.
    const INSIDE: [&str; 40] = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.254",
        "127.0.0.1",
        "127.1.2.3",
        "127.255.255.255",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fe80::1",
    ];
    const MORE_INSIDE: [&str; 5] = ["fd12:3456::1", "fec0::1", "ff02::1", "3fff::1", "2001:10::1"];
    const OUTSIDE: [&str; 9] = [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "198.20.0.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
    ];

    #[test]
    fn addresses_inside_are_told_from_those_outside() {
        let parsed = |text: &str| text.parse::<IpAddr>().expect("an address");
        for inside in INSIDE.iter().chain(&MORE_INSIDE) {
            assert!(!is_public(parsed(inside)), "{inside}");
        }
        for outside in OUTSIDE {
            assert!(is_public(parsed(outside)), "{outside}");
        }
    }
}
