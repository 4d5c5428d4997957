"""Reads every export back with readers that others wrote: `python read.py FOLDER`.

FOLDER holds one file (or folder) a format, named by it. Prints one JSON object on standard output: how many exports
were accepted (`exports-accepted`); why any was not on standard error. TimelineJS is read by its own configuration class
(`timeline/read.mjs`, packages of npm); where those are not installed it is not counted.
"""

import json
import subprocess
import sys
from pathlib import Path

import bagit
import duckdb
import geojson
import html5lib
import hxl
import jsonschema
import pandas
import pyarrow.parquet
import pyogrio
from followthemoney import model

HERE = Path(__file__).parent
SCHEMA = HERE / "../../docs/record.schema.json"

ACLED = {
    "Battles": ["Armed clash", "Government regains territory", "Non-state actor overtakes territory"],
    "Explosions/Remote violence": ["Chemical weapon", "Air/drone strike", "Suicide bomb",
                                   "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade"],
    "Violence against civilians": ["Sexual violence", "Attack", "Abduction/forced disappearance"],
    "Protests": ["Excessive force against protesters", "Protest with intervention", "Peaceful protest"],
    "Riots": ["Violent demonstration", "Mob violence"],
    "Strategic developments": ["Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
                               "Headquarters or base established", "Looting/property destruction",
                               "Non-violent transfer of territory", "Other"],
}


def need(condition, message):
    if not condition:
        raise ValueError(message)


def table(path):
    """A CSV file as two readers see it: the same columns and rows in both."""
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    other = duckdb.connect().execute(
        "select * from read_csv(?, header = true, all_varchar = true, strict_mode = true, quote = '\"', delim = ',')",
        [str(path)],
    ).fetchall()
    need(len(frame) > 0, "no rows")
    need(len(frame) == len(other), f"pandas reads {len(frame)} rows, DuckDB {len(other)}")
    return frame


def read_json(path):
    record = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(record, json.loads(SCHEMA.read_text(encoding="utf-8")))
    need(len(pandas.json_normalize(record["events"])) == len(record["events"]) > 0, "no events")


def read_csv(path):
    frame = table(path)
    need(frame["id"].is_unique, "ids are not unique")
    pandas.to_numeric(frame["latitude"][frame["latitude"] != ""])


def read_agreements(path):
    table(path)


def read_reports(path):
    need(table(path)["id"].is_unique, "ids are not unique")


def read_acled(path):
    frame = table(path)
    pandas.to_datetime(frame["event_date"], format="%Y-%m-%d")
    for column in ["year", "time_precision", "latitude", "longitude", "geo_precision", "fatalities"]:
        pandas.to_numeric(frame[column][frame[column] != ""])
    for kind, sub in zip(frame["event_type"], frame["sub_event_type"]):
        need(sub in ACLED.get(kind, []), f"{sub} is no sub-event type of {kind}")
    need(frame["event_id_cnty"].is_unique, "ids are not unique")


def read_ged(path):
    frame = table(path)
    need(len(frame.columns) == 49, f"{len(frame.columns)} columns")
    numbers = frame[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high"]].apply(pandas.to_numeric)
    need((numbers.iloc[:, :4].sum(axis=1) == numbers["best"]).all(), "deaths do not add up to best")
    need(((numbers["low"] <= numbers["best"]) & (numbers["best"] <= numbers["high"])).all(), "best outside its bounds")
    dates = frame[["date_start", "date_end"]].apply(pandas.to_datetime)
    need((dates["date_start"] <= dates["date_end"]).all(), "ends before it starts")


def read_plover(path):
    rows = duckdb.connect().execute(
        "select id, date, actor, recipient, event, text from read_json(?, format = 'newline_delimited')", [str(path)]
    ).fetchall()
    need(len(rows) > 0, "no records")


def read_geojson(path):
    loaded = geojson.loads(path.read_text(encoding="utf-8"))
    need(loaded.is_valid, str(loaded.errors()))
    info = pyogrio.read_info(path)
    need(info["features"] == len(loaded["features"]) > 0, "GDAL sees another number of features")


def read_hxl(path):
    with hxl.data(str(path), hxl.InputOptions(allow_local=True)) as source:
        tags = [column.display_tag for column in source.columns]
        need("#event+type" in tags and "#affected+killed" in tags, f"tags are {tags}")
        need(sum(1 for _ in source) > 0, "no rows")


def read_ftm(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            given = json.loads(line)
            entity = model.get_proxy(given)
            for name, values in given["properties"].items():
                kept = entity.get(name)
                need(len(kept) == len(set(values)), f"{entity.schema.name}.{name}: {values} is read as {kept}")


def read_parquet(folder):
    tables = {path.stem: pyarrow.parquet.read_table(path) for path in folder.glob("*.parquet")}
    need({"events", "reports", "documents", "entities", "figures", "origins"} <= tables.keys(), f"{tables.keys()}")
    base = duckdb.connect()
    for name, read in tables.items():
        rows = base.execute(f"select count(*) from '{folder / name}.parquet'").fetchall()[0][0]
        need(rows == read.num_rows, f"{name}: pyarrow reads {read.num_rows} rows, DuckDB {rows}")
    for child, key, parent in [("reports", "document", "documents"), ("roles", "report", "reports"),
                               ("figures", "report", "reports"), ("origins", "event", "events")]:
        lost = base.execute(
            f"select count(*) from '{folder / child}.parquet' c anti join '{folder / parent}.parquet' p on c.\"{key}\" = p.id"
        ).fetchall()[0][0]
        need(lost == 0, f"{lost} rows of {child} point to no row of {parent}")


def read_dossier(path):
    html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


def read_case(folder):
    bagit.Bag(str(folder)).validate()


if (HERE / "timeline/node_modules").is_dir():

    def read_timelinejs(path):
        done = subprocess.run(["node", HERE / "timeline/read.mjs", path], capture_output=True, text=True)
        need(done.returncode == 0, done.stderr[-500:])


def main(folder):
    readers = {name.removeprefix("read_"): read for name, read in globals().items() if name.startswith("read_")}
    accepted = 0
    for name, read in readers.items():
        try:
            read(folder / name)
            accepted += 1
        except Exception as error:  # whatever a reader refuses an export with
            print(f"{name}: refused: {type(error).__name__}: {error}", file=sys.stderr)
    print(json.dumps({"exports-accepted": accepted, "exports-read": len(readers)}))


main(Path(sys.argv[1]))
