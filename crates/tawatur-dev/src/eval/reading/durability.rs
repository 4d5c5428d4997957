//! What kills and write faults share: a store, works that write, and what must hold after each was cut short.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tawatur_core::model::DocumentId;
use tawatur_store::{Mode, Store, copy_of_older, make_older};
use tempfile::TempDir;

/// Works that write.
pub const WORKS: [Work; 6] =
    [Work::Add, Work::Decide, Work::Export, Work::Migrate, Work::Backup, Work::Restore];

/// Reports of the example that the store holds before the work; the others are added by it.
const BEFORE: usize = 2;

/// A work that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Reports are added.
    Add,
    /// A note is decided.
    Decide,
    /// The record is exported to a file.
    Export,
    /// The store of an older version is brought up to date, and its record built.
    Migrate,
    /// The store is copied.
    Backup,
    /// A backup takes the store's place.
    Restore,
}

/// A store as it is before each work, and what each work must leave.
pub struct Scene {
    folder: TempDir,
    program: PathBuf,
    documents: Vec<DocumentId>,
    expected: Vec<Vec<u8>>,
}

impl Scene {
    /// Makes the store and lets every work run once undisturbed.
    pub fn new() -> Result<Self, String> {
        let folder = TempDir::new().map_err(told)?;
        let program = std::env::current_exe().map_err(told)?;
        let mut scene = Self { folder, program, documents: Vec::new(), expected: Vec::new() };
        let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/deraa");
        let rows = std::fs::read_to_string(texts.join("en.jsonl")).map_err(told)?;
        let rows: Vec<&str> = rows.lines().collect();
        let (before, more) = rows.split_at(BEFORE.min(rows.len()));
        for (name, rows) in [("before.jsonl", before), ("more.jsonl", more)] {
            std::fs::write(scene.path(name), rows.join("\n")).map_err(told)?;
        }
        scene.must(&["--store", &scene.text("base.db"), "add", &scene.text("before.jsonl")])?;
        scene.must(&["--store", &scene.text("base.db"), "backup", &scene.text("saved.db")])?;
        std::fs::copy(scene.path("base.db"), scene.path("older.db")).map_err(told)?;
        make_older(&scene.path("older.db")).map_err(|e| e.message)?;
        scene.documents = open(&scene.path("base.db"))?.document_ids().map_err(|e| e.message)?;
        for work in WORKS {
            scene.reset(work)?;
            let output = scene.command(work).output().map_err(told)?;
            if !output.status.success() {
                return Err(format!("{work:?} fails undisturbed: {}", said(&output)));
            }
            scene.expected.push(scene.exported()?);
        }
        Ok(scene)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn must(&self, arguments: &[&str]) -> Result<(), String> {
        let output = self.run(arguments).output().map_err(told)?;
        if output.status.success() { Ok(()) } else { Err(format!("{arguments:?}: {}", said(&output))) }
    }

    fn run(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("program").args(arguments).env("TAWATUR_BY", "measure");
        command
    }

    /// Puts the store back as it was before a work.
    pub fn reset(&self, work: Work) -> Result<(), String> {
        for entry in std::fs::read_dir(self.folder.path()).map_err(told)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("work.db") || name.starts_with("out.") {
                std::fs::remove_file(entry.path()).map_err(told)?;
            }
        }
        let from = if work == Work::Migrate { "older.db" } else { "base.db" };
        std::fs::copy(self.path(from), self.path("work.db")).map(drop).map_err(told)
    }

    /// The command of a work.
    pub fn command(&self, work: Work) -> Command {
        let (store, out, copy) = (self.text("work.db"), self.text("out.json"), self.text("out.db"));
        let (more, saved, note) =
            (self.text("more.jsonl"), self.text("saved.db"), self.documents[0].to_string());
        let arguments: Vec<&str> = match work {
            Work::Add => vec!["add", &more],
            Work::Decide => vec!["decide", "note", &note, "seen"],
            Work::Export => vec!["export", "json", "-o", &out],
            Work::Migrate => vec!["timeline"],
            Work::Backup => vec!["backup", &copy],
            Work::Restore => vec!["restore", &saved],
        };
        let all: Vec<&str> = ["--store", &store].into_iter().chain(arguments).collect();
        self.run(&all)
    }

    /// What the store exports now.
    fn exported(&self) -> Result<Vec<u8>, String> {
        let output =
            self.run(&["--store", &self.text("work.db"), "export", "json"]).output().map_err(told)?;
        if output.status.success() { Ok(output.stdout) } else { Err(said(&output)) }
    }

    /// Checks what a work left that was cut short, or said that it was done.
    ///
    /// # Errors
    /// What was lost.
    pub fn check(&self, work: Work, done: bool) -> Result<(), String> {
        let store = self.path("work.db");
        let aside = self.path("work.db.replaced-1");
        if work == Work::Restore && !store.exists() && aside.exists() {
            // Cut between two renames: the store lies whole under its other name, as the command says.
            std::fs::rename(&aside, &store).map_err(told)?;
        }
        let older = copy_of_older(&store);
        if older.exists() {
            // The copy made before the store was brought up to date is itself whole.
            let kept = self.path("out.older.db");
            std::fs::copy(&older, &kept).map_err(told)?;
            if !open(&kept)?.verify().faults.is_empty() {
                return Err("the copy of the older store is there and not whole".to_owned());
            }
        }
        let opened = open(&store)?;
        let seen = opened.verify();
        if let Some(fault) = seen.faults.first() {
            return Err(format!("{}: {}", fault.place, fault.message));
        }
        let ids = opened.document_ids().map_err(|e| e.message)?;
        if let Some(lost) = self.documents.iter().find(|id| !ids.contains(id)) {
            return Err(format!("document {lost} is gone"));
        }
        let decided = opened.decisions().map_err(|e| e.message)?.len();
        drop(opened);
        let expected = &self.expected[WORKS.iter().position(|w| *w == work).unwrap_or(0)];
        if done && self.exported()? != *expected {
            return Err("it said that it was done, and what it did is not there".to_owned());
        }
        let whole = |path: PathBuf| std::fs::read(path).ok();
        if let Some(bytes) = whole(self.path("out.json"))
            && bytes != *expected
        {
            return Err("the export is there and not whole".to_owned());
        }
        if self.path("out.db").exists() {
            let copy = open(&self.path("out.db"))?;
            if !copy.verify().faults.is_empty() {
                return Err("the copy is there and not whole".to_owned());
            }
            drop(copy);
            let _ = std::fs::remove_file(self.path("out.db"));
        }
        // Done again, it comes to the same end. A note that was stored is not decided twice.
        if !(work == Work::Decide && decided > 0) {
            let output = self.command(work).output().map_err(told)?;
            if !output.status.success() {
                return Err(format!("done again it fails: {}", said(&output)));
            }
        }
        if self.exported()? == *expected {
            Ok(())
        } else {
            Err("done again it comes to another end".to_owned())
        }
    }
}

fn open(path: &Path) -> Result<Store, String> {
    Store::open(path, Mode::Existing).map_err(|e| e.message)
}

fn told(error: std::io::Error) -> String {
    error.to_string()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}
