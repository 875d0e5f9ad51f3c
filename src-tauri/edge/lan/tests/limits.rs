//! Who sends slowly keeps nothing open.
#![allow(clippy::unwrap_used)]

mod room;

use std::time::Duration;

use room::Room;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Nobody waits so long when all is well.
const LONG: Duration = Duration::from_secs(60);

/// Sends the beginning of a request and nothing more; what came until the connection ended.
async fn slowly(address: &str, beginning: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(beginning.as_bytes()).await.unwrap();
    let mut said = String::new();
    let _ = stream.read_to_string(&mut said).await;
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_or_a_body_that_does_not_come_ends_the_connection() {
    let room = Room::new().await;
    let joining = room.open().await;
    let address = joining.address.as_str();
    let head = format!("POST /join HTTP/1.1\r\nhost: {address}\r\n");
    let body = format!(
        "{head}origin: http://{address}\r\ncontent-type: application/json\r\n\
         content-length: 100\r\nconnection: close\r\n\r\n{{"
    );
    let both = async { tokio::join!(slowly(address, &head), slowly(address, &body)) };
    let (headless, bodyless) = tokio::time::timeout(LONG, both)
        .await
        .expect("both are given up");
    assert!(
        headless.is_empty() || headless.contains("408"),
        "{headless}"
    );
    assert!(bodyless.starts_with("HTTP/1.1 408"), "{bodyless}");
    assert!(room.console().desks.is_empty());
}
