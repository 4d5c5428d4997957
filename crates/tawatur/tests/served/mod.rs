//! A running `tawatur serve` over a store with hostile words in it, and how tests ask it.

#![allow(dead_code)] // Not every test uses all.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running `tawatur serve`; ends with it.
pub struct Served {
    pub child: Child,
    pub port: u16,
    _folder: TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: status, headers in lower case, body.
pub struct Answer {
    pub status: u16,
    pub headers: String,
    pub body: String,
}

/// A document that tries to be markup and to turn the page round.
const HOSTILE: &str = concat!(
    r#"{"id":"<svg onload=alert(1)>.txt","title":"<script>alert(1)</script> \u202egnp.exe","outlet":"\"><img src=x>","#,
    r#""published":"2018-07-03","language":"en","#,
    r#""text":"The army entered Tafas on 3 July 2018. <b>The army</b> \u202eshelled Nawa on 4 July 2018."}"#,
    "\n"
);

pub fn program(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tawatur"));
    command.current_dir(folder.path()).env_remove("TAWATUR_STORE").args(arguments).stdin(Stdio::null());
    command
}

pub fn served() -> Served {
    let folder = TempDir::new().expect("a temporary folder");
    let demo = program(&folder, &["demo", "--store", "p.db"]).output().expect("the program runs");
    assert!(demo.status.success());
    std::fs::write(folder.path().join("hostile.jsonl"), HOSTILE).expect("it can be written");
    let added = program(&folder, &["add", "--store", "p.db", "hostile.jsonl"]).output().expect("it runs");
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    serving(folder, "<i>Lina</i>", &[])
}

/// Serves the store of a folder.
pub fn serving(folder: TempDir, by: &str, more: &[&str]) -> Served {
    let mut arguments = vec!["serve", "--store", "p.db", "--port", "0", "--by", by];
    arguments.extend(more);
    let mut child = program(&folder, &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut line = String::new();
    let out = child.stdout.take().expect("it is piped");
    BufReader::new(out).read_line(&mut line).expect("it says where");
    let port = line.trim().trim_end_matches('/').rsplit(':').next().and_then(|p| p.parse().ok());
    Served { child, port: port.expect("a port"), _folder: folder }
}

impl Served {
    pub fn send(&self, method: &str, path: &str, host: &str, headers: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        )
        .expect("it reads");
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).expect("it answers");
        let text = String::from_utf8(raw).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Answer { status, headers: head.to_lowercase(), body: body.to_owned() }
    }

    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &self.host(), "", "")
    }

    pub fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}\n{}", answer.body);
        let value: Value = serde_json::from_str(&answer.body).expect("JSON");
        value["page"].clone()
    }

    pub fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, &self.host(), "Content-Type: application/x-www-form-urlencoded\r\n", body)
    }

    /// The document that holds a word, by search.
    pub fn document(&self, word: &str) -> String {
        let found = self.json(&format!("/search.json?q={word}"));
        found["hits"][0]["document"].as_str().expect("a hit").to_owned()
    }
}

/// The token that a page's forms carry.
pub fn token(body: &str) -> &str {
    let after = body.split("name=\"token\" value=\"").nth(1).expect("a form");
    after.split('"').next().expect("it ends")
}
