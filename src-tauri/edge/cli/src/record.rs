//! What a run leaves on disk: metrics as CSV, logs as text.

use std::fmt::Write as _;
use std::io::{self, Write};

use drill::words;
use flate2::{Compression, GzBuilder};
use world::World;

/// `t_s,component,metric,value`, second by second, the warm-up included.
pub fn metrics(world: &World) -> String {
    let mut csv = "t_s,component,metric,value\n".to_owned();
    let telemetry = world.telemetry();
    for t in telemetry.from_s()..telemetry.until_s() {
        for s in telemetry.series() {
            if let Some(value) = s.at(t) {
                // Writing into a String cannot fail.
                let _ = writeln!(csv, "{t},{},{},{value}", s.component, s.metric);
            }
        }
    }
    csv
}

/// The lines from an instant on, the incident clock first, into anything that takes bytes.
pub fn logs(world: &World, starts_s: u32, from_ms: i64, to: &mut impl Write) -> io::Result<()> {
    let store = world.logs();
    for record in store.since(0).filter(|one| one.at_us >= from_ms * 1_000) {
        let line = store.rendered(&record);
        let clock = words::clock(starts_s, line.at_ms);
        let ms = line.at_ms.rem_euclid(1_000);
        let level = format!("{:?}", line.level).to_uppercase();
        let (component, text) = (&line.component, &line.text);
        writeln!(to, "{clock}.{ms:03} {level:<5} {component:<14} {text}")?;
    }
    Ok(())
}

/// The same, compressed while it is written: a drill's logs are 250 MB of text. Neither a
/// name nor a time is put in, so that the same logs are the same bytes.
pub fn logs_gz(world: &World, starts_s: u32, from_ms: i64) -> io::Result<Vec<u8>> {
    let encoder = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::fast());
    let mut to = io::BufWriter::with_capacity(1 << 16, encoder);
    logs(world, starts_s, from_ms, &mut to)?;
    to.into_inner().map_err(|e| e.into_error())?.finish()
}
