//! Keeps the displays from going dark, and with them the machine, while somebody looks at them.

use crate::shell;

/// What systems show as the reason, and who has it.
const WHO: &str = "Three AM";
const WHY: &str = "A drill is running";

/// Keeps the machine awake, or not.
#[derive(Default)]
pub struct Awake {
    wanted: bool,
    held: Option<system::Held>,
    told: bool,
}

impl Awake {
    /// Keeps it awake from now on, or no longer. Where that cannot be had it is said once, and
    /// tried again only when it is wanted anew.
    pub fn keep(&mut self, wanted: bool) {
        if self.wanted == wanted {
            return;
        }
        self.wanted = wanted;
        self.held = None;
        if !wanted {
            return;
        }
        match system::hold() {
            Ok(held) => self.held = Some(held),
            Err(error) if !self.told => {
                self.told = true;
                shell::tell(&format!(
                    "The displays cannot be kept from going dark here: {error}"
                ));
            }
            Err(_) => {}
        }
    }
}

/// A desktop's screen saver is asked over the session bus, else the portal for desktops that have
/// none. Not the crate `keepawake`: it panics when the screen saver went away in between, and a
/// panic ends the rounds.
#[cfg(target_os = "linux")]
mod system {
    use std::collections::HashMap;
    use std::time::Duration;

    use zbus::blocking::{Connection, Proxy, connection};
    use zbus::zvariant::{OwnedObjectPath, Value};

    use super::{WHO, WHY};

    /// A desktop that does not answer must not keep the program from its rounds.
    const ANSWERS: Duration = Duration::from_secs(2);
    const SCREEN_SAVER: [&str; 3] = [
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver",
    ];
    const PORTAL: [&str; 3] = [
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Inhibit",
    ];
    /// The portal's flags: neither suspend nor idle.
    const NEITHER: u32 = 4 | 8;

    /// A promise of the desktop's, until it is dropped.
    pub struct Held {
        connection: Connection,
        /// Number of the promise; None: the portal's, which ends with the connection.
        cookie: Option<u32>,
    }

    pub fn hold() -> zbus::Result<Held> {
        let session = connection::Builder::session()?.method_timeout(ANSWERS);
        ask(session.build()?)
    }

    pub(super) fn ask(connection: Connection) -> zbus::Result<Held> {
        let asked = proxy(&connection, SCREEN_SAVER)?.call("Inhibit", &(WHO, WHY));
        let cookie = match asked {
            Ok(cookie) => Some(cookie),
            Err(refused) => {
                let options = HashMap::from([("reason", Value::from(WHY))]);
                let asked = proxy(&connection, PORTAL)?.call("Inhibit", &("", NEITHER, options));
                let _request: OwnedObjectPath = asked.map_err(|_| refused)?;
                None
            }
        };
        Ok(Held { connection, cookie })
    }

    fn proxy(
        connection: &Connection,
        [name, path, interface]: [&'static str; 3],
    ) -> zbus::Result<Proxy<'static>> {
        Proxy::new(connection, name, path, interface)
    }

    impl Drop for Held {
        fn drop(&mut self) {
            // Who has gone keeps nothing dark any more.
            if let Some(cookie) = self.cookie
                && let Ok(screen_saver) = proxy(&self.connection, SCREEN_SAVER)
            {
                let _: zbus::Result<()> = screen_saver.call("UnInhibit", &(cookie,));
            }
            let _ = self.connection.clone().close();
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{WHO, WHY};

    /// The system's promise, until it is dropped.
    pub type Held = keepawake::KeepAwake;

    pub fn hold() -> keepawake::Result<Held> {
        keepawake::Builder::default()
            .display(true)
            .idle(true)
            .app_name(WHO)
            .reason(WHY)
            .create()
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::os::unix::net::UnixStream;
    use std::sync::{Arc, Mutex};
    use std::thread;

    use zbus::blocking::{Connection, connection::Builder};
    use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue};

    use super::system;

    type Said = Arc<Mutex<Vec<String>>>;

    struct ScreenSaver(Said);

    #[zbus::interface(name = "org.freedesktop.ScreenSaver")]
    impl ScreenSaver {
        fn inhibit(&self, who: &str, why: &str) -> u32 {
            self.0.lock().unwrap().push(format!("{who}: {why}"));
            7
        }
        fn un_inhibit(&self, cookie: u32) {
            self.0.lock().unwrap().push(format!("no longer {cookie}"));
        }
    }

    struct Portal(Said);

    #[zbus::interface(name = "org.freedesktop.portal.Inhibit")]
    impl Portal {
        fn inhibit(
            &self,
            _window: &str,
            flags: u32,
            _options: std::collections::HashMap<String, OwnedValue>,
        ) -> OwnedObjectPath {
            self.0.lock().unwrap().push(format!("portal: {flags}"));
            ObjectPath::from_static_str("/request").unwrap().into()
        }
    }

    /// A desktop at the other end of a wire, without a bus in between.
    fn desktop(with: impl FnOnce(Builder<'_>) -> Builder<'_> + Send + 'static) -> Connection {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let desktop = thread::spawn(move || {
            let guid = "0123456789abcdef0123456789abcdef";
            let server = Builder::async_io_unix_stream(theirs).p2p();
            let desktop = with(server.server(guid).unwrap()).build().unwrap();
            desktop.closed();
        });
        drop(desktop);
        Builder::async_io_unix_stream(ours).p2p().build().unwrap()
    }

    #[test]
    fn the_screen_saver_is_asked_and_told_when_it_is_over() {
        let said = Said::default();
        let heard = Arc::clone(&said);
        let desktop = desktop(|server| {
            let path = "/org/freedesktop/ScreenSaver";
            server.serve_at(path, ScreenSaver(heard)).unwrap()
        });
        drop(system::ask(desktop).unwrap());
        let expected = ["Three AM: A drill is running", "no longer 7"];
        assert_eq!(*said.lock().unwrap(), expected);
    }

    #[test]
    fn where_there_is_no_screen_saver_the_portal_is_asked() {
        let said = Said::default();
        let heard = Arc::clone(&said);
        let desktop = desktop(|server| {
            let path = "/org/freedesktop/portal/desktop";
            server.serve_at(path, Portal(heard)).unwrap()
        });
        drop(system::ask(desktop).unwrap());
        assert_eq!(*said.lock().unwrap(), ["portal: 12"]);
    }

    #[test]
    fn a_desktop_that_has_neither_says_no() {
        let desktop = desktop(|server| {
            let elsewhere = ScreenSaver(Said::default());
            server.serve_at("/elsewhere", elsewhere).unwrap()
        });
        assert!(system::ask(desktop).is_err());
    }
}
