//! Axum: the console in a browser on loopback, and desks over the room's network.
//!
//! Two servers that share no route. The facilitator's listens on 127.0.0.1 only and is described
//! in [`console`]; it is not reachable from the network. Desks have their own, which is there only
//! while joining is on, and knows no call but a desk's.
//!
//! # Who is on the room's network, what they want, and what stops them
//!
//! | who | wants | what stops them | tests |
//! | --- | --- | --- | --- |
//! | a participant | the truth, the run sheet, a hint not given | what is sent is built from types that have no field for it | the bytes: `live/tests/spoilers`, `lan/tests/spoilers` |
//! | a participant | to act for another role, or as somebody else | the token is the person; every call is checked for the roles they hold, in `drill` | `hostile`, every call there is |
//! | a participant | a colleague's token | HttpOnly, SameSite=Strict cookie, 128 random bits; only its SHA-256 is kept, and travels in no drill file. Without TLS, whoever can read the air can read it: use a network of your own | `secrets` |
//! | a participant | to be taken for a colleague on the board | a name that looks like one that is there, or that cannot be seen, is not taken | `desks` |
//! | a guest | to guess the code | six random letters, compared in constant time; an address that is wrong waits, longer each time; sixty wrong ones a minute from everybody together are all that is tried, so that whoever knocks like that keeps others out, too: it is said on the console, and another network helps | `hostile`, `door::tries` |
//! | another web page | to speak through a participant's browser | Host and Origin must be this server's own; SameSite=Strict; content security policy | `hostile`, `console` |
//! | anybody | to fill memory or sockets | sizes, rates, connections in all and by address, sockets by desk, time for a head and for a body: all have limits, and it is said when one is reached | `hostile`, `limits`, `door::limits` |
//! | anybody | files | pages are inside the program, and only those that the desk's page refers to are served | `hostile` |
//! | a name or a text | to be markup | it is data in JSON; pages set text, never HTML (a rule of the linter) | `desks` |
//! | yesterday's participant | back in | tokens die with their desk, with the drill's end, and when joining is closed | `desks` |
//!
//! It must never know: any rule of the drill, or where things are kept.

mod assets;
mod console;
mod door;
mod random;

pub use console::{Server, bind};
pub use door::{Door, Front};
