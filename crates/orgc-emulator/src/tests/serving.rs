use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use tokio::sync::Notify;

use crate::{BindError, Emulator, Fault, Settings, Trouble, bind, serve};

/// What one raw HTTP exchange brings back; empty when the connection breaks before anything came.
async fn exchange(port: u16) -> String {
    let body = "Action=GetCallerIdentity&Version=2011-06-15";
    let head =
        format!("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    let talk = move || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.write_all(format!("{head}{body}").as_bytes())?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply)?;
        Ok(reply)
    };
    tokio::task::spawn_blocking(talk).await.unwrap().unwrap_or_default()
}

#[tokio::test]
async fn answers_over_http_until_it_is_shut_down() {
    let emulator = Emulator::new(Settings::default());
    let listener = bind(0).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    assert!(matches!(bind(port).await, Err(BindError::PortInUse { port: taken }) if taken == port));
    let stop = Arc::new(Notify::new());
    let stopped = Arc::clone(&stop);
    let server = tokio::spawn(serve(emulator.clone(), listener, async move { stopped.notified().await }));
    let reply = exchange(port).await;
    assert!(
        reply.starts_with("HTTP/1.1 200 OK") && reply.contains("<Account>111111111111</Account>"),
        "{reply}"
    );
    emulator.inject(Fault::at_call(1, Trouble::LoseReply));
    let lost = exchange(port).await;
    assert!(!lost.contains("Account"), "{lost}");
    assert!(!lost.contains("\r\n0\r\n"), "a broken reply has no proper end: {lost}");
    stop.notify_one();
    server.await.unwrap().unwrap();
}
