// Requests that another site, another name or another run could send: none changes the store.

import { request } from "node:http";

export async function forged({ place, say }) {
  place.run("demo");
  const address = new URL(await place.serve());
  const send = (method, path, headers, body = "") => new Promise((resolve, reject) => {
    const sent = request({ host: address.hostname, port: address.port, method, path, headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers }, setHost: false },
      (answer) => { answer.resume(); answer.on("end", () => resolve(answer.statusCode)); });
    sent.on("error", reject);
    sent.end(body);
  });
  const html = await (await fetch(`${address.origin}/review`)).text();
  const value = (name) => html.split(`name="${name}" value="`)[1].split('"')[0];
  const [token, report] = [value("token"), value("report")];
  const before = (await place.json("/ledger.json")).total;
  const hosts = [address.host, "evil.example", `evil.example:${address.port}`, "127.0.0.1:1"];
  const origins = [undefined, address.origin, "http://evil.example", "null", "https://" + address.host];
  const sites = [undefined, "same-origin", "same-site", "cross-site", "none"];
  const tokens = [token, "", "0".repeat(32)];
  let [tried, changed, read] = [0, 0, 0];
  for (const host of hosts) for (const origin of origins) for (const site of sites) for (const key of tokens) {
    const right = host === address.host && key === token && (site === undefined || site === "same-origin") && (origin === undefined || origin === address.origin || (origin === "null" && site === "same-origin"));
    if (right) continue;
    tried += 1;
    const headers = { Host: host, ...(origin && { Origin: origin }), ...(site && { "Sec-Fetch-Site": site }) };
    const status = await send("POST", "/review/decide", headers, `token=${key}&act=accept&report=${report}&position=0`);
    if (status < 400) { changed += 1; say(`forged: ${JSON.stringify(headers)} ${key} was answered with ${status}`); }
    if (host !== address.host && (await send("GET", "/timeline.json", headers)) < 400) { read += 1; say(`read: ${JSON.stringify(headers)}`); }
  }
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    tried += 1;
    const status = await send(method, `/review/decide?token=${token}&act=accept&report=${report}`, { Host: address.host });
    if (status < 400) changed += 1;
  }
  const after = (await place.json("/ledger.json")).total;
  say(`forged: ${tried} combinations`);
  return { "forged-changes": changed + (after - before), "forged-reads": read };
}
