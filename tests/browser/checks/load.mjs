// What a first visit loads: bytes as a compressing server would send them, and requests that leave this machine.

import { gzipSync } from "node:zlib";
import { everyPage } from "./accessibility.mjs";

export async function firstLoad({ browser, place, say }) {
  place.run("demo");
  const address = await place.serve();
  let most = 0;
  let outside = 0;
  for (const path of await everyPage(place)) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const bodies = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(address)) { outside += 1; say(`outside: ${request.url()}`); }
    });
    page.on("response", (response) => bodies.push(response.body().catch(() => Buffer.alloc(0))));
    await page.goto(address + path, { waitUntil: "networkidle" });
    const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
    most = Math.max(most, bytes);
    await context.close();
  }
  return { "first-load-kb": Math.round(most / 102.4) / 10, "outside-requests": outside };
}
