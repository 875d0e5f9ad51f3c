//! An address as a camera reads it.

use qrcodegen::{QrCode, QrCodeEcc};

/// Rows of "1" (dark) and "0". Empty for a text that no code can hold, which no address is.
pub fn rows(text: &str) -> Vec<String> {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else {
        return Vec::new();
    };
    let line = |y| (0..code.size()).map(move |x| (x, y));
    let code = &code;
    let row = |y| {
        let cells = line(y).map(|(x, y)| if code.get_module(x, y) { '1' } else { '0' });
        cells.collect::<String>()
    };
    (0..code.size()).map(row).collect()
}
