//! Temporary: prints the tree of a file.
use tawatur_core::*;
fn main() {
    let p = packs::Packs::load(tawatur_packs::FILES).unwrap_or_else(|e| panic!("{:?}", e));
    let f = std::env::args().nth(1).unwrap();
    let t = std::fs::read_to_string(f).unwrap();
    let a = analyse::analyse(&t, &[], &p);
    for s in &a.sentences {
        println!("--- {:?} {}", s.lang, s.span.slice(&t));
        for k in s.tokens.clone() {
            let w = &a.tokens[k]; let arc = a.arcs[k];
            println!("{k:4} {:18} {:16} {:?} -> {} {:?}", w.span.slice(&t), w.lemma, w.pos, arc.head.map_or("-".into(), |h| format!("{h}:{}", a.tokens[h as usize].span.slice(&t))), arc.label);
        }
    }
}
