//! Inputs that hold several documents: what is read of each format, and that harmful ones are refused by a named limit.

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::Write;
use tawatur_core::model::{Document, NoteKind};
use tawatur_core::read::{self, Columns, Limits, Part, Refusal, feed, html, parts, read_one};

fn taken(name: &str, bytes: &[u8]) -> Vec<Result<Part, Refusal>> {
    parts(name, bytes, &Limits::default(), &[])
}

/// The documents of an input that has no refused part.
fn documents(name: &str, bytes: &[u8]) -> Vec<Document> {
    read::read(name, bytes).into_iter().map(|r| r.expect("every part is read").0).collect()
}

/// The only refusal's sentence.
fn refusal(name: &str, bytes: &[u8]) -> String {
    let refused: Vec<String> =
        taken(name, bytes).into_iter().filter_map(Result::err).map(|r| r.message).collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    refused.into_iter().next().expect("there is one")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// A zip archive; `size` overrides the size that an entry tells, `shared` lets all entries point at the first.
fn zip(files: &[(&str, &[u8])], size: Option<u32>, shared: bool) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let at = if shared { 0 } else { u32::try_from(out.len()).expect("small") };
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).expect("memory takes all");
        let packed = encoder.finish().expect("memory takes all");
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let size = size.unwrap_or(u32::try_from(content.len()).expect("small"));
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
        common.extend(crc.sum().to_le_bytes());
        common.extend(u32::try_from(packed.len()).expect("small").to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend(u16::try_from(name.len()).expect("short").to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(&packed);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let start = u32::try_from(out.len()).expect("small");
    let count = u16::try_from(files.len()).expect("few").to_le_bytes();
    let length = u32::try_from(list.len()).expect("small");
    out.extend(&list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
    header[156] = b'0';
    header[257..262].copy_from_slice(b"ustar");
    header[148..156].copy_from_slice(b"        ");
    let sum: u32 = header.iter().map(|&b| u32::from(b)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header.extend(content);
    header.resize(header.len().div_ceil(512) * 512 + 1024, 0);
    header
}

fn record(kind: &str, digest: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://news.example/a\r\n{digest}Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>Shells fell on the market.</p></body></html>";

#[test]
fn every_format_has_its_line_in_the_table() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/read/parts");
    for entry in std::fs::read_dir(folder).expect("the folder of formats").flatten() {
        let name = entry.file_name().to_string_lossy().replace(".rs", "");
        assert!(name == "mod" || read::formats().contains(&name.as_str()), "{name} is not in FORMATS");
    }
}

#[test]
fn archives_give_their_files_under_their_names() {
    let text = b"Shells fell on the market.".as_slice();
    let inner = zip(&[("a/b.txt", text)], None, false);
    for (name, bytes) in [
        ("n.zip", inner.clone()),
        ("n.tar", tar("a/b.txt", text)),
        ("n.tar.gz", gzip(&tar("a/b.txt", text))),
        ("n.zip.gz", gzip(&inner)),
    ] {
        let found = documents(name, &bytes);
        assert_eq!(found.len(), 1);
        assert!(found[0].file.ends_with("a/b.txt"), "{}", found[0].file);
        assert_eq!(found[0].text.as_bytes(), text);
    }
}

#[test]
fn archives_made_to_do_harm_are_refused_by_name() {
    let text = b"text".as_slice();
    let zeros = vec![b' '; 4 << 20];
    let two = [("a", text), ("b", text)];
    for (bytes, word) in [
        (zip(&[("../../etc/a.txt", text)], None, false), "leads out"),
        (zip(&[("/a.txt", text)], None, false), "leads out"),
        (zip(&two, None, true), "share the same bytes"),
        (zip(&[("bomb.txt", &zeros)], None, false), "`ratio`"),
        (zip(&[("liar.txt", &zeros)], Some(100), false), "`ratio`"),
        (gzip(&vec![0; 64 << 20]), "`ratio`"),
        (tar("../a.txt", text), "leads out"),
        (tar("a.txt", text)[..700].to_vec(), "cut short"),
        (zip(&two, None, false)[..40].to_vec(), "cut short"),
    ] {
        let message = refusal("x.bin", &bytes);
        assert!(message.contains(word), "{message}");
    }
    let mut deep = b"text".to_vec();
    for _ in 0..6 {
        deep = zip(&[("x.zip", &deep)], None, false);
    }
    assert!(refusal("x.zip", &deep).contains("`nested`"));
    let few = Limits { entries: 1, ..Limits::default() };
    let refused: Vec<String> = parts("x.zip", &zip(&two, None, false), &few, &[])
        .into_iter()
        .filter_map(Result::err)
        .map(|r| r.message)
        .collect();
    assert!(refused[0].contains("`entries`"));
}

#[test]
fn records_of_web_archives_are_pages_and_a_cut_is_told() {
    let whole = record("warcinfo", "", "software: x")
        + &record("response", "", PAGE)
        + &record("revisit", "", "HTTP/1.1 200 OK\r\n\r\n");
    let found = documents("a.warc", whole.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text, "Shells fell on the market.");
    assert_eq!(found[0].url.as_deref(), Some("http://news.example/a"));
    assert_eq!(documents("a.warc.gz", &gzip(whole.as_bytes()))[0].text, found[0].text);
    for cut in [whole.len() - 3, whole.len() - 20, whole.len() - 150] {
        let told = taken("a.warc", &whole.as_bytes()[..cut]).into_iter().filter_map(Result::err).next();
        // The two line ends behind the last record are no part of it.
        assert!(cut == whole.len() - 3 || told.is_some_and(|r| r.message.contains("cut short")), "{cut}");
    }
    let digest = "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n";
    let wrong = documents("a.warc", record("response", digest, PAGE).as_bytes());
    assert!(wrong[0].notes.iter().any(|n| n.text.contains("digest")));
}

#[test]
fn archives_of_the_older_form_give_their_pages_too() {
    let head = "filedesc://a.arc 0.0.0.0 20180101000000 text/plain 73\n1 0 Some Archive\nURL IP-address Archive-date Content-type Archive-length\n\n";
    let line = format!("http://news.example/a b 192.0.2.1 20180731100000 text/html {}\n", PAGE.len());
    let picture = "http://news.example/p 192.0.2.1 20180731100000 image/png 4\nabcd\n";
    let whole = format!("{head}{line}{PAGE}\n{picture}");
    for (name, bytes) in [("a.arc", whole.clone().into_bytes()), ("a.arc.gz", gzip(whole.as_bytes()))] {
        let found = documents(name, &bytes);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].text, "Shells fell on the market.");
        assert_eq!(found[0].url.as_deref(), Some("http://news.example/a b"));
    }
    let part = taken("a.arc", whole.as_bytes()).remove(0).expect("a page");
    assert_eq!(part.bytes, format!("{line}{PAGE}").into_bytes());
    assert_eq!(read_one("x", &part.bytes).expect("a record").document.text, "Shells fell on the market.");
    assert!(refusal("a.arc", &whole.as_bytes()[..head.len() + line.len() + 90]).contains("cut short"));
    assert!(refusal("a.arc", head.replace(" 73\n", " -1\n").as_bytes()).contains("length is missing"));
}

#[test]
fn rows_and_tables_with_other_names_are_read_as_they_are_said_to_be() {
    let german = Columns::given(&["text=Inhalt".to_owned(), "published=Datum".to_owned()]).expect("sound");
    let row = r#"{"Inhalt":"Shells fell.","Datum":"2018-07-31"}"#;
    for (name, input) in [
        ("t.csv", "Datum;Inhalt\n2018-07-31;Shells fell.\n".to_owned()),
        ("t.jsonl", format!("{row}\n{row}\n")),
    ] {
        let found = parts(name, input.as_bytes(), &Limits::default(), std::slice::from_ref(&german));
        let part = found[0].as_ref().expect("a row");
        assert!(part.made);
        let document = read_one("x", &part.bytes).expect("a row").document;
        assert_eq!(
            (document.text.as_str(), document.published.date),
            ("Shells fell.", Some(jiff::civil::date(2018, 7, 31)))
        );
        assert!(parts(name, input.as_bytes(), &Limits::default(), &[]).into_iter().any(|part| {
            part.and_then(|p| {
                read_one("x", &p.bytes).map(drop).map_err(|m| Refusal { name: p.name, row: None, message: m })
            })
            .is_err_and(|r| r.message.contains("--column"))
        }));
    }
}

#[test]
fn a_kept_record_reads_as_it_did() {
    let parts = taken("a.warc", record("response", "", PAGE).as_bytes());
    let part = parts[0].as_ref().expect("a page");
    assert_eq!(read_one("x", &part.bytes).expect("a record").document.text, "Shells fell on the market.");
}

#[test]
fn feeds_give_their_entries() {
    let rss = "<?xml version='1.0'?><rss version='2.0'><channel><title>Local &amp; near</title><language>en</language><item><title>Shells fell</title><link>http://news.example/1</link><pubDate>Tue, 31 Jul 2018 10:00:00 GMT</pubDate><description>&lt;p&gt;On the market.&lt;/p&gt;</description></item></channel></rss>";
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Local &amp; near</title><entry><title>Shells fell</title><link href='http://news.example/1'/><published>2018-07-31T10:00:00Z</published><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>On the market.</p></div></content></entry></feed>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Local & near","items":[{"id":"1","title":"Shells fell","url":"http://news.example/1","date_published":"2018-07-31T10:00:00Z","content_html":"<p>On the market.</p>"}]}"#;
    for feed in [rss, atom, json] {
        let found = documents("f.xml", feed.as_bytes());
        let document = &found[0];
        assert_eq!(document.text, "Shells fell\n\nOn the market.");
        assert_eq!(document.outlet.as_deref(), Some("Local & near"));
        assert_eq!(document.url.as_deref(), Some("http://news.example/1"));
        assert_eq!(document.published.date, Some(jiff::civil::date(2018, 7, 31)));
    }
}

#[test]
fn entities_of_a_document_are_never_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><rss><channel><item><title>x &b; y</title></item></channel></rss>";
    assert!(feed::read(bomb).entries[0].title.as_deref().is_some_and(|t| t.len() < 20));
}

#[test]
fn exports_tables_mail_and_bundles_give_their_documents() {
    let telegram = r#"{"name":"Local news","type":"public_channel","id":12,"messages":[{"id":1,"type":"service","date":"2018-07-30T10:00:00","text":""},{"id":2,"type":"message","date":"2018-07-31T10:00:00","text":["Shells fell ",{"type":"bold","text":"on the market"}]}]}"#;
    let table = "Headline;Body;Source;Date\nx;\"Shells fell\non the market\";Local news;2018-07-31\n;;;\n";
    let mail = "From: a@news.example\r\nTo: b@news.example\r\nSubject: x\r\nDate: Tue, 31 Jul 2018 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nShells fell on the market\r\n";
    let mailbox = format!(
        "From a@news.example Tue Jul 31 10:00:00 2018\n{0}\n\nFrom a@news.example Tue Jul 31 11:00:00 2018\n{0}",
        mail.replace("\r\n", "\n")
    );
    let bundle = "Shells fell\nA. Writer\n80 words\n31 July 2018\nLocal news\nEnglish\n\nShells fell on the market\n\nDocument LOCAL00020180731ee7v0001\n\nOther\n1 August 2018\nLocal news\n\nQuiet.\n\nDocument LOCAL00020180801ee810002\n";
    for (name, input, count) in
        [("result.json", telegram, 1), ("m.eml", mail, 1), ("m.mbox", &mailbox, 2), ("b.txt", bundle, 2)]
    {
        let found = documents(name, input.as_bytes());
        assert_eq!(found.len(), count, "{name}");
        assert_eq!(found[0].text.trim(), "Shells fell on the market", "{name}");
        assert_eq!(found[0].published.date, Some(jiff::civil::date(2018, 7, 31)), "{name}");
    }
    let rich = bundle.lines().map(|line| format!("{line}\\par\n")).collect::<String>();
    let page = bundle.lines().map(|line| format!("<p>{line}</p>\n")).collect::<String>();
    let page = page.replace("Shells fell on the market", "Shells fell on the market.");
    for (name, input) in [
        ("b.rtf", format!("{{\\rtf1\\ansi {rich}}}")),
        ("b.html", format!("<html><body>{page}</body></html>")),
    ] {
        let found = documents(name, input.as_bytes());
        assert_eq!(found.len(), 2, "{name}");
        assert_eq!(found[0].text.trim().trim_end_matches('.'), "Shells fell on the market", "{name}");
        assert_eq!(found[0].published.date, Some(jiff::civil::date(2018, 7, 31)), "{name}");
        assert_eq!((found[1].title.as_deref(), found[1].text.trim()), (Some("Other"), "Quiet."), "{name}");
    }
    let rows = read::read("t.csv", table.as_bytes());
    let (document, _) = rows[0].as_ref().expect("a row");
    assert_eq!(document.text, "Shells fell\non the market");
    assert_eq!(document.outlet.as_deref(), Some("Local news"));
    assert!(rows[1].as_ref().expect_err("no text").message.contains("text"));
}

#[test]
fn word_documents_give_their_paragraphs() {
    let text = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Shells fell</w:t></w:r></w:p><w:p><w:r><w:t>On the </w:t></w:r><w:del><w:r><w:t>old </w:t></w:r></w:del><w:r><w:t>market.</w:t></w:r></w:p></w:body></w:document>";
    let found = documents("a.docx", &zip(&[("word/document.xml", text.as_bytes())], None, false));
    assert_eq!(found[0].text, "Shells fell\n\nOn the market.");
}

#[test]
fn pages_beyond_a_limit_say_so_and_keep_their_text() {
    let deep = format!("<html><body>{}text</body></html>", "<div>".repeat(5_000));
    let wide = format!(
        "<html><body><p {}>text</p></body></html>",
        (0..5_000).map(|k| format!("a{k}=1 ")).collect::<String>()
    );
    for (page, limit) in [(deep, "DEPTH_LIMIT"), (wide, "ATTRIBUTE_LIMIT")] {
        let document = read_one("a", page.as_bytes()).expect("a page").document;
        assert_eq!(document.text, "text");
        assert!(document.notes.iter().any(|n| n.kind == NoteKind::Limit && n.text.contains(limit)));
    }
}

#[test]
fn a_page_is_read_without_what_stands_around_its_article() {
    let paragraph = "The council said on Tuesday that the road to the town was open again and that buses would run from the square. ";
    let page = format!(
        "<!doctype html><html lang=en><head><title>Road open - Local</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Road open\",\"author\":[{{\"name\":\"A. Writer\"}},\"B. Other\"],\"datePublished\":\"2018-07-31\",\"author\":[{{\"name\":\"A. Writer\"}},\"B. Other\"],\"publisher\":{{\"name\":\"Local\"}}}}</script></head><body><nav><a href=/>Home</a> <a href=/n>News</a></nav><article><h1>Road open</h1><div class=share>Share this</div><p>{paragraph}</p><p>{paragraph}</p><p>Short.</p><figure><figcaption>A bus.</figcaption></figure><p>{paragraph}</p></article><div class='related-posts'><p>{paragraph}</p></div><footer>Imprint</footer></body></html>"
    );
    let document = read_one("a", page.as_bytes()).expect("a page").document;
    let paragraph = paragraph.trim();
    assert_eq!(html::body(&document), [paragraph, paragraph, "Short.", paragraph].join("\n\n"));
    assert_eq!(document.text.split("\n\n").next(), Some("Road open"));
    assert_eq!((document.title.as_deref(), document.outlet.as_deref()), (Some("Road open"), Some("Local")));
    assert_eq!(document.byline.as_deref(), Some("A. Writer, B. Other"));
    let named = "<html><head><meta name=author content='https://a.example/me'></head><body><p><a rel=author href=/w>C. Third</a> wrote this.</p></body></html>";
    let named = read_one("a", named.as_bytes()).expect("a page").document;
    assert_eq!(named.byline.as_deref(), Some("C. Third"));
    assert_eq!(document.published.date, Some(jiff::civil::date(2018, 7, 31)));
}

#[test]
fn encodings_that_do_not_fit_are_put_right_with_a_note() {
    let arabic = "سقطت قذائف على السوق وسط المدينة صباح اليوم، بحسب ما قاله مصدر محلي لوسائل الإعلام.";
    let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(arabic);
    let page =
        [b"<html><head><meta charset=utf-8></head><body><p>".as_slice(), &bytes, b"</p></body></html>"]
            .concat();
    let document = read_one("a", &page).expect("a page").document;
    assert_eq!(document.text, arabic);
    assert!(document.notes.iter().any(|n| n.kind == NoteKind::Encoding));
}

#[test]
fn limits_are_set_by_name() {
    let mut limits = Limits::default();
    limits.set("ratio=7").expect("a limit");
    assert_eq!(limits.ratio, 7);
    assert!(limits.set("speed=7").expect_err("no such limit").contains("ratio"));
}
