// Reads `export timelinejs` as TimelineJS itself does: `node read.mjs FILE`. Its configuration class wants a browser's
// document to clean texts with (jsdom) and modules without endings (esbuild puts them together).
import { build } from "esbuild";
import { JSDOM } from "jsdom";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { window } = new JSDOM("");
const { document, getComputedStyle, DOMParser, Node } = window;
Object.assign(globalThis, { window, document, getComputedStyle, DOMParser, Node });
const here = new URL(".", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "timeline-"));
const bundle = join(folder, "bundle.mjs");
await build({
  stdin: { contents: 'export { TimelineConfig } from "@knight-lab/timelinejs/src/js/core/TimelineConfig.js"', resolveDir: here },
  bundle: true, outfile: bundle, format: "esm", platform: "browser", logLevel: "error",
});
const { TimelineConfig } = await import(bundle);
rmSync(folder, { recursive: true });

const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
const read = new TimelineConfig(structuredClone(given));
read.validate();
const problems = [...read.getErrors("; ") ? [read.getErrors("; ")] : []];
if (read.events.length !== given.events.length || given.events.length === 0) {
  problems.push(`${given.events.length} events are read as ${read.events.length}`);
}
for (const [k, event] of [...read.events].sort((a, b) => a.unique_id.localeCompare(b.unique_id)).entries()) {
  const wanted = [...given.events].sort((a, b) => a.unique_id.localeCompare(b.unique_id))[k];
  if (event.unique_id !== wanted.unique_id) problems.push(`${wanted.unique_id} is read as ${event.unique_id}`);
  if (event.start_date.getFullYear?.() !== undefined && event.start_date.getFullYear() !== wanted.start_date.year) {
    problems.push(`${wanted.unique_id} begins in another year`);
  }
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`${read.events.length} events`);
