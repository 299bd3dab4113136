// How fast the demo page is, in Chromium: `node tests/browser/measure.mjs`, after a build. It prints, and judges nothing.
// With `--serve` it only serves the page, as static hosts do, for other tools: `npx lighthouse URL`.
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = process.env.ORDERSTATE_DIST ?? join(root, "dist/www");
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

// Compressed beforehand: a host does that once, not while somebody waits.
const files = new Map(readdirSync(dist).map((file) => [`/${file}`, brotliCompressSync(readFileSync(join(dist, file)))]));
const server = createServer(({ url }, response) => {
  const { pathname } = new URL(url, "http://localhost");
  const file = pathname === "/" ? "/index.html" : pathname;
  const body = files.get(file);
  if (body === undefined) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)], "content-encoding": "br" }).end(body);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${server.address().port}/`;

if (process.argv.includes("--serve")) console.log(address);
else await measure();

async function measure() {
  const { chromium } = createRequire(join(root, "xtask/npm/package.json"))("playwright-core");
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox"] });
  try {
    await phone(browser);
    for (const [what, text] of long()) await keys(browser, what, text);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

/** The first visit, by a phone and a network as slow as those of Lighthouse. */
async function phone(browser) {
  console.log("a slow phone (a quarter of the CPU, 150 ms there and back, 1.6 Mbit/s): the first visit, in ms since it was asked for");
  for (let visit = 0; visit < 3; visit++) {
    const page = await (await browser.newContext({ viewport: { width: 412, height: 823 } })).newPage();
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    await client.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 768_000 / 8 });
    await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.addInitScript(() => {
      const note = (name) => (globalThis.seen = { ...globalThis.seen, [name]: Math.round(performance.now()) });
      new MutationObserver(() => {
        if (document.getElementById("payload") && !globalThis.seen?.field) note("field");
        if (document.querySelector(".card") && !globalThis.seen?.answer) requestAnimationFrame(() => setTimeout(() => note("answer")));
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(address, { waitUntil: "commit" });
    await page.waitForFunction(() => globalThis.seen?.answer);
    const { painted, field, answer } = await page.evaluate(() => ({ ...globalThis.seen, painted: Math.round(performance.getEntriesByName("first-contentful-paint")[0].startTime) }));
    console.log(`  the field is there ${field}, painted ${painted}, the sample is answered ${answer}`);
    await page.context().close();
  }
}

/** Texts of a megabyte. */
function* long() {
  const { payload } = JSON.parse(readFileSync(join(dist, "samples.json"), "utf8")).find(({ situation }) => situation === "buy_on_hold");
  const one = JSON.parse(payload).data;
  const upTo = (text) => Math.floor((1 << 20) / text.length);
  const line = `${JSON.stringify(one)},`;
  yield ["lines", Array(upTo(line)).fill(JSON.stringify(one)).join("\n")];
  yield ["a list on one line", JSON.stringify({ data: Array(upTo(line) - 1).fill(one) })];
  const indented = JSON.stringify([one], null, 2).replace(/^/gm, "  ");
  yield ["a list, indented", JSON.stringify({ data: Array(upTo(indented) - 1).fill(one) }, null, 2)];
}

/** Keys in the middle of a text: what each costs the page's thread in all, and until when it is on the screen. */
async function keys(browser, what, text) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(address);
  await page.locator("[data-ready]").waitFor({ state: "attached" });
  await page.locator("#payload").evaluate((field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input"));
    field.focus();
    field.setSelectionRange(text.length / 2, text.length / 2);
    globalThis.painted = [];
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === "keydown") globalThis.painted.push(duration);
    }).observe({ type: "event", durationThreshold: 16 });
  }, text);
  await page.waitForTimeout(2000);
  await page.evaluate(() => (globalThis.painted.length = 0));
  const client = await page.context().newCDPSession(page);
  // The time of the thread, whatever else the machine does.
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => Object.fromEntries((await client.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value * 1000]));
  const KEYS = 12;
  const before = await spent();
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press("Space");
    await page.waitForTimeout(280);
  }
  const after = await spent();
  const [task, script] = ["TaskDuration", "ScriptDuration"].map((name) => Math.round((after[name] - before[name]) / KEYS));
  const painted = (await page.evaluate(() => globalThis.painted)).sort((a, b) => a - b);
  const [middle, most] = [painted[painted.length >> 1] ?? "< 16", painted.at(-1) ?? "< 16"];
  console.log(`${what}, ${text.length} characters: a key is painted after ${middle} ms, at most ${most}; it costs ${task} ms of CPU, ${script} of them the page's own code`);
  await page.context().close();
}
