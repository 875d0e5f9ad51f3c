//! The facilitator's console and the room screen, in a browser on this machine.
//!
//! Who is near: other programs and other users of this machine, and any page that the
//! facilitator's browser has open. What they want: the truth, or the controls.
//! What stops them: only 127.0.0.1 is listened on; the address carries a random token that
//! is good once and is exchanged for an HttpOnly, SameSite=Strict cookie; wrong tokens are
//! counted and end the offer; Host and Origin must be this server's own; the content
//! security policy lets nothing in from outside. A drill file that the page hands over is read
//! only for who has the cookie, up to a limit, and is hostile until the journal has checked it.
//! `tests/console` has each of these.
//!
//! What does not stop them: browsers give a host's cookies to all its ports. Another server on
//! 127.0.0.1 that the facilitator's browser visits while the console is served can have this one, and
//! is then as good as the facilitator. In the desktop application there is no such server.

mod gate;
mod server;
mod socket;

pub use server::{Server, bind};
