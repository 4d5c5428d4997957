//! `tawatur fetch` against a server of the tests on loopback: what is asked for, what is refused, what is kept.

mod desk;

use desk::{Desk, errors};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A server; it keeps every path that was asked for.
struct Site {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (known, own) = (asked.clone(), address.clone());
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (known, own) = (known.clone(), own.clone());
                std::thread::spawn(move || answer(stream, &known, &own));
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").clone()
    }
}

fn answer(stream: TcpStream, asked: &Mutex<Vec<String>>, own: &str) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or("").to_owned();
    let mut head = String::new();
    while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
    asked.lock().expect("no panic").push(path.clone());
    let page = |body: &str, more: &str| {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n{body}",
            body.len()
        )
    };
    let moved = |to: &str| {
        format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    };
    let article = "<html><head><title>News</title></head><body><article><h1>News</h1><p>On 4 May 2021 the army shelled Tafas and killed ten residents of the town.</p></article></body></html>";
    let answer = match path.as_str() {
        "/robots.txt" => page("User-agent: *\nDisallow: /closed\n", ""),
        "/news" | "/more" => page(article, ""),
        "/moved" => moved("/news"),
        "/circle" => moved("/circle"),
        "/away" => moved("file:///etc/passwd"),
        "/feed" => page(
            &format!(
                "<rss version=\"2.0\"><channel><title>x</title><item><title>a</title><link>{own}/news</link></item><item><title>b</title><link>/closed/b</link></item></channel></rss>"
            ),
            "",
        ),
        "/busy" => "HTTP/1.1 503 Busy\r\nRetry-After: 900\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .to_owned(),
        _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
    };
    let mut stream = reader.into_inner();
    let _ = stream.write_all(answer.as_bytes());
    let _ = stream.flush();
    let _ = stream.read(&mut [0; 1]);
}

#[test]
fn nothing_inside_is_asked_for_in_whatever_form() {
    let site = Site::new();
    let port = site.address.rsplit(':').next().expect("a port").to_owned();
    let desk = Desk::new();
    let hosts = [
        "127.0.0.1",
        "localhost",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "127.255.255.254",
        "localhost.",
    ];
    for host in hosts {
        let output = desk.run(&["fetch", "--pause", "0", &format!("http://{host}:{port}/news")]);
        assert_eq!(output.status.code(), Some(1), "{host}: {}", errors(&output));
    }
    for address in ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://a:b@127.0.0.1/", "gopher://x", "news"]
    {
        let output = desk.run(&["fetch", "--pause", "0", address]);
        assert_eq!(output.status.code(), Some(1), "{address}: {}", errors(&output));
    }
    assert_eq!(site.asked(), Vec::<String>::new());
    assert_eq!(std::fs::read_dir(desk.path("")).expect("the folder").count(), 0);
}

#[test]
fn pages_are_kept_as_an_archive_and_added() {
    let site = Site::new();
    let desk = Desk::new();
    let at = |path: &str| format!("{}{path}", site.address);
    let (moved, closed, circle, away, busy) =
        (at("/moved"), at("/closed/x"), at("/circle"), at("/away"), at("/busy"));
    let output = desk.run(&[
        "fetch",
        "--private",
        "--pause",
        "0",
        "--output",
        "kept.warc",
        &moved,
        &closed,
        &circle,
        &away,
        &busy,
    ]);
    let told = errors(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    for part in [
        "robots.txt asks",
        "moved more than 5 times",
        "is no address of a page",
        "wait 900 seconds",
        "1 page fetched, 4 not",
        "1 document added",
    ] {
        assert!(told.contains(part), "`{part}` is not in\n{told}");
    }
    assert!(!site.asked().contains(&"/closed/x".to_owned()));
    assert_eq!(site.asked().iter().filter(|p| *p == "/robots.txt").count(), 1);
    let kept = std::fs::read_to_string(desk.path("kept.warc")).expect("the archive");
    assert_eq!(kept.matches("WARC-Type: response").count(), 2);
    assert!(
        kept.contains(&format!("WARC-Target-URI: {}/news", site.address))
            && kept.contains("WARC-IP-Address: 127.0.0.1")
    );
    let record = desk.expect(0, &["export", "csv"]);
    assert!(record.contains(&format!("{}/news", site.address)) && record.contains("shelling"), "{record}");
    desk.expect(0, &["verify"]);
}

#[test]
fn a_feed_leads_to_what_it_announces() {
    let site = Site::new();
    let desk = Desk::new();
    let output =
        desk.run(&["fetch", "--private", "--pause", "0", "--feed", &format!("{}/feed", site.address)]);
    let told = errors(&output);
    assert!(told.contains("2 pages fetched, 1 not"), "{told}");
    assert!(told.contains("robots.txt"), "{told}");
    assert_eq!(site.asked(), ["/robots.txt", "/feed", "/news"]);
}
