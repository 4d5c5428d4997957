// Every page in three languages, light and dark, looked over by axe-core; and at twice the size no page scrolls sideways.

import axe from "axe-core";

/** Pages of the demo store: every listing and the first of each thing. */
export async function everyPage(place) {
  const first = async (path, field, key = "id") => (await place.json(path))[field][0][key];
  const event = (await place.json("/timeline.json")).events.reduce((a, b) => (b.reports > a.reports ? b : a)).id;
  return [
    "/stories", `/story/${await first("/stories.json", "stories")}`, "/timeline", "/timeline?place=nowhere", `/event/${event}`,
    `/document/${await first("/search.json?q=2018", "hits", "document")}`, "/agreements",
    `/agreement/${await first("/agreements.json", "agreements")}`, "/disputes", "/review", "/review?view=conflicts", "/sources",
    "/wording", "/entities", `/entity/${await first("/entities.json", "entities")}`, "/search", "/search?q=Deraa", "/runs",
    "/ledger", "/nothing",
  ];
}

export async function accessibility({ browser, place, say }) {
  place.run("demo");
  const address = await place.serve();
  let violations = 0;
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, colorScheme: scheme });
    const page = await context.newPage();
    for (const path of await everyPage(place)) {
      for (const lang of ["ar", "fr", "en"]) {
        await page.goto(`${address}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
        for (const details of await page.$$("details")) await details.evaluate((one) => { one.open = true; });
        // Outside the page's own world, so that its policy for scripts need not give way.
        const client = await context.newCDPSession(page);
        const { frameTree } = await client.send("Page.getFrameTree");
        const { executionContextId: contextId } = await client.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
        await client.send("Runtime.evaluate", { expression: axe.source, contextId });
        const { result } = await client.send("Runtime.evaluate", {
          expression: "axe.run().then((r) => JSON.stringify(r.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 120))])))",
          contextId, awaitPromise: true,
        });
        await client.detach();
        for (const [id, nodes] of JSON.parse(result.value)) {
          violations += nodes.length;
          say(`axe ${id}: ${path} ${lang} ${scheme}: ${nodes[0]}`);
        }
      }
    }
    await context.close();
  }
  const half = await browser.newPage({ viewport: { width: 683, height: 384 } });
  for (const path of await everyPage(place)) {
    await half.goto(address + path);
    const over = await half.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 1) {
      violations += 1;
      say(`at 200 %: ${path} is ${over} pixels too wide`);
    }
  }
  await half.close();
  return { "axe-violations": violations };
}
