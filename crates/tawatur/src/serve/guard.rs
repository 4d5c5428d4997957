//! What every request passes: only this machine's own pages may ask, and every answer forbids what pages do not need.

use super::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;

/// No picture, no font, no frame, nothing asked of others; script, styles, forms and requests of our own.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

/// Headers of every answer.
const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// The style and the script stay with the browser: their addresses hold a hash of what they are.
const KEPT: &str = "private, max-age=31536000, immutable";
const KEPT_PATHS: [&str; 2] = ["/style.css", "/tawatur.js"];

/// Refuses requests under another name (a rebound DNS name) or from another page, and sets the headers.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let kept = KEPT_PATHS.contains(&request.uri().path()) && request.uri().query().is_some();
    let mut response = match refusal(request.method(), request.headers(), app.address()) {
        Some(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if kept {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    }
    response
}

/// Why a request is refused, if it is.
fn refusal(method: &Method, headers: &HeaderMap, address: SocketAddr) -> Option<&'static str> {
    let ours = [address.to_string(), format!("localhost:{}", address.port())];
    let text = |name: header::HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let host = text(header::HOST).unwrap_or("");
    if !ours.iter().any(|o| o.eq_ignore_ascii_case(host)) {
        return Some("This address is not one of tawatur's own. Use the one that `tawatur serve` printed.");
    }
    if method == Method::GET || method == Method::HEAD {
        return None;
    }
    let site = headers.get("sec-fetch-site").map(|v| v.to_str().unwrap_or("?"));
    // Under `no-referrer` browsers send `null` as the origin even of our own forms (Fetch standard, "append a
    // request Origin header"); then only the browser's word on the site can tell.
    let origin_is_ours = match text(header::ORIGIN) {
        None => true,
        Some("null") => site == Some("same-origin"),
        Some(origin) => ours.iter().any(|o| origin.eq_ignore_ascii_case(&format!("http://{o}"))),
    };
    let elsewhere = site.is_some_and(|s| s != "same-origin") || !origin_is_ours;
    elsewhere
        .then_some("This form was sent from another page. Open the document in tawatur and decide there.")
}

/// A secret of this process that its own forms carry.
///
/// The standard library's hash keys come from the system's randomness; the outputs of SipHash under two unknown keys
/// cannot be guessed without them.
#[must_use]
pub fn token() -> String {
    let part = || RandomState::new().hash_one("tawatur form");
    format!("{:016x}{:016x}", part(), part())
}

/// True when both are the same, in a time that does not depend on where they differ.
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &Method, pairs: &[(&'static str, &'static str)]) -> bool {
        let address: SocketAddr = "127.0.0.1:8080".parse().expect("an address");
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        refusal(method, &headers, address).is_none()
    }

    #[test]
    fn only_our_own_pages_may_ask() {
        let host = ("host", "127.0.0.1:8080");
        assert!(check(&Method::GET, &[host]));
        assert!(check(&Method::GET, &[("host", "localhost:8080")]));
        assert!(!check(&Method::GET, &[("host", "evil.example:8080")]));
        assert!(!check(&Method::GET, &[("host", "127.0.0.1:9")]));
        assert!(!check(&Method::GET, &[]));
        assert!(check(&Method::POST, &[host, ("origin", "http://127.0.0.1:8080")]));
        assert!(!check(&Method::POST, &[host, ("origin", "https://evil.example")]));
        assert!(!check(&Method::POST, &[host, ("origin", "null")]));
        assert!(check(&Method::POST, &[host, ("origin", "null"), ("sec-fetch-site", "same-origin")]));
        assert!(!check(&Method::POST, &[host, ("sec-fetch-site", "cross-site")]));
    }
}
