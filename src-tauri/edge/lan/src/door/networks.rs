//! The networks of this machine.

use std::net::IpAddr;

use if_addrs::{IfOperStatus, get_if_addrs};
use wire::call::NetworkView;

/// Networks that desks can come from: the room's first, this machine alone last. IPv4, for an
/// address has to be typed into a phone.
pub fn networks() -> Vec<NetworkView> {
    let mut all: Vec<NetworkView> = get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .filter(|one| one.oper_status != IfOperStatus::Down)
        .filter_map(|one| match one.ip() {
            IpAddr::V4(ip) if !ip.is_link_local() => Some(NetworkView {
                address: ip.to_string(),
                name: one.name.clone(),
                loopback: ip.is_loopback(),
            }),
            _ => None,
        })
        .collect();
    all.sort_by_key(|one| (one.loopback, inside(&one.name), one.name.clone()));
    all.dedup_by(|a, b| a.address == b.address);
    all
}

/// Networks between programs of this machine, as containers have them.
fn inside(name: &str) -> bool {
    ["docker", "br-", "veth", "virbr", "vmnet", "tun", "tap"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}
