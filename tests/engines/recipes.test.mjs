// The recipes in examples/, each used as it stands, with the packed package; and that README.md for npm's users shows them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { install, outside, root, tool } from "../package/installed.mjs";
import { chromium, isHere } from "./engines.mjs";

const folder = install();
const packaged = (file) => readFileSync(join(folder, "node_modules/orderstate", file));
const recipe = (file) => readFileSync(join(root, "examples", file), "utf8");
const orderstate = createRequire(join(folder, "x"))("orderstate");

/** An order of Banxa's, as its API gives it. */
const ID = "8a7296eb000000223968a0b90000002d";
const sale = (status, more) => JSON.stringify({
  id: ID, externalOrderId: "cart-9045", orderType: "BUY", fiat: "USD", fiatAmount: "230", crypto: { id: "ETH" }, cryptoAmount: "0.05",
  status, createdAt: "2026-01-31T12:40:00Z", updatedAt: "2026-01-31T12:48:36Z", ...more,
});
const kept = (status) => orderstate.normalize(sale(status), { provider: "banxa", trust: "api" });
const redirect = `orderId=${ID}&orderRef=18400081&orderStatus=complete`;

/** Puts a recipe into the stranger's folder, beside a shop that notes what it is asked to do. */
function place(file, name) {
  const path = join(folder, name, "recipe.js");
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(join(root, "examples", file), path);
  writeFileSync(join(folder, name, "shop.js"), `
    export const done = [];
    export const events = new Set();
    export const sold = new Map();
    export const find = async (id) => sold.get(id);
    export const seen = async (event) => events.has(event);
    export const keep = async (key, order) => (events.add(key), done.push("keep " + order.status));
    export const handOver = async (reference) => done.push("hand over " + reference);
    export const tell = async (order, alerts) => done.push("tell " + alerts);`);
  return { path, shop: () => import(pathToFileURL(join(folder, name, "shop.js"))) };
}

/** A server of this process, on this machine alone. */
async function listen(server) {
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

test("a Node webhook: what nobody verified is looked up, and only that hands goods over", async () => {
  let answer = sale("pendingPayment");
  const asked = [];
  const provider = createServer(({ url, headers }, response) => {
    asked.push([url, headers["x-api-key"]]);
    response.writeHead(answer === undefined ? 503 : 200).end(answer);
  });
  Object.assign(process.env, { PORT: "0", HOST: "127.0.0.1", BANXA_URL: await listen(provider), BANXA_KEY: "k" });
  const { path, shop } = place("node-webhook/server.js", "node-webhook");
  const { server } = await import(pathToFileURL(path));
  after(() => (server.closeAllConnections(), server.close()));
  if (!server.listening) await new Promise((listening) => server.once("listening", listening));
  const { done, sold } = await shop();
  sold.set(ID, { id: ID, reference: "cart-9045", amount: "230", currency: "USD" });
  const post = async (body, path = "/webhooks/banxa") => {
    const { status } = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { method: "POST", body });
    return [status, ...done.splice(0)];
  };
  const claim = JSON.stringify({ order_id: ID, status: "complete", status_date: "2026-01-31 12:48:36" });

  // A lie: the API knows better.
  assert.deepEqual(await post(claim), [204, "keep awaiting_payment"]);
  answer = sale("complete");
  assert.deepEqual(await post(claim), [204, "keep completed", "hand over cart-9045"]);
  answer = sale("complete", { fiatAmount: "1" });
  assert.deepEqual(await post(claim), [204, "keep completed"]);
  answer = sale("complete", { externalOrderId: "another" });
  assert.deepEqual(await post(claim), [204, "keep completed"]);
  answer = undefined;
  assert.deepEqual(await post(claim), [500]);
  assert.deepEqual(new Set(asked.map(String)), new Set([`/orders/${ID},k`]));
  const times = asked.length;
  assert.deepEqual(await post(claim.replace(ID, "nobody")), [204]);
  assert.deepEqual(await post("{"), [400]);
  assert.deepEqual(await post("x".repeat(2 ** 21)).catch(() => [413]), [413]);
  assert.deepEqual(await post(claim, "/"), [404]);
  assert.equal(asked.length, times);
});

test("a Next route: a webhook is proven, kept, and acted upon once", async () => {
  const { path, shop } = place("next-route/route.js", "next-route");
  const { POST } = await import(pathToFileURL(path));
  const { done, sold } = await shop();
  process.env.BANXA_SECRET = "a secret of Banxa's";
  const url = "https://shop.example/api/webhooks/banxa";
  const post = async (status, { secret = process.env.BANXA_SECRET, time = "12:48:36" } = {}) => {
    const body = JSON.stringify({ order_id: ID, status, status_date: `2026-01-31 ${time}`, order_type: "CRYPTO-BUY" });
    const nonce = Date.now();
    const signature = createHmac("sha256", secret).update(`POST\n/api/webhooks/banxa\n${nonce}\n${body}`).digest("hex");
    const answer = await POST(new Request(url, { method: "POST", headers: { authorization: `Bearer k:${signature}:${nonce}` }, body }));
    return [answer.status, ...done.splice(0)];
  };
  assert.deepEqual(await post("complete"), [404]);
  sold.set(ID, kept("waitingPayment"));
  assert.deepEqual(await post("complete", { secret: "another" }), [401]);
  assert.deepEqual(await post("complete", { time: "12:50:00" }), [204, `hand over ${ID}`, "keep completed"]);
  assert.deepEqual(await post("complete", { time: "12:50:00" }), [204]);
  assert.deepEqual(await post("inProgress", { time: "12:49:00" }), [204, "keep processing"]);
  // What was complete is refunded: somebody is told, and nothing goes out.
  sold.set(ID, kept("complete"));
  assert.deepEqual(await post("refunded", { time: "12:55:00" }), [204, "tell revoke", "keep refunded"]);
});

test("a Cloudflare worker: goods go where the provider's API says so, and what it says is what was sold", async () => {
  const source = `
    import worker from ${JSON.stringify(join(root, "examples/cloudflare-worker/worker.js"))};
    const sale = ${JSON.stringify(sale("complete"))};
    export default {
      async test() {
        const sent = [];
        let answer = () => new Response(sale);
        globalThis.fetch = async (url, { headers }) => (sent.push(url, headers["x-api-key"]), answer());
        const env = {
          BANXA_URL: "https://banxa.example", BANXA_KEY: "k",
          ORDERS: { get: async (key) => ({ "cart-9045": { id: "${ID}", amount: "230", currency: "USD" } })[key] ?? null },
          FULFIL: { send: async ({ reference }) => sent.push("fulfil " + reference) },
        };
        const said = [];
        const ask = async (path) => {
          const response = await worker.fetch(new Request("https://shop.example" + path), env);
          const { status, detail, error } = await response.json();
          said.push([response.status, status ?? error, ...sent.splice(0)].join(" "));
          if (detail) said.push("detail");
        };
        await ask("/orders/cart-9045");
        answer = () => new Response(sale.replace("230", "23"));
        await ask("/orders/cart-9045");
        answer = () => new Response("slow down", { status: 429 });
        await ask("/orders/cart-9045");
        answer = () => new Response("<html>");
        await ask("/orders/cart-9045");
        await ask("/orders/other");
        await ask("/");
        const asked = "https://banxa.example/orders/${ID} k";
        const expected = ["200 completed " + asked + " fulfil cart-9045", "200 completed " + asked, "503 ask again later " + asked,
          "502 ask again later " + asked, "404 there is no such order", "404 there is no such order"];
        if (said.join("\\n") !== expected.join("\\n")) throw new Error(said.join("\\n"));
      },
    };`;
  const stdin = { contents: source, resolveDir: folder, sourcefile: "test.js" };
  const options = { conditions: ["workerd", "worker", "browser"], loader: { ".wasm": "copy" }, assetNames: "orderstate", nodePaths: [join(folder, "node_modules")] };
  await tool("esbuild").build({ stdin, bundle: true, format: "esm", outfile: join(folder, "worker.js"), ...options });
  writeFileSync(join(folder, "worker.capnp"), `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
    const worker :Workerd.Worker = (
      compatibilityDate = "2026-04-01",
      modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "orderstate.wasm", wasm = embed "orderstate.wasm")],
    );`);
  await promisify(execFile)(outside("workerd").default, ["test", join(folder, "worker.capnp")], { timeout: 60_000 });
});

/** What esbuild makes of a recipe for a page, or for Node. */
async function bundle(source, options) {
  const nodePaths = [join(folder, "node_modules"), join(root, "tests/engines/node_modules")];
  const stdin = { contents: source, resolveDir: root, sourcefile: "entry.jsx", loader: "jsx" };
  const define = { "process.env.NODE_ENV": '"production"' };
  const { outputFiles } = await tool("esbuild").build({ stdin, bundle: true, write: false, format: "esm", jsx: "automatic", nodePaths, define, ...options });
  return outputFiles[0].text;
}

if (isHere(chromium)) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await tool("playwright-core").chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  after(() => browser.close());

  /** A page of a shop, of which these files are all that can be reached. */
  const open = async (address, files) => {
    const page = await browser.newPage({ locale: "en-GB" });
    page.setDefaultTimeout(20_000);
    const faults = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.route("**/*", async (route) => {
      const { origin, pathname } = new URL(route.request().url());
      const file = files[origin === "https://shop.example" ? pathname : origin + pathname];
      if (file === undefined) return route.fulfill({ status: pathname === "/favicon.ico" ? 204 : 404 });
      const type = /\.js$/.test(pathname) ? "text/javascript" : pathname.startsWith("/orders/") ? "application/json" : "text/html";
      return route.fulfill({ contentType: type, headers: { "access-control-allow-origin": "*" }, body: typeof file === "function" ? await file() : file });
    });
    await page.goto(`https://shop.example${address}`);
    return { page, faults };
  };
  const words = (order) => orderstate.describe(order, { audience: "customer", locale: "en-GB" });
  const hint = words(orderstate.normalize(`https://shop.example/?${redirect}`));

  test("a checkout page: a hint at once, then what the server says, until nothing more will come", async () => {
    const html = `<!doctype html><section id="order" data-reference="cart-9045"><h1></h1><p></p><ul></ul></section>
      <script type="module" src="/checkout.js"></script>`;
    // Each is sent when the page has been looked at.
    const answers = [kept("inProgress"), kept("complete")];
    const gates = answers.map(() => {
      let open;
      return { passed: new Promise((resolve) => (open = resolve)), open };
    });
    let asked = 0;
    const next = async () => {
      const { poll, ...order } = answers[asked];
      await gates[asked++].passed;
      return JSON.stringify({ ...order, poll: poll.stop ? poll : { ...poll, afterMs: 10 } });
    };
    const files = { "/return": html, "/checkout.js": await bundle(recipe("checkout-page/checkout.js")), "/orders/cart-9045": next };
    const { page, faults } = await open(`/return?${redirect}`, files);
    const shows = ({ title, actions }, tone) => page.waitForFunction(
      (expected) => {
        const labels = [...document.querySelectorAll("li")].map(({ textContent }) => textContent);
        return JSON.stringify([document.querySelector("h1").textContent, labels, document.querySelector("#order").className]) === expected;
      },
      JSON.stringify([title, actions.map(({ label }) => label), tone]),
    );
    await shows(hint, "progress");
    for (const [place, order] of answers.entries()) {
      gates[place].open();
      await shows(words(order), order.tone);
    }
    assert.deepEqual([asked, faults], [2, []]);
    // Where the server is silent, the hint stays.
    const silent = await open(`/return?${redirect}`, { ...files, "/orders/cart-9045": undefined });
    await silent.page.waitForFunction((title) => document.querySelector("h1").textContent === title, hint.title);
  });

  test("React: the server renders what the customer reads, and the browser takes it over and asks again", async () => {
    const component = `import { OrderCard, useOrder } from ${JSON.stringify(join(root, "examples/react/OrderCard.jsx"))};`;
    const server = join(folder, "server.mjs");
    writeFileSync(server, await bundle(`${component}
      import { renderToString } from "react-dom/server";
      export const render = (order) => renderToString(<OrderCard order={order} locale="en-GB" />);`,
    { platform: "node", banner: { js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(server)});` } }));
    const order = kept("inProgress");
    const waiting = { ...order, poll: { ...order.poll, afterMs: 50 } };
    const { render } = await import(pathToFileURL(server));
    const html = render(waiting);
    assert.ok(html.includes(`<h2>${words(order).title}</h2>`), html);
    const client = await bundle(`${component}
      import { hydrateRoot } from "react-dom/client";
      const answers = [() => Promise.reject(new Error("offline")), async () => (${JSON.stringify(kept("complete"))})];
      const ask = () => answers.shift()();
      const Page = () => <OrderCard order={useOrder(${JSON.stringify(waiting)}, ask)} locale="en-GB" />;
      hydrateRoot(document.querySelector("#root"), <Page />);`);
    const body = `<!doctype html><div id="root">${html}</div><script type="module" src="/client.js"></script>`;
    const { page, faults } = await open("/", { "/": body, "/client.js": client });
    await page.waitForFunction((title) => document.querySelector("h2").textContent === title, words(kept("complete")).title);
    assert.equal(await page.locator("section").getAttribute("class"), "success");
    assert.deepEqual(faults, []);
  });

  test("a page with a strict policy reads its redirect in plain JavaScript", async () => {
    const files = { "/pay/": recipe("strict-page/index.html"), "/pay/page.js": recipe("strict-page/page.js"), "/pay/js.js": packaged("js.js") };
    const { page, faults } = await open(`/pay/?${redirect}`, files);
    await page.waitForFunction((title) => document.querySelector("h1").textContent === title, hint.title);
    assert.equal(await page.locator("#order").getAttribute("data-engine"), "js");
    const other = await open("/pay/?utm_source=mail", files);
    await other.page.locator("#order[data-error]").waitFor({ state: "attached" });
    assert.deepEqual([...faults, ...other.faults], []);
  });

  test("a script from a CDN runs if its hash is right, and does not if it is not", async () => {
    const file = packaged("index.js");
    const hash = createHash("sha384").update(file).digest("base64");
    const html = recipe("cdn/index.html").replaceAll("VERSION", orderstate.VERSION).replace("HASH", hash);
    const cdn = { [`https://cdn.jsdelivr.net/npm/orderstate@${orderstate.VERSION}/index.js`]: file };
    const { page, faults } = await open(`/?${redirect}`, { "/": html, ...cdn });
    await page.waitForFunction((title) => document.querySelector("h1").textContent === title, hint.title);
    assert.deepEqual(faults, []);
    const forged = Object.fromEntries(Object.entries(cdn).map(([url, file]) => [url, `${file}//`]));
    const other = await open(`/?${redirect}`, { "/": html, ...forged });
    assert.equal(await other.page.locator("h1").textContent(), "");
    assert.match(other.faults.join("\n"), /integrity/);
  });
}

test("README.md shows the recipes as they are, and there are no others", () => {
  const readme = readFileSync(join(root, "pkg-template/README.md"), "utf8");
  // A folder with a package.json is a program of its own.
  const folders = readdirSync(join(root, "examples")).filter((name) => !existsSync(join(root, "examples", name, "package.json")));
  const files = folders.flatMap((name) => readdirSync(join(root, "examples", name)).map((file) => `${name}/${file}`));
  assert.ok(files.length >= 8);
  for (const file of files) {
    const kind = file.split(".").at(-1);
    assert.ok(readme.includes(`\`\`\`${kind}\n${recipe(file)}\`\`\``), `examples/${file} is not in pkg-template/README.md as it is`);
  }
});
