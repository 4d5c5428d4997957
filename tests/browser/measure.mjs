// The browser tests: `node measure.mjs PATH-OF-TAWATUR [--hostile FILE] [--full] [--pictures FOLDER]`.
// Prints one JSON object of measures on standard output and what was wrong on standard error.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessibility } from "./checks/accessibility.mjs";
import { arabicSearch } from "./checks/search.mjs";
import { firstLoad } from "./checks/load.mjs";
import { forged } from "./checks/forged.mjs";
import { hostile } from "./checks/hostile.mjs";
import { pictures } from "./checks/pictures.mjs";
import { review, reviewWithoutScript } from "./checks/review.mjs";
import { spans } from "./checks/spans.mjs";
import { Place } from "./served.mjs";

const [program, ...rest] = process.argv.slice(2);
const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
const full = rest.includes("--full");
const only = option("--only")?.split(",");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const say = (line) => process.stderr.write(`${line}\n`);
const lines = option("--hostile")
  ? readFileSync(option("--hostile"), "utf8").split("\n").filter((line) => line.trim() !== "")
  : ["<script>run()</script>", "\"><img src=x onerror=run()>", "<svg onload=run()>", "javascript:run()"];

const checks = {
  accessibility, firstLoad, review, reviewWithoutScript, spans, arabicSearch, hostile, forged,
  ...(option("--pictures") ? { pictures } : {}),
};
const measures = {};
for (const [name, check] of Object.entries(checks)) {
  if (only && !only.includes(name)) continue;
  const place = new Place(program);
  const start = Date.now();
  try {
    Object.assign(measures, await check({ browser, place, full, lines, say, folder: option("--pictures") }));
  } finally {
    place.end();
  }
  say(`${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}
await browser.close();
process.stdout.write(`${JSON.stringify(measures)}\n`);
