// Strings that try to run: in text, title, outlet, address, file name and notes. No script runs, no element comes to be.

/** Strings tried in the quick form. */
const QUICK = 300;
/** Strings of one document's text. */
const TOGETHER = 20;

export async function hostile({ browser, place, full, lines, say }) {
  const step = full ? 1 : Math.max(1, Math.floor(lines.length / QUICK));
  const strings = lines.filter((_, k) => k % step === 0);
  const rows = strings.map((line, k) => ({
    id: `${k} ${line}`, title: line, outlet: line, url: `https://example.org/${line}`, published: "2018-07-03", language: "en",
    text: `The army entered Tafas on 3 July 2018. ${strings.slice(k, k + TOGETHER).join(" ")} The army shelled Nawa on 4 July 2018.`,
  }));
  place.add(rows);
  const address = await place.serve();
  const record = JSON.parse(place.run("export", "json"));
  for (const [k, document] of record.documents.slice(0, 40).entries()) place.run("decide", "note", document.id, strings[k % strings.length], "--source", strings[k % strings.length]);
  const context = await browser.newContext();
  const page = await context.newPage();
  let run = 0;
  page.on("dialog", (dialog) => { run += 1; dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith(address)) { run += 1; say(`hostile: ${request.url()}`); } });
  const listings = ["stories", "timeline", "agreements", "disputes", "review", "sources", "wording", "entities", "runs", "ledger", "search?q=army"];
  for (let number = 2; number <= Math.min(40, Math.ceil(rows.length / 100)); number += 1) listings.push(`ledger?page=${number}`, `entities?page=${number}`, `sources?page=${number}`);
  const paths = [...listings.map((path) => `/${path}`), ...record.documents.map((document) => `/document/${document.id}`),
    ...strings.slice(0, 100).map((line) => `/search?q=${encodeURIComponent(line)}`), ...strings.slice(0, 50).map((line) => `/timeline?place=${encodeURIComponent(line)}&actor=${encodeURIComponent(line)}`)];
  for (const path of paths) {
    await page.goto(address + path);
    const made = await page.evaluate(() => {
      const own = "html head body meta title link script header footer nav main h1 h2 h3 p a span bdi strong em code q blockquote figure figcaption section article div ul li dl dt dd table thead tbody tr th td form label input select option button textarea details summary fieldset legend datalist sup mark kbd progress br svg circle line path text title defs marker".split(" ");
      const wrong = [...document.querySelectorAll("*")].filter((element) =>
        !own.includes(element.localName) || [...element.attributes].some((attribute) => attribute.name.startsWith("on") || attribute.name === "style") ||
        (element.localName === "script" && !/^\/tawatur\.js\?[0-9a-f]+$/.test(element.getAttribute("src"))) ||
        (element.localName === "a" && !/^[/#]/.test(element.getAttribute("href") ?? "/")) ||
        (element.localName === "svg" && !element.classList.length));
      return wrong.map((element) => element.outerHTML.slice(0, 120));
    });
    if (made.length > 0) { run += made.length; say(`hostile: ${path}: ${made[0]}`); }
  }
  await context.close();
  say(`hostile: ${strings.length} strings, ${paths.length} pages`);
  return { "xss-run": run };
}
