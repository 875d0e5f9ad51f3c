//! What a healthy night writes.

use super::*;

/// What healthy systems write by chance, and how often at most in an hour.
const NOISE: [(LogLine, usize); 12] = [
    (L::NotFound, 600),
    (L::Deprecation, 160),
    (L::BadHost, 40),
    (L::CsrfFailed, 80),
    (L::WorkerNotice, 60),
    (L::ClientClosed, 100),
    (L::DbVacuum, 50),
    (L::RedisClient, 60),
    (L::BeatSent, 90),
    (L::WorkerChatter, 60),
    (L::BrowserNoise, 120),
    (L::RedisSaved, 140),
];

fn noise_of(world: &world::World) -> Vec<LogRecord> {
    let logs = world.logs();
    let is_noise =
        |record: &LogRecord| record.req == 0 && NOISE.iter().any(|(line, _)| *line == record.line);
    (0..logs.len())
        .filter_map(|at| logs.get(at))
        .filter(is_noise)
        .collect()
}

#[test]
fn a_healthy_hour_is_not_silent_and_not_loud() {
    let mut world = systems::start(&systems::storefront(5.0), 7);
    world.advance(0);
    world.advance(3_600_000);
    let noise: Vec<_> = noise_of(&world)
        .into_iter()
        .filter(|record| record.at_us >= 0)
        .collect();
    for (line, most) in NOISE {
        let count = noise.iter().filter(|record| record.line == line).count();
        assert!((1..=most).contains(&count), "{line:?}: {count}");
    }
    let errors = noise.iter().filter(|record| record.level == Error).count();
    assert!(
        noise.len() <= 1_300 && errors <= 30,
        "{} {errors}",
        noise.len()
    );
    let reports = (0..world.logs().len()).filter_map(|at| world.logs().get(at));
    assert!(
        reports
            .filter(|record| record.line == L::DbSlow && record.req == 0)
            .count()
            > 0
    );
}

/// A component more, and the others are as noisy as before, at the same moments.
#[test]
fn noise_does_not_shift_other_noise() {
    let spec = systems::storefront(5.0);
    let mut more = spec.clone();
    more.databases.push(systems::database("archive", 2, 50));
    let [one, other] = [spec, more].map(|spec| {
        let mut world = systems::start(&spec, 7);
        world.advance(0);
        world.advance(600_000);
        let names = world.logs().names();
        let rows = noise_of(&world).into_iter().map(|record| {
            (
                record.at_us,
                record.line,
                names.get(record.source).to_owned(),
                record.a,
            )
        });
        rows.filter(|row| row.2 != "archive").collect::<Vec<_>>()
    });
    assert!(one.len() > 100);
    assert_eq!(one, other);
}
