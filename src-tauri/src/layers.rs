//! Whether the webview puts a page together from layers. It does by itself, and a GPU does that for
//! next to nothing. Where there is none, software does it in its place, in threads of its own: for a
//! page of which little changes each second that was measured to take nine times the processor and
//! two fifths more memory, for half of the work on the page's own thread.

use tauri::WebviewWindow;

/// Does without layers where there is no GPU. Where that cannot be asked for, the window only costs
/// more.
#[cfg(target_os = "linux")]
pub fn suit(window: &WebviewWindow) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

    if gpu(std::path::Path::new("/dev")) {
        return;
    }
    let _ = window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
}

/// Other systems draw no window without one.
#[cfg(not(target_os = "linux"))]
pub fn suit(_: &WebviewWindow) {}

/// Whether a GPU is among the devices: one that the kernel lets programs draw with (DRM's render
/// nodes), or NVIDIA's own.
#[cfg(target_os = "linux")]
fn gpu(devices: &std::path::Path) -> bool {
    let nodes = std::fs::read_dir(devices.join("dri")).into_iter().flatten();
    let mut nodes = nodes.flatten().map(|node| node.file_name());
    nodes.any(|name| name.as_encoded_bytes().starts_with(b"renderD"))
        || devices.join("nvidia0").exists()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_gpu_is_what_can_be_drawn_with() {
        let dev = tempfile::tempdir().unwrap();
        assert!(!gpu(dev.path()), "no devices at all");
        std::fs::create_dir(dev.path().join("dri")).unwrap();
        std::fs::write(dev.path().join("dri/card0"), "").unwrap();
        assert!(!gpu(dev.path()), "a display adapter alone draws nothing");
        std::fs::write(dev.path().join("dri/renderD128"), "").unwrap();
        assert!(gpu(dev.path()));

        let dev = tempfile::tempdir().unwrap();
        std::fs::write(dev.path().join("nvidia0"), "").unwrap();
        assert!(gpu(dev.path()));
    }
}
