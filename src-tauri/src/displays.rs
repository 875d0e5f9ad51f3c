//! What moves when the set of displays changes. It knows no window system: places in, moves out.

/// A rectangle, physical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// A display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// The system's name of it; two may have the same, or none.
    pub name: String,
    /// Where it is among the others.
    pub area: Area,
}

/// A window as it stands.
#[derive(Debug, Clone)]
pub struct Stands {
    /// Where, with its frame.
    pub area: Area,
    /// The display that has most of it, as the system says.
    pub on: Option<Display>,
    /// It fills its display.
    pub fills: bool,
}

/// What the room screen does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomMove {
    /// Fills a display.
    Fill(Area),
    /// Becomes an ordinary window.
    Window(Area),
}

/// What windows do; None: they stay as they are.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// The console goes there.
    pub console: Option<Area>,
    /// The room screen.
    pub room: Option<RoomMove>,
}

/// How much of a window's upper edge must be on displays, so that a person can take hold of it.
const HOLD: (u32, u32) = (160, 40);
/// Room between the room screen as a window and its display's edges.
const MARGIN: u32 = 32;

/// What moves now that the displays are others. `was` and `home` are the displays and the
/// console's among them as they were before.
///
/// The console stays on its display, wherever that lies now. The room screen fills one on which
/// the console is not, rather a new one; without one it is a window beside the console.
pub fn moves(
    was: &[Display],
    home: Option<&Display>,
    now: &[Display],
    console: &Stands,
    room: Option<&Stands>,
) -> Moves {
    let stays = home.and_then(|home| same(home, now));
    let Some(home) = stays.or_else(|| house(console, now)) else {
        return Moves::default();
    };
    let displaced = console.on.as_ref() != Some(home) || !in_reach(console.area, now);
    Moves {
        console: displaced.then(|| fitted(console.area, home.area)),
        room: room.and_then(|room| room_move(was, home, now, room)),
    }
}

fn room_move(was: &[Display], home: &Display, now: &[Display], room: &Stands) -> Option<RoomMove> {
    match free(was, Some(home), now) {
        None if room.fills || !in_reach(room.area, now) => {
            Some(RoomMove::Window(beside(home.area)))
        }
        None => None,
        Some(_) if room.on.as_ref().is_some_and(|on| on != home) && in_reach(room.area, now) => {
            None
        }
        Some(display) => Some(RoomMove::Fill(display.area)),
    }
}

/// A display on which the console is not; one that was not there before, if there is one.
pub fn free<'a>(
    was: &[Display],
    home: Option<&Display>,
    now: &'a [Display],
) -> Option<&'a Display> {
    let others = || now.iter().filter(|display| Some(*display) != home);
    let new = others().find(|display| same(display, was).is_none());
    new.or_else(|| others().next())
}

/// Where the room screen stands as a window: at the lower right, so that most of a console that
/// fills the display is left to be seen.
pub fn beside(home: Area) -> Area {
    let width = home.width * 3 / 5;
    let height = (width * 9 / 16).min(home.height * 3 / 5);
    Area {
        x: home.x + (home.width - width).saturating_sub(MARGIN) as i32,
        y: home.y + (home.height - height).saturating_sub(MARGIN) as i32,
        width,
        height,
    }
}

/// The same display among others: as it was, or by its name, if that is only one's.
fn same<'a>(display: &Display, among: &'a [Display]) -> Option<&'a Display> {
    let unchanged = among.iter().find(|other| *other == display);
    unchanged.or_else(|| {
        let mut named = among.iter().filter(|other| other.name == display.name);
        let first = named.next().filter(|_| !display.name.is_empty());
        first.filter(|_| named.next().is_none())
    })
}

/// The display that a window is on, else the first.
fn house<'a>(window: &Stands, displays: &'a [Display]) -> Option<&'a Display> {
    let on = window
        .on
        .as_ref()
        .filter(|_| in_reach(window.area, displays));
    let there = on.and_then(|on| displays.iter().find(|display| *display == on));
    there.or_else(|| displays.first())
}

/// Whether a person can take hold of a window by its upper edge.
fn in_reach(window: Area, displays: &[Display]) -> bool {
    let edge = Area {
        height: HOLD.1.min(window.height),
        ..window
    };
    displays.iter().any(|display| {
        let (width, height) = overlap(edge, display.area);
        width >= HOLD.0.min(window.width) && height >= edge.height / 2
    })
}

fn overlap(a: Area, b: Area) -> (u32, u32) {
    let along = |a: i32, a_len: u32, b: i32, b_len: u32| {
        let end = (i64::from(a) + i64::from(a_len)).min(i64::from(b) + i64::from(b_len));
        (end - i64::from(a.max(b))).max(0) as u32
    };
    (
        along(a.x, a.width, b.x, b.width),
        along(a.y, a.height, b.y, b.height),
    )
}

/// A window's area moved into a display's, and made smaller if it must be.
fn fitted(window: Area, display: Area) -> Area {
    let (width, height) = (
        window.width.min(display.width),
        window.height.min(display.height),
    );
    let inside = |at: i32, from: i32, room: u32| at.clamp(from, from + room as i32);
    Area {
        x: inside(window.x, display.x, display.width - width),
        y: inside(window.y, display.y, display.height - height),
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: i32, y: i32, width: u32, height: u32) -> Area {
        Area {
            x,
            y,
            width,
            height,
        }
    }

    fn display(name: &str, area: Area) -> Display {
        let name = name.to_owned();
        Display { name, area }
    }

    fn laptop() -> Display {
        display("eDP-1", area(0, 0, 1440, 900))
    }

    fn projector() -> Display {
        display("HDMI-1", area(1440, 0, 1920, 1080))
    }

    fn stands(area: Area, on: &Display, fills: bool) -> Stands {
        let on = Some(on.clone());
        Stands { area, on, fills }
    }

    fn console() -> Stands {
        stands(area(100, 50, 1200, 800), &laptop(), false)
    }

    fn in_a_window() -> Stands {
        stands(beside(laptop().area), &laptop(), false)
    }

    const STAYS: Moves = Moves {
        console: None,
        room: None,
    };

    fn room(room: RoomMove) -> Moves {
        let room = Some(room);
        Moves { room, ..STAYS }
    }

    #[test]
    fn a_second_display_takes_the_room_screen_and_gives_it_back() {
        let (one, two) = ([laptop()], [laptop(), projector()]);
        let plugged = moves(
            &one,
            Some(&laptop()),
            &two,
            &console(),
            Some(&in_a_window()),
        );
        assert_eq!(plugged, room(RoomMove::Fill(projector().area)));

        // Some window managers bring a window that fills a lost display to one that is left, others
        // leave it where nobody sees it.
        let brought = stands(laptop().area, &laptop(), true);
        let left = stands(projector().area, &laptop(), true);
        let forgot = stands(area(1500, 0, 800, 600), &laptop(), false);
        for lost in [brought, left, forgot] {
            let unplugged = moves(&two, Some(&laptop()), &one, &console(), Some(&lost));
            assert_eq!(unplugged, room(RoomMove::Window(beside(laptop().area))));
        }
    }

    #[test]
    fn what_is_well_where_it_is_stays() {
        let (one, two) = ([laptop()], [laptop(), projector()]);
        let third = display("DP-2", area(3360, 0, 1920, 1080));
        let filling = stands(projector().area, &projector(), true);
        let three = [laptop(), projector(), third.clone()];
        let more = moves(&two, Some(&laptop()), &three, &console(), Some(&filling));
        assert_eq!(more, STAYS);
        let less = moves(&three, Some(&laptop()), &two, &console(), Some(&filling));
        assert_eq!(less, STAYS);
        let small = moves(
            &two,
            Some(&laptop()),
            &one,
            &console(),
            Some(&in_a_window()),
        );
        assert_eq!(small, STAYS);
        let closed = moves(&one, Some(&laptop()), &two, &console(), None);
        assert_eq!(closed, STAYS);
        assert_eq!(moves(&two, None, &[], &console(), Some(&filling)), STAYS);
    }

    #[test]
    fn of_three_displays_the_new_one_is_taken() {
        let was = [laptop(), display("DP-2", area(-1280, 0, 1280, 1024))];
        let now = [was[0].clone(), was[1].clone(), projector()];
        let plugged = moves(
            &was,
            Some(&laptop()),
            &now,
            &console(),
            Some(&in_a_window()),
        );
        assert_eq!(plugged, room(RoomMove::Fill(projector().area)));
    }

    #[test]
    fn a_console_whose_display_is_gone_comes_to_one_that_is_left() {
        let on_projector = stands(area(3000, 400, 1500, 1000), &laptop(), false);
        let filling = stands(laptop().area, &laptop(), true);
        let (two, one) = ([laptop(), projector()], [laptop()]);
        let lost = moves(
            &two,
            Some(&projector()),
            &one,
            &on_projector,
            Some(&filling),
        );
        let expected = Moves {
            console: Some(laptop().area),
            room: Some(RoomMove::Window(beside(laptop().area))),
        };
        assert_eq!(lost, expected);
    }

    #[test]
    fn a_projector_that_is_put_to_the_left_does_not_get_the_console() {
        // The laptop's display moves to the right, and windows stay at their coordinates.
        let left = display("HDMI-1", area(0, 0, 1920, 1080));
        let moved = display("eDP-1", area(1920, 0, 1440, 900));
        let console = stands(console().area, &left, false);
        let room_there = stands(in_a_window().area, &left, false);
        let now = [left.clone(), moved];
        let plugged = moves(
            &[laptop()],
            Some(&laptop()),
            &now,
            &console,
            Some(&room_there),
        );
        assert_eq!(plugged.console, Some(area(1920, 50, 1200, 800)));
    }

    #[test]
    fn a_title_bar_out_of_sight_is_out_of_reach() {
        let displays = [laptop()];
        assert!(in_reach(area(1200, 850, 800, 600), &displays));
        assert!(!in_reach(area(1400, 0, 800, 600), &displays));
        assert!(!in_reach(area(0, -300, 800, 600), &displays));
        assert!(in_reach(area(-30, -10, 400, 300), &displays));
    }

    #[test]
    fn beside_a_console_that_fills_the_display_most_of_it_is_seen() {
        for home in [laptop().area, projector().area, area(-800, 20, 800, 480)] {
            let window = beside(home);
            assert_eq!(overlap(window, home), (window.width, window.height));
            let covers = u64::from(window.width) * u64::from(window.height);
            assert!(covers * 2 < u64::from(home.width) * u64::from(home.height));
        }
    }
}
