//! Pages from the network, for `tawatur fetch` and `watch` alone: nothing else in the program opens a connection.
//!
//! Only http and https, only public addresses (checked on what a name resolves to, on every hop, and the connection goes to
//! the very addresses that were checked), with robots.txt obeyed, a pause between two requests to a host, and caps on time,
//! size and redirects. What comes back is kept as a WARC record.

mod addresses;
mod robots;
mod warc;

pub use addresses::is_public;

use robots::Robots;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tawatur_core::read::DOCUMENT_LIMIT;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::{Response, StatusCode, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Redirects that are followed.
const REDIRECTS: usize = 5;
/// Times that a server which asks for patience is asked again.
const RETRIES: usize = 2;
/// The longest pause that a server may ask for before it is left alone.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Seconds until a connection must stand.
const CONNECT: Duration = Duration::from_secs(15);

/// What a person sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The pause between two requests to one host; robots.txt may ask for a longer one.
    pub pause: Duration,
    /// Also addresses of this machine and of networks that are not public.
    pub private: bool,
    /// Whom the owner of a site can turn to; sent with every request.
    pub contact: Option<String>,
    /// How long a request may take, from the first byte sent to the last received.
    pub patience: Duration,
}

/// By what a server tells whether a page is still the same (RFC 9110, 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Validators {
    /// `ETag`, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
}

impl Validators {
    fn of(response: &Response<()>) -> Self {
        let told = |name| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        Self { etag: told(header::ETAG), modified: told(header::LAST_MODIFIED) }
    }
}

/// What became of a request.
pub enum Answer {
    /// The page.
    Page(Fetched),
    /// It is as it was when its validators were given.
    Same,
}

/// A page as it came.
pub struct Fetched {
    /// Where it was found in the end.
    pub address: String,
    /// Its body.
    pub body: Vec<u8>,
    /// Every answer on the way, as records of a web archive.
    pub records: Vec<u8>,
}

/// Asks for pages.
pub struct Fetcher {
    agent: Agent,
    settings: Settings,
    robots: BTreeMap<String, Robots>,
    asked: BTreeMap<String, Instant>,
    validators: BTreeMap<String, Validators>,
    connected: Arc<Mutex<Option<SocketAddr>>>,
}

/// Resolves names, and lets through public addresses only.
#[derive(Debug)]
struct Guarded {
    resolver: DefaultResolver,
    /// Whether an address may be asked.
    lets: fn(IpAddr) -> bool,
    /// The first address given out last, for the record.
    connected: Arc<Mutex<Option<SocketAddr>>>,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        let mut public = self.empty();
        for address in found.iter().filter(|a| (self.lets)(a.ip())) {
            public.push(*address);
        }
        *self.connected.lock().unwrap_or_else(PoisonError::into_inner) = public.first().copied();
        if public.is_empty() {
            let refused = "its address is of this machine or of a network that is not public";
            return Err(ureq::Error::Other(refused.into()));
        }
        Ok(public)
    }
}

impl Fetcher {
    /// A fetcher of public pages; of all, where that was said.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let lets: fn(IpAddr) -> bool = if settings.private { |_| true } else { is_public };
        Self::letting(settings, lets)
    }

    /// A fetcher that asks the addresses that are let through.
    fn letting(settings: Settings, lets: fn(IpAddr) -> bool) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let contact = settings.contact.as_ref().map(|c| format!("; {c}")).unwrap_or_default();
        let config = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // A proxy would connect where it likes.
            .proxy(None)
            .timeout_global(Some(settings.patience))
            .timeout_connect(Some(CONNECT))
            .user_agent(format!(
                "{}/{} (fetches single pages for a person{contact})",
                robots::AGENT,
                env!("CARGO_PKG_VERSION")
            ))
            .accept_encoding("identity")
            .tls_config(tls)
            .build();
        let connected = Arc::new(Mutex::new(None));
        let guarded = Guarded { resolver: DefaultResolver::default(), lets, connected: connected.clone() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), guarded);
        let (robots, asked, validators) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { agent, settings, robots, asked, validators, connected }
    }

    /// What is known of pages that were fetched before: such a page is asked for only if it changed.
    pub fn know(&mut self, validators: BTreeMap<String, Validators>) {
        self.validators = validators;
    }

    /// What is known of pages now, by address.
    #[must_use]
    pub fn known(&self) -> &BTreeMap<String, Validators> {
        &self.validators
    }

    /// What robots.txt of every site says is asked again.
    pub fn forget_robots(&mut self) {
        self.robots.clear();
    }

    /// Fetches a page. `now` gives the time for the record.
    ///
    /// # Errors
    /// Why it was not fetched, in a sentence without the address.
    pub fn fetch(&mut self, address: &str, now: &dyn Fn() -> String) -> Result<Answer, String> {
        let mut at = checked(address)?;
        let mut records = Vec::new();
        for _ in 0..=REDIRECTS {
            self.allowed(&at)?;
            let (response, body) = self.patient(&at)?;
            if response.status() == StatusCode::NOT_MODIFIED {
                return Ok(Answer::Same);
            }
            let ip = self.connected.lock().unwrap_or_else(PoisonError::into_inner).map(|a| a.ip());
            records.extend(warc::record(&at.to_string(), &now(), ip, &response, &body));
            let status = response.status();
            if !status.is_redirection() {
                if !status.is_success() {
                    return Err(format!("the server answers {status}"));
                }
                self.validators.insert(at.to_string(), Validators::of(&response));
                // What led there is known too, though nothing of its own.
                self.validators.entry(address.to_owned()).or_default();
                return Ok(Answer::Page(Fetched { address: at.to_string(), body, records }));
            }
            let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
            at = checked(&joined(&at, to.ok_or("is moved, but not told where to")?))?;
        }
        Err(format!("is moved more than {REDIRECTS} times"))
    }

    /// Asks robots.txt of the host, once.
    fn allowed(&mut self, at: &Uri) -> Result<(), String> {
        let host = host(at);
        if !self.robots.contains_key(&host) {
            let address = format!("{}://{host}/robots.txt", at.scheme_str().unwrap_or("https"));
            let robots = match checked(&address).and_then(|at| self.ask(&at)) {
                // RFC 9309, 2.3.1: no file allows all, a server that fails allows nothing.
                Ok((response, body)) if response.status().is_success() => {
                    Robots::read(&String::from_utf8_lossy(&body))
                }
                Ok((response, _)) if response.status().is_server_error() => Robots::closed(),
                Ok(_) => Robots::default(),
                Err(reason) => return Err(reason),
            };
            self.robots.insert(host.clone(), robots);
        }
        let path = at.path_and_query().map_or("/", |p| p.as_str());
        match self.robots.get(&host) {
            Some(robots) if !robots.allows(path) => Err(
                "the site's robots.txt asks programs not to read it; save the page by hand and add the file"
                    .to_owned(),
            ),
            _ => Ok(()),
        }
    }

    /// Asks, and asks again where the server wants patience.
    fn patient(&mut self, at: &Uri) -> Result<(Response<()>, Vec<u8>), String> {
        let mut tries = 0;
        loop {
            let (response, body) = self.ask(at)?;
            if !matches!(response.status().as_u16(), 429 | 503) || tries == RETRIES {
                return Ok((response, body));
            }
            tries += 1;
            let told =
                response.headers().get(header::RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok());
            let pause = told.map_or(self.settings.pause * 2_u32.pow(tries as u32), Duration::from_secs);
            if pause > LONGEST_PAUSE {
                return Err(format!("the server asks to wait {} seconds; try later", pause.as_secs()));
            }
            std::thread::sleep(pause);
        }
    }

    /// One request, after the pause that the host is due.
    fn ask(&mut self, at: &Uri) -> Result<(Response<()>, Vec<u8>), String> {
        let host = host(at);
        let pause =
            self.robots.get(&host).and_then(Robots::delay).unwrap_or_default().max(self.settings.pause);
        if let Some(left) = self.asked.get(&host).and_then(|last| pause.checked_sub(last.elapsed())) {
            std::thread::sleep(left);
        }
        let mut request = self.agent.get(at);
        if let Some(known) = self.validators.get(&at.to_string()) {
            let told = [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.modified)];
            for (name, value) in told {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
        }
        let answer = request.call();
        self.asked.insert(host, Instant::now());
        let said = |error: ureq::Error| said(&error, self.settings.patience);
        let mut response = answer.map_err(said)?;
        let body = response.body_mut().with_config().limit(DOCUMENT_LIMIT as u64).read_to_vec();
        let body = body.map_err(said)?;
        Ok((response.map(|_| ()), body))
    }
}

/// An error in words for people.
fn said(error: &ureq::Error, patience: Duration) -> String {
    match error {
        ureq::Error::Other(reason) => reason.to_string(),
        ureq::Error::HostNotFound => "there is no such host".to_owned(),
        ureq::Error::Timeout(_) => format!("took longer than {} seconds", patience.as_secs()),
        ureq::Error::BodyExceedsLimit(_) => format!("has more than {} MiB", DOCUMENT_LIMIT >> 20),
        other => other.to_string(),
    }
}

/// An address that may be asked for: http or https, without a name and password in it.
fn checked(address: &str) -> Result<Uri, String> {
    let address = address.split('#').next().unwrap_or(address);
    let uri: Uri = address.parse().map_err(|_| "is no address of a page".to_owned())?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err("is neither http nor https".to_owned());
    }
    let authority = uri.authority().ok_or("names no host")?;
    if authority.as_str().contains('@') {
        return Err("holds a name or password".to_owned());
    }
    Ok(uri)
}

/// Host and port, as in an address.
fn host(uri: &Uri) -> String {
    uri.authority().map(|a| a.as_str().to_ascii_lowercase()).unwrap_or_default()
}

/// Where a redirect or a link leads from a page (RFC 3986, 5.2, as far as pages use it).
#[must_use]
pub fn joined(from: &Uri, to: &str) -> String {
    let to = to.trim();
    let scheme = from.scheme_str().unwrap_or("https");
    if to.contains("://") {
        to.to_owned()
    } else if let Some(rest) = to.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if to.starts_with('/') {
        format!("{scheme}://{}{to}", host(from))
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{}{folder}/{to}", host(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_web_are_asked_for() {
        for wrong in ["file:///etc/passwd", "ftp://a.example/x", "http://a:b@c.example/", "/x", "", "http://"]
        {
            assert!(checked(wrong).is_err(), "{wrong}");
        }
        assert_eq!(checked("https://a.example/x#y").expect("an address").path(), "/x");
    }

    /// A server on this machine that gives every request the same answer, and how often it was asked.
    fn site(answer: &'static str) -> (SocketAddr, Arc<std::sync::atomic::AtomicUsize>) {
        use std::io::{BufRead, BufReader, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = asked.clone();
        // It ends with the tests' process.
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let lines = BufReader::new(stream.try_clone().expect("a handle")).lines();
                let robots = lines
                    .map_while(Result::ok)
                    .take_while(|l| !l.is_empty())
                    .fold(false, |found, l| found | l.contains("robots"));
                count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                let answer = if robots { "HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n" } else { answer };
                // It closes what it answered: said so, or the next request may go into a closed connection.
                let answer = answer.replacen("\r\n", "\r\nConnection: close\r\n", 1);
                let _ = stream.write_all(answer.replace("PORT", &address.port().to_string()).as_bytes());
                // A body without a length goes on until the other side has had enough.
                let piece = [b' '; 1 << 16];
                while answer.ends_with("endless") && stream.write_all(&piece).is_ok() {}
                if answer.ends_with("silent") {
                    std::mem::forget(stream);
                }
            }
        });
        (address, asked)
    }

    /// Fetches from a server, where this machine's first address alone may be asked.
    fn fetched(address: SocketAddr, patience: Duration) -> Result<Answer, String> {
        let settings = Settings { pause: Duration::ZERO, private: false, contact: None, patience };
        let first = |ip: IpAddr| ip == IpAddr::from([127, 0, 0, 1]);
        Fetcher::letting(settings, first).fetch(&format!("http://{address}/x"), &String::new)
    }

    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn a_redirect_is_checked_like_the_first_address() {
        let (other, asked) = site("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        assert!(matches!(fetched(other, LONG), Ok(Answer::Page(page)) if page.body == b"x"));
        assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 2);
        for to in
            ["http://127.0.0.2:PORT/y", "//0x7f.2:PORT/y", "http://localhost.:1/", "http://[::1]:PORT/y"]
        {
            let answer = format!("HTTP/1.1 302 x\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
            let (from, asked) = site(answer.leak());
            let refused = fetched(from, LONG).err().unwrap_or_default();
            let inside = refused.contains("not public");
            assert!(inside || to.contains("localhost"), "{to}: {refused}");
            // robots.txt and the page that leads elsewhere; nothing beyond it.
            assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 2, "{to}");
        }
    }

    #[test]
    fn endless_and_silent_servers_are_left() {
        let (endless, _) = site("HTTP/1.1 200 OK\r\nX: y\r\n\r\nendless");
        assert!(fetched(endless, LONG).err().is_some_and(|e| e.contains("32 MiB")));
        let (silent, _) = site("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsilent");
        let refused = fetched(silent, Duration::from_millis(1_500)).err().unwrap_or_default();
        assert!(refused.contains("took longer than 1 seconds"), "{refused}");
    }

    #[test]
    fn a_name_that_leads_elsewhere_the_next_time_is_checked_each_time() {
        // What the resolver gives out is what is connected to, so that no second look-up stands between check and use.
        let connected = Arc::new(Mutex::new(None));
        let guarded = Guarded { resolver: DefaultResolver::default(), lets: is_public, connected };
        let config = Config::default();
        let soon = || NextTimeout {
            after: Duration::from_secs(5).into(),
            reason: ureq::Timeout::Resolve,
            per_read: None,
            per_write: None,
        };
        let ask = |host: &str| {
            guarded.resolve(&checked(&format!("http://{host}/")).expect("an address"), &config, soon())
        };
        assert_eq!(ask("8.8.8.8").expect("public").iter().count(), 1);
        assert!(ask("127.0.0.1").is_err() && ask("[::ffff:10.0.0.1]").is_err());
    }

    #[test]
    fn redirects_lead_where_they_say() {
        let from = checked("https://a.example/x/y?z").expect("an address");
        assert_eq!(joined(&from, "w"), "https://a.example/x/w");
        assert_eq!(joined(&from, "/w"), "https://a.example/w");
        assert_eq!(joined(&from, "//b.example/w"), "https://b.example/w");
        assert_eq!(joined(&from, "http://b.example/"), "http://b.example/");
    }
}
