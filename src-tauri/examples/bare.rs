//! A window with a page that does nothing: what Tauri and the webview cost by themselves.
//!
//! `npm run bench -- console` holds the program against it. No journal, no plugins, no commands;
//! the page comes from memory, by the same kind of road as the program's own.

use std::borrow::Cow;

use tauri::http::{Response, header};
use tauri::{WebviewUrl, WebviewWindowBuilder};

const PAGE: &str = "<!doctype html><title>Bare</title><body><button>Bare</button>";

fn main() -> tauri::Result<()> {
    let address = "bare://localhost/"
        .parse()
        .map_err(tauri::Error::InvalidUrl)?;
    tauri::Builder::default()
        .register_uri_scheme_protocol("bare", |_, _| {
            let page = Response::builder().header(header::CONTENT_TYPE, "text/html");
            page.body(Cow::from(PAGE.as_bytes())).unwrap_or_default()
        })
        .setup(|app| {
            WebviewWindowBuilder::new(app, "bare", WebviewUrl::CustomProtocol(address))
                .title("Bare")
                .inner_size(1440.0, 900.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
