// A reviewer at the queue: by keys, and with script switched off.

/** Short notes of two reports each, so that the queue holds enough. */
function notes(count) {
  const towns = ["Tafas", "Nawa", "Inkhil", "Jasim", "Dael"];
  return Array.from({ length: count }, (_, k) => ({
    id: `note-${k}`, language: "en", published: "2018-07-20",
    text: `The army shelled ${towns[k % 5]} on ${1 + (k % 19)} July 2018, killing ${2 + (k % 9)} people. ` +
      `Fighters withdrew from ${towns[(k + 2) % 5]} on ${1 + ((k + 3) % 19)} July 2018.`,
  }));
}

const DECISIONS = 200;

/** In the page: notes when what it shows is next put in place of something else and painted. */
const watch = () => {
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.shownAt = performance.timeOrigin + performance.now(); }));
  }).observe(document.body, { childList: true });
};

/** In the page: when its item was painted, as the browser itself took it: put in place, or with a page of its own. */
const painted = () => new Promise((resolve) => {
  const look = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const at = window.shownAt ?? (paint && performance.timeOrigin + paint.startTime);
    if (at) resolve(at);
    else requestAnimationFrame(look);
  };
  look();
});

export async function review({ browser, place, say }) {
  place.add(notes(130));
  const address = await place.serve();
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(`${address}/review?lang=en`);
  const item = () => page.inputValue("input[name=report]");
  let [keys, hidden] = [0, 0];
  const [waits, costs] = [[], []];
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  /** Seconds of processor time that the page's process has used: what is left of the wait on a machine with nothing else to do. */
  const used = async () => (await client.send("Performance.getMetrics")).metrics.find(({ name }) => name === "ProcessTime").value;
  const press = async (key) => {
    const before = await item();
    keys += 1;
    await page.evaluate(watch);
    const spent = await used();
    const start = Date.now();
    await page.keyboard.press(key);
    await page.waitForFunction((old) => document.querySelector("input[name=report]")?.value !== old, before);
    waits.push((await page.evaluate(painted)) - start);
    costs.push(((await used()) - spent) * 1000);
    await page.evaluate(() => { delete window.shownAt; });
  };
  let decisions = 0;
  while (decisions < DECISIONS) {
    await press(decisions % 3 === 2 ? "r" : "a");
    decisions += 1;
    if (decisions % 25 === 0) await press("s");
    if (decisions % 40 === 0) { await press("u"); decisions -= 1; await press("a"); decisions += 1; }
    const seen = await page.evaluate(() => ["mark", ".reading .cast", ".keys"].every((part) => {
      const box = document.querySelector(part).getBoundingClientRect();
      return box.top >= 0 && box.top < innerHeight - 20;
    }));
    if (!seen) hidden += 1;
  }
  const p95 = (list) => Math.round(list.sort((a, b) => a - b)[Math.ceil(list.length * 0.95) - 1]);
  if (hidden > 0) say(`evidence, record or keys out of view on ${hidden} items`);
  const { decided } = await place.json("/review.json");
  await page.close();
  return {
    "keys-per-decision": Math.round((keys / DECISIONS) * 1000) / 1000, "next-item-ms": p95(waits), "next-item-processor-ms": p95(costs),
    "review-out-of-view": hidden, "review-decisions-lost": Math.max(0, DECISIONS - decided),
  };
}

export async function reviewWithoutScript({ browser, place }) {
  place.add(notes(12));
  const address = await place.serve();
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(`${address}/review?lang=en`);
  const press = (name) => page.locator(`button[value=${name}]`).first().click();
  let failed = 0;
  for (const act of ["accept", "reject", "skip", "accept", "correct", "undo", "note", "accept", "reject", "accept"]) {
    if (act === "skip") await page.locator("a[data-key=s]").click();
    else if (act === "correct") {
      await page.locator("summary[data-key=c]").click();
      await page.selectOption("select[name=mode]", "denied");
      await press("correct");
    } else if (act === "note") {
      await page.locator("summary[data-key=n]").click();
      await page.fill("textarea[name=text]", "checked by telephone");
      await press("note");
    } else await press(act);
    if ((await page.locator("input[name=report]").count()) !== 1) failed += 1;
  }
  const { decided } = await place.json("/review.json");
  await context.close();
  return { "review-without-script": failed === 0 && decided >= 6 ? 1 : 0 };
}
