//! Names the commands, so that each window gets only what its capability grants.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&["call", "watch"]);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    tauri_build::try_build(attributes).expect("the Tauri build script runs");
}
