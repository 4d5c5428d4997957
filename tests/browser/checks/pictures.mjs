// Pictures of the pages for docs/tutorial.md.

import { join } from "node:path";
import { everyPage } from "./accessibility.mjs";

export async function pictures({ browser, place, folder }) {
  place.run("demo");
  const address = await place.serve();
  const wanted = { story: "en", event: "en", document: "fr", agreement: "en", review: "en", wording: "ar" };
  for (const [name, lang] of Object.entries(wanted)) {
    const path = (await everyPage(place)).find((one) => one.startsWith(`/${name}`) && (name !== "story" || one.startsWith("/story/")));
    const page = await browser.newPage({ viewport: { width: 1100, height: 700 }, colorScheme: "light" });
    await page.goto(`${address}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
  }
  return {};
}
