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
    let is_known = head.to_ascii_lowercase().contains("if-none-match: \"first\"");
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
        "/steady" | "/feed" if is_known => {
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
        }
        "/steady" => page(article, "ETag: \"first\"\r\n"),
        "/moved" => moved("/news"),
        "/circle" => moved("/circle"),
        "/away" => moved("file:///etc/passwd"),
        "/feed" => page(
            &format!(
                "<rss version=\"2.0\"><channel><title>x</title><item><title>a</title><link>{own}/news</link></item><item><title>b</title><link>/closed/b</link></item></channel></rss>"
            ),
            "ETag: \"first\"\r\n",
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

/// Hosts that mean this machine, a network inside, or an address kept for other ends, in every form that resolvers take.
const INSIDE: &str = "127.0.0.1 127.1 127.0.1 127.0.0.01 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 0177.1 017700000001 127.255.255.254
127.127.127.127 0 00 0x0 0.0 0.0.0.0 0.1.2.3 localhost localhost. LOCALHOST LocalHost
[::1] [::] [0:0:0:0:0:0:0:1] [0000::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:0:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1]
[64:ff9b:1::1] [2002:7f00:1::] [2001::1] [2001:10::1] [2001:db8::1] [3fff::1] [100::1] [fe80::1] [febf::1] [fc00::1] [fd12:3456::1] [fec0::1] [ff02::1]
[::ffff:10.0.0.1] [::ffff:a00:1] [::ffff:192.168.0.1] [::ffff:169.254.169.254] [::ffff:0.0.0.0]
10.0.0.1 10.1 10.255.255.255 0xa000001 012.0.0.1 167772161 172.16.0.1 172.31.255.255 0xac100001 192.168.0.1 192.168.1 0xc0a80001 3232235521
169.254.0.1 169.254.169.254 0xa9fea9fe 2852039166 0251.0376.0251.0376 169.254.43518 100.64.0.1 100.127.255.254 192.0.0.8 192.0.2.1
192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255";

#[test]
fn nothing_inside_is_asked_for_in_whatever_form() {
    let site = Site::new();
    let port = site.address.rsplit(':').next().expect("a port").to_owned();
    let desk = Desk::new();
    assert!(INSIDE.split_whitespace().count() >= 80);
    for host in INSIDE.split_whitespace() {
        let output = desk.run(&["fetch", "--pause", "0", &format!("http://{host}:{port}/news")]);
        assert_eq!(output.status.code(), Some(1), "{host}: {}", errors(&output));
    }
    for address in [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http://a:b@127.0.0.1/",
        "http://a.example@127.0.0.1/",
        "gopher://x",
        "news",
        "//127.0.0.1/",
        "http:///x",
        "http:/127.0.0.1/x",
    ] {
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

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let site = Site::new();
    let desk = Desk::new();
    let fetch = |more: &[&str], code: i32| {
        let address = format!("{}/steady", site.address);
        let output = desk.run(&[&["fetch", "--private", "--pause", "0", &address], more].concat());
        assert_eq!(output.status.code(), Some(code), "{}", errors(&output));
        errors(&output)
    };
    assert!(fetch(&["--output", "a.warc"], 0).contains("1 document added"));
    assert!(fetch(&["--output", "b.warc"], 0).contains("1 as before"));
    assert!(!desk.path("b.warc").exists());
    assert!(fetch(&["--output", "c.warc", "--again"], 0).contains("1 page fetched"));
}

#[test]
fn a_watch_brings_what_is_new_and_asks_no_more_than_it_must() {
    let site = Site::new();
    let desk = Desk::new();
    std::fs::create_dir(desk.path("kept")).expect("a folder");
    let feed = format!("{}/feed", site.address);
    let watch = || {
        let arguments = [
            "watch",
            &feed,
            "--private",
            "--pause",
            "0",
            "--rounds",
            "1",
            "--folder",
            "kept",
            "--contact",
            "us",
        ];
        errors(&desk.run(&arguments))
    };
    let first = watch();
    assert!(first.contains("2 pages fetched, 1 not") && first.contains("2 documents added"), "{first}");
    let second = watch();
    assert!(second.contains("0 pages fetched, 1 as before"), "{second}");
    assert_eq!(site.asked(), ["/robots.txt", "/feed", "/news", "/robots.txt", "/feed"]);
    assert_eq!(std::fs::read_dir(desk.path("kept")).expect("the folder").count(), 1);
    assert_eq!(desk.run(&["watch", &feed, "--every", "1"]).status.code(), Some(2));
}
