// Words selected in a document's page are the stored characters: every report's evidence, and spans of texts that mix
// Arabic, French and English, digits, vowel signs, controls and line ends.

import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sequence } from "../served.mjs";

const PIECES = [
  "درعا", "قال المتحدّث", "الجيش السوري", "اتفاقُ التسويةِ", "٤٥ مقاتلاً", "à l’aube", "l’armée", "déplacés", "«trêve»", "Œuvre",
  "the siege", "45 fighters", "(SOHR)", "\u202eabc\u202c", "\u2067درعا\u2069", "👩‍👩‍👧", "e\u0301", "\u200fA\u200e", "\r\n", "\n\n", "\t", "…", "\u00a0", "a\u200db", "ﻻ", "𝒳",
];

export async function spans({ browser, place, say }) {
  const next = sequence(8);
  const texts = Array.from({ length: 300 }, () =>
    Array.from({ length: 8 + next(20) }, () => PIECES[next(PIECES.length)]).join(" "));
  place.run("demo");
  place.add(texts.map((text, k) => ({ id: `mixed-${k}`, text, language: "ar" })));
  // The project's seeds, where they are at hand, else the demo alone.
  const seeds = join(dirname(fileURLToPath(import.meta.url)), "../../../../shared/seeds");
  try { if (readdirSync(seeds).length > 0) place.run("add", seeds); } catch { say("spans: no seeds at hand"); }
  const address = await place.serve();
  const record = JSON.parse(place.run("export", "json"));
  const page = await browser.newPage();
  let [all, equal] = [0, 0];
  for (const document of record.documents) {
    const { text: pieces, reports } = await place.json(`/document/${document.id}.json`);
    const text = pieces.map((piece) => piece.text).join("");
    const points = [...text];
    const wanted = reports.map((report) => report.span);
    if (document.file.startsWith("mixed-")) {
      // Browsers select whole characters as people see them, a letter with its marks or a family of three.
      const edges = [...new Intl.Segmenter().segment(text)].map(({ index }) => [...text.slice(0, index)].length);
      edges.push(points.length);
      const start = next(edges.length - 1);
      wanted.push([edges[start], edges[start + 1 + next(edges.length - 1 - start)]]);
    }
    if (wanted.length === 0) continue;
    await page.goto(`${address}/document/${document.id}`);
    const got = await page.evaluate((ranges) => {
      const root = document.querySelector(".source");
      // Where each character of the text stands; a sign such as ⟦RLO⟧ is one character.
      const at = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const match of node.data.matchAll(/⟦(?:[A-Z]{3})⟧|[\s\S]/gu)) at.push([node, match.index, match.index + match[0].length]);
      }
      return ranges.map(([start, end]) => {
        const range = document.createRange();
        range.setStart(at[start][0], at[start][1]);
        range.setEnd(at[end - 1][0], at[end - 1][2]);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        return [selection.toString(), range.toString()];
      });
    }, wanted);
    const controls = { ALM: "\u061c", LRM: "\u200e", RLM: "\u200f", LRE: "\u202a", RLE: "\u202b", PDF: "\u202c", LRO: "\u202d", RLO: "\u202e", LRI: "\u2066", RLI: "\u2067", FSI: "\u2068", PDI: "\u2069" };
    const restored = (words) => words.replace(/⟦([A-Z]{3})⟧/g, (sign, name) => controls[name] ?? sign);
    wanted.forEach(([start, end], k) => {
      const stored = points.slice(start, end).join("");
      // White space alone is no quotation.
      if (stored.trim() === "") return;
      all += 1;
      if (restored(got[k][0]) === stored) equal += 1;
      else say(`span ${document.file} ${start}-${end}: ${JSON.stringify(stored)} was selected as ${JSON.stringify(got[k])}`);
    });
  }
  await page.close();
  say(`spans: ${equal} of ${all}`);
  return { "spans-selected-equal": equal / all };
}
