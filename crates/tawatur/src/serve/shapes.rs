//! Shapes of governorates and districts that a person brings along (GeoJSON, RFC 7946): their borders are drawn on maps.

use super::map::Ring;
use serde_json::Value;

/// The rings and lines of a file.
///
/// # Errors
/// A sentence, when it is no GeoJSON or holds no borders.
pub fn read(bytes: &[u8]) -> Result<Vec<Ring>, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| format!("is no GeoJSON ({e})"))?;
    let mut rings = Vec::new();
    gather(&value, &mut rings);
    if rings.is_empty() {
        return Err("holds no borders: polygons or lines in longitude and latitude are drawn".to_owned());
    }
    Ok(rings)
}

/// Takes the rings of an object and of what it holds.
fn gather(value: &Value, rings: &mut Vec<Ring>) {
    let each = |name: &str, rings: &mut Vec<Ring>| {
        value[name].as_array().into_iter().flatten().for_each(|inner| gather(inner, rings));
    };
    match value["type"].as_str().unwrap_or("") {
        "FeatureCollection" => each("features", rings),
        "GeometryCollection" => each("geometries", rings),
        "Feature" => gather(&value["geometry"], rings),
        "Polygon" | "MultiPolygon" | "LineString" | "MultiLineString" => lines(&value["coordinates"], rings),
        _ => {}
    }
}

/// Takes every list of positions, however deep it lies.
fn lines(value: &Value, rings: &mut Vec<Ring>) {
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    let positions: Ring = list.iter().map_while(position).collect();
    if positions.len() > 1 && positions.len() == list.len() {
        rings.push(positions);
    } else {
        list.iter().filter(|inner| inner.is_array()).for_each(|inner| lines(inner, rings));
    }
}

/// Longitude and latitude.
fn position(value: &Value) -> Option<(f64, f64)> {
    let (lon, lat) = (value.get(0)?.as_f64()?, value.get(1)?.as_f64()?);
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some((lon, lat))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_are_taken_from_what_holds_them() {
        let square = "[[36,32],[37,32],[37,33],[36,32]]";
        let polygon = format!(r#"{{"type":"Polygon","coordinates":[{square},{square}]}}"#);
        let several = format!(r#"{{"type":"MultiPolygon","coordinates":[[{square}],[{square}]]}}"#);
        let feature = format!(r#"{{"type":"Feature","properties":{{}},"geometry":{several}}}"#);
        let all = format!(
            r#"{{"type":"FeatureCollection","features":[{feature},{{"type":"Feature","geometry":{polygon}}}]}}"#
        );
        let rings = read(all.as_bytes()).expect("borders");
        assert_eq!((rings.len(), rings[0][1]), (4, (37.0, 32.0)));
        for wrong in [
            "",
            "{}",
            r#"{"type":"Point","coordinates":[1,2]}"#,
            r#"{"type":"Polygon","coordinates":[[[900,1],[2,3]]]}"#,
        ] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
