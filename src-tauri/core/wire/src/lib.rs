//! What each audience may see and say.
//!
//! One protocol for two roads: Tauri and a socket carry the same [`Call`], [`Reply`] and
//! [`Push`]. A view is replaced whole, never patched. The room's view has no field for
//! the truth. TypeScript types are generated from here (`tests/generated.rs`).
//!
//! It must never know: how a message travels, or any rule of the drill.
//!
//! Times are milliseconds from STARTEX (`_ms`) or seconds (`_s`), as 32-bit integers.

pub mod call;
pub mod console;
pub mod desk;
pub mod editor;
pub mod hot_wash;
pub mod library;
pub mod lookup;
pub mod parts;
pub mod postmortem;
pub mod room;
pub mod view;

pub use call::{Call, Format, PaperSize, Push, Reply};
pub use console::ConsoleView;
pub use desk::{DeskCall, DeskPush, DeskReply};
pub use editor::{EditorCall, EditorReply};
pub use room::RoomView;
