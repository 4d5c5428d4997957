//! robots.txt (RFC 9309): what a site asks programs not to read, and how long to wait between two requests.

use std::time::Duration;

/// The name by which sites address this program.
pub const AGENT: &str = "tawatur";

/// The longest delay that is kept to; who asks for more is not read often anyway.
const LONGEST_DELAY: f64 = 60.0;

/// What a site says to this program.
#[derive(Debug, Default)]
pub struct Robots {
    /// Pattern, and whether it allows.
    rules: Vec<(String, bool)>,
    delay: Option<Duration>,
}

impl Robots {
    /// A site that allows nothing.
    #[must_use]
    pub fn closed() -> Self {
        Self { rules: vec![("/".to_owned(), false)], delay: None }
    }

    /// Reads the groups for this program, else those for all.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let (mut own, mut all) = (None::<Self>, Self::default());
        let (mut for_us, mut for_all, mut in_rules) = (false, false, true);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or("");
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if std::mem::take(&mut in_rules) {
                    (for_us, for_all) = (false, false);
                }
                for_all |= value == "*";
                for_us |= value.eq_ignore_ascii_case(AGENT);
                if for_us {
                    own.get_or_insert_with(Self::default);
                }
                continue;
            }
            in_rules = true;
            let groups = [own.as_mut().filter(|_| for_us), for_all.then_some(&mut all)];
            for group in groups.into_iter().flatten() {
                group.rule(&key, value);
            }
        }
        own.unwrap_or(all)
    }

    fn rule(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => self.rules.push((value.to_owned(), key == "allow")),
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
                self.delay = seconds.map(|s| Duration::from_secs_f64(s.min(LONGEST_DELAY)));
            }
            _ => {}
        }
    }

    /// The pause it asks for.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// Whether a path, with its query, may be read: the longest pattern that fits decides, of equals the one that allows.
    #[must_use]
    pub fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allows)| (pattern.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

/// `*` stands for anything, `$` at the end for the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (k, part) in parts.iter().enumerate() {
        if to_the_end && k + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !to_the_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_for_us_counts_before_that_for_all() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nuser-agent: Tawatur\nDisallow: /private # x\nAllow: /private/open\nCrawl-delay: 3\n";
        let robots = Robots::read(text);
        assert!(robots.allows("/news") && !robots.allows("/private/x") && robots.allows("/private/open/y"));
        assert_eq!(robots.delay(), Some(Duration::from_secs(3)));
        assert!(!Robots::read("User-agent: *\nDisallow: /\n").allows("/news"));
        assert!(Robots::read("User-agent: *\nDisallow:\n").allows("/news"));
        assert!(!Robots::closed().allows("/") && Robots::default().allows("/"));
    }

    #[test]
    fn patterns_hold_stars_and_ends() {
        assert!(fits("/*.pdf$", "/a/b.pdf") && !fits("/*.pdf$", "/a/b.pdf?x"));
        assert!(fits("/a*c", "/abbc/d") && !fits("/a*c", "/abb"));
        assert!(fits("/a$", "/a") && !fits("/a$", "/ab"));
    }
}
