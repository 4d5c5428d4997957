//! `cargo dev names optional FOLDER`: packs of places whose licence keeps them out of the program, as a folder for
//! `--packs`: OCHA's list of Syria (the mirror states no licence; OCHA gives CC BY-IGO), OpenStreetMap's of Libya (ODbL).
//!
//! A place that the embedded packs know keeps its entity there.

use crate::checkout::packs;
use crate::eval::shared;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use tawatur_core::packs::Packs;

/// Kilometres within which two places of one name are the same.
const SAME: f64 = 15.0;
/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.0;
/// Arabic names of fewer letters are mostly other words too.
const SHORT: usize = 4;

const HEADER: &str = "id\tkind\tplace_kind\ten\tfr\tar\tpart_of\tcountry\tlat\tlon\tpcode\n";
const ORIGINS: &str = "file\tsource\tcommit\tlicence\tattribution\n";

/// Writes the packs.
pub fn write(folder: &Path) -> Result<String, String> {
    let packs = packs()?;
    let syria = syria(&packs)?;
    let libya = libya(&packs)?;
    let lists = [
        (
            "syria_ocha",
            &syria,
            "places.tsv\tOCHA Syria, COD-AB of 2015 (mirror alahwa/Syria-GeoJson-Maps)\t81d1da2d\tnone stated by the mirror; OCHA: CC BY-IGO\tOCHA Syria, COD-AB, CC BY-IGO\n",
        ),
        (
            "libya_osm",
            &libya,
            "places.tsv\tOpenStreetMap (mirror mosabsomaer/Libya-cities-dataset-JSON)\t75f7eca0\tODbL 1.0\t(c) OpenStreetMap contributors\n",
        ),
    ];
    let mut told = String::new();
    for (name, table, origin) in lists {
        let place = folder.join("conflicts").join(name);
        let failed = |e: std::io::Error| format!("{}: {e}", place.display());
        std::fs::create_dir_all(&place).map_err(failed)?;
        std::fs::write(place.join("places.tsv"), table).map_err(failed)?;
        std::fs::write(place.join("ORIGINS.tsv"), format!("{ORIGINS}{origin}")).map_err(failed)?;
        writeln!(told, "{}: {} places", place.display(), table.lines().count() - 1)
            .expect("a String takes all");
    }
    Ok(told)
}

/// OCHA's five levels: governorate, district, subdistrict, populated place, neighbourhood.
fn syria(packs: &Packs) -> Result<String, String> {
    let mut table = HEADER.to_owned();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for row in rows("places_syria_ocha2015.tsv")? {
        let [level, pcode, en, ar, parent, lat, lon, ..] = &row[..] else { continue };
        let kind = match level.as_str() {
            "1" => "admin1",
            "2" => "admin2",
            "3" => "admin3",
            "4" => "village",
            _ => "quarter",
        };
        let known = known(packs, "country/SY", kind, &[en, ar], [lat, lon]);
        let id = known.clone().unwrap_or_else(|| format!("ocha/{pcode}"));
        ids.insert(pcode.clone(), id.clone());
        if known.is_none() {
            let above = ids.get(parent).map_or("country/SY", String::as_str);
            let ar = marked(ar);
            writeln!(table, "{id}\tplace\t{kind}\t{en}\t\t{ar}\t{above}\tcountry/SY\t{lat}\t{lon}\t{pcode}")
                .expect("a String takes all");
        }
    }
    Ok(table)
}

fn libya(packs: &Packs) -> Result<String, String> {
    let mut table = HEADER.to_owned();
    for (number, row) in rows("places_libya_osm_ODBL.tsv")?.iter().enumerate() {
        let [kind, en, fr, ar, lat, lon, ..] = &row[..] else { continue };
        if !matches!(kind.as_str(), "city" | "town" | "village")
            || known(packs, "country/LY", kind, &[en, ar], [lat, lon]).is_some()
        {
            continue;
        }
        let ar = marked(ar);
        writeln!(
            table,
            "osm/libya-{number}\tplace\t{kind}\t{en}\t{fr}\t{ar}\tcountry/LY\tcountry/LY\t{lat}\t{lon}\t"
        )
        .expect("a String takes all");
    }
    Ok(table)
}

/// The entity of the embedded packs that bears one of the names in the same country, near by or of the same level.
fn known(packs: &Packs, country: &str, kind: &str, names: &[&String], at: [&String; 2]) -> Option<String> {
    let point = at[0].parse::<f64>().ok().zip(at[1].parse::<f64>().ok());
    let bearers = names.iter().filter(|n| !n.is_empty()).flat_map(|n| packs.world.named(n));
    let mut places = bearers.filter_map(|id| packs.world.entities.get(id));
    let admin = kind.starts_with("admin");
    let found = places.find(|place| {
        let same_kind = place.place_kind.as_deref().is_some_and(|k| k.starts_with("admin") == admin);
        let near = point.zip(place.point).is_none_or(|(a, b)| {
            let east = (a.1 - b.1) * a.0.to_radians().cos();
            (a.0 - b.0).hypot(east) * DEGREE < SAME
        });
        place.country.as_ref().is_some_and(|c| c.as_str() == country) && same_kind && (admin || near)
    });
    found.map(|place| place.id.to_string())
}

/// Names of one word count only in texts about their country, short ones only behind a noun such as "village".
fn marked(name: &str) -> String {
    let bare = tawatur_core::text::without_article(name).0.chars().count();
    match () {
        () if name.is_empty() || name.contains(' ') => name.to_owned(),
        () if bare < SHORT => format!("!{name}"),
        () => format!("~{name}"),
    }
}

/// The cells of a table of the shared data, without its header.
fn rows(file: &str) -> Result<Vec<Vec<String>>, String> {
    let path = shared(&format!("data/names/{file}"))?;
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect()).collect())
}
