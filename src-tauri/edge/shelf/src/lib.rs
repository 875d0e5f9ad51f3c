//! The disk: scenario folders and drill files read; exports and new folders written whole or
//! not at all.
//!
//! It must never know: what a scenario means, or what an export says.

mod export;
mod folders;
mod folders_out;
mod import;
mod places;
mod shipped;
mod typefaces;

pub use export::{ExportError, remove_file, write_whole};
pub use folders::{ShelfError, ids, is_system, read_files, read_system, resolve};
pub use folders_out::{no_links, write_folders};
pub use import::{ImportError, read_whole};
pub use places::{available_bytes, data_folder, exports_folder, logs_folder, scenarios_folder};
pub use typefaces::{SystemTypeface, typefaces_in, typefaces_with};
