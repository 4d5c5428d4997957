"""tawatur beside what people use on the same texts: `python run.py --tools target/quick/tawatur-dev --pages FOLDER`.

Three jobs, each in a process of its own on one core, processor time and peak memory as the system counts them:

pages    HTML pages to the text of their article: trafilatura.extract / `tawatur-dev one` (reading as `add` does it)
rules    texts of 300 words to marked trigger words: a blank spaCy pipeline with sentencizer and a Matcher over the
         triggers of our own packs / `tawatur add`, everything from text to reports, linking and the record in the store
phrases  the same with spaCy's PhraseMatcher, which takes fixed words only and is its fastest way

The texts are made from the project's own patterns (crates/tawatur-dev/data/made/en.txt), the pages are whatever HTML lies in
FOLDER (plain or gzipped). The script prints a table in Markdown; docs/side-by-side.md says how to read it.
"""

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDS = 300


def texts(count):
    """Documents of about 300 words from the project's own patterns; the same ones every time."""
    dice = random.Random(1)
    patterns = [line for line in (ROOT / "crates/tawatur-dev/data/made/en.txt").read_text(encoding="utf-8").splitlines()
                if line and not line.startswith("#")]
    places = ["Aleppo", "Homs", "Idlib", "Daraa", "Taiz", "Aden", "Mosul", "Gao", "Kidal", "Goma", "Bria", "Marib"]
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "3 May 2021", "12 June 2021", "7 August 2021"]
    made = []
    for _ in range(count):
        sentences, words = [], 0
        while words < WORDS:
            text = dice.choice(patterns)
            for mark, values in [("{place}", places), ("{day}", days), ("{number}", [str(n) for n in range(2, 60)])]:
                text = text.replace(mark, dice.choice(values))
            sentences.append(text)
            words += len(text.split())
        made.append(" ".join(sentences))
    return made


def page_bytes(folder):
    read = lambda path: gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    return [read(path) for path in sorted(Path(folder).iterdir()) if path.suffix in {".html", ".htm", ".gz"}]


def triggers():
    """The trigger words of every event type in English, token by token."""
    found = []
    for path in sorted((ROOT / "packs/events").glob("*/en.toml")):
        for trigger in tomllib.loads(path.read_text(encoding="utf-8")).get("trigger", []):
            for form in ("verb", "noun", "adjective", "phrase"):
                found += [(path.parent.name, words.split()) for words in trigger.get(form, [])]
    return found


# What runs in a child process of Python: prints the seconds of the work itself, without loading.

def their_pages(folder):
    import trafilatura
    pages = page_bytes(folder)
    start = time.process_time()
    for page in pages:
        trafilatura.extract(page)
    return time.process_time() - start


def spacy_pipeline():
    import spacy
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def marked(matcher, nlp, documents):
    start = time.process_time()
    for text in documents:
        document = nlp(text)
        list(document.sents)
        matcher(document)
    return time.process_time() - start


def their_phrases(count):
    from spacy.matcher import PhraseMatcher
    nlp = spacy_pipeline()
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for kind, words in triggers():
        if "_" not in words:
            matcher.add(kind, [nlp.make_doc(" ".join(words))])
    return marked(matcher, nlp, texts(int(count)))


def their_rules(count):
    from spacy.matcher import Matcher
    nlp = spacy_pipeline()
    matcher = Matcher(nlp.vocab)
    for kind, words in triggers():
        matcher.add(kind, [[{} if word == "_" else {"LOWER": word} for word in words]])
    return marked(matcher, nlp, texts(int(count)))


def child(command, **more):
    """Runs a command; gives back its output, processor time in seconds, peak memory in MiB."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return out, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def theirs(job, argument):
    out, _, memory = child([sys.executable, __file__, "--job", job, "--argument", str(argument)])
    return float(out), memory


def our_pages(tools, folder):
    """Each page in a process of its own, as the tool has it; the processor time that reading took."""
    seconds, most = 0.0, 0.0
    with tempfile.TemporaryDirectory() as desk:
        for number, page in enumerate(page_bytes(folder)):
            path = Path(desk) / f"{number}.html"
            path.write_bytes(page)
            out, _, memory = child([tools, "one", str(path)])
            seconds += int(out.split()[1]) / 1e9
            most = max(most, memory)
    return seconds, most


def our_rules(tools, documents):
    with tempfile.TemporaryDirectory() as desk:
        rows = Path(desk) / "texts.jsonl"
        rows.write_text("".join(json.dumps({"id": str(k), "text": t, "published": "2021-08-27"}) + "\n" for k, t in enumerate(documents)))
        _, seconds, memory = child([tools, "program", "add", "--threads", "1", str(rows)], cwd=desk,
                                   stderr=subprocess.DEVNULL)
        empty = Path(desk) / "empty.jsonl"
        empty.write_text(json.dumps({"id": "x", "text": "Nothing.", "published": "2021-08-27"}) + "\n")
        _, start, _ = child([tools, "program", "add", "--threads", "1", "--store", "empty.db", str(empty)], cwd=desk,
                            stderr=subprocess.DEVNULL)
        return seconds - start, memory


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tools", default=str(ROOT / "target/quick/tawatur-dev"))
    arguments.add_argument("--pages")
    arguments.add_argument("--documents", type=int, default=300)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--job", help=argparse.SUPPRESS)
    arguments.add_argument("--argument", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.job:
        print({"pages": their_pages, "phrases": their_phrases, "rules": their_rules}[given.job](given.argument))
        return
    tools, documents = str(Path(given.tools).resolve()), texts(given.documents)
    words = sum(len(t.split()) for t in documents)
    whole = lambda: our_rules(tools, documents)
    jobs = [("phrases: spaCy PhraseMatcher / from text to the record in the store", "phrases", given.documents, whole),
            ("rules: spaCy Matcher / from text to the record in the store", "rules", given.documents, whole)]
    if given.pages:
        jobs.insert(0, ("pages: trafilatura / reading", "pages", given.pages, lambda: our_pages(tools, given.pages)))
        print(f"{len(page_bytes(given.pages))} pages, {sum(map(len, page_bytes(given.pages))) / 1e6:.1f} MB; ", end="")
    print(f"{len(documents)} texts, {words} words; medians of {given.runs} runs, one core, processor time\n")
    print("| job | theirs: s | ours: s | theirs / ours | theirs: MiB | ours: MiB |\n|---|---|---|---|---|---|")
    middle = lambda values: sorted(values)[len(values) // 2]
    for name, job, argument, ours in jobs:
        runs = [(theirs(job, argument), ours()) for _ in range(given.runs)]
        (their_time, their_memory), (our_time, our_memory) = ([middle([run[side][k] for run in runs]) for k in (0, 1)] for side in (0, 1))
        print(f"| {name} | {their_time:.2f} | {our_time:.2f} | {their_time / our_time:.2g} | {their_memory:.0f} | {our_memory:.0f} |")


if __name__ == "__main__":
    main()
