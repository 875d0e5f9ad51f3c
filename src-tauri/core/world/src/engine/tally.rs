//! Who is at a station, over time. The two sides of Little's law, kept apart.

/// Counts those present and the area under that count. `stayed_us` is summed from each
/// one's own arrival time, so that area and stays agree only if everyone who came in was
/// let out once, and at the right station.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) present: u32,
    pub(crate) arrived: u64,
    pub(crate) left: u64,
    /// Microseconds stayed by those who have left.
    pub(crate) stayed_us: i64,
    area: i64,
    since: i64,
    /// Area at the last reading.
    read: i64,
}

/// Who was taken into service, and how long they had waited for it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Waits {
    pub(crate) begun: u64,
    pub(crate) waited: u64,
    pub(crate) waited_us: i64,
}

impl Waits {
    pub(crate) fn begin(&mut self, waited_us: i64) {
        self.begun += 1;
        self.waited += u64::from(waited_us > 0);
        self.waited_us += waited_us;
    }
}

impl Tally {
    pub(crate) fn new(now: i64) -> Self {
        Self {
            since: now,
            ..Self::default()
        }
    }

    pub(crate) fn arrive(&mut self, now: i64) {
        self.pass(now);
        self.present += 1;
        self.arrived += 1;
    }

    pub(crate) fn leave(&mut self, now: i64, arrived: i64) {
        self.pass(now);
        self.present -= 1;
        self.left += 1;
        self.stayed_us += now - arrived;
    }

    fn pass(&mut self, now: i64) {
        self.area += i64::from(self.present) * (now - self.since);
        self.since = now;
    }

    /// Microseconds of presence from the beginning until now.
    pub(crate) fn area(&self, now: i64) -> i64 {
        self.area + i64::from(self.present) * (now - self.since)
    }

    /// Mean number present since the last reading, which was a second ago.
    pub(crate) fn mean_since_read(&mut self, now: i64) -> f64 {
        let area = self.area(now);
        let mean = (area - self.read) as f64 / 1e6;
        self.read = area;
        mean
    }

    /// Little's law as an identity: `present_us` is the time so far of those still here.
    pub(crate) fn agrees(&self, now: i64, present: u64, present_us: i64) -> bool {
        u64::from(self.present) == present
            && self.arrived == self.left + present
            && self.area(now) == self.stayed_us + present_us
    }
}
