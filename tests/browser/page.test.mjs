// The demo page, used as a visitor uses it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { dist, open, orderstate, pkg, root, samples, tool } from "./site.mjs";

const { describe, explainAll, flow, normalize, normalizeAll, normalizeCustomer, providers, timeline, transition, version } = orderstate;
const required = createRequire(import.meta.url);
const { catalogue } = required(join(pkg, "catalogue.cjs"));
const { flowSvgs } = required(join(pkg, "flows.cjs"));
const SECTIONS = ["decode", "replay", "flows", "report", "matrix", "embed"];

const completed = JSON.stringify({
  requestId: "18f15b83-0bd4-4e67-86a4-1fab39eeeced",
  orderId: "d0182d6a-76de-4bd2-94b9-7055bb125af4",
  status: "COMPLETED",
  paidAt: "2023-03-27 17:07:12.662+03",
  metadata: { paymentId: "3336bf68-4ab9-4a10-b3bd-fb4bd15c2557" },
});

/** A sample of every provider, and what else looks different. */
const various = [
  "transak/buy_on_hold",
  "banxa/v2_sell_waiting_payment",
  "mugglepay/callback_unresolved_amount_under",
  "baanx/completed_unverified",
  "transak/buy_expired",
  "transak/orders_of_a_partner",
  "transak/customer_user",
  "transak/webhook_jwt_event_first_buy_completed",
  "banxa/v1_orders_empty",
  "banxa/v2_buy_unknown_word",
];

const key = ({ provider, situation }) => `${provider}/${situation}`;
const sampleNamed = (name) => samples.find((sample) => key(sample) === name);
const plain = (value) => JSON.parse(JSON.stringify(value));

/** What the package says of a sample, as the page is to show it. */
function expected({ provider, payload, context }) {
  try {
    const orders = normalizeAll(payload, context);
    const [first] = orders;
    const text = (audience) => first && describe(first, { locale: "en", audience });
    return { count: orders.length, order: first && plain(first), customer: text("customer"), merchant: text("merchant") };
  } catch ({ code, message, remedy }) {
    if (code === "customer_payload") {
      try {
        return { about: plain(normalizeCustomer(provider, payload, { trust: context?.trust ?? "unverified" })) };
      } catch {
        // Of some it is not known how the customer stands.
      }
    }
    // Backticks make it code.
    return { failure: { code, message: message.replaceAll("`", ""), remedy: remedy.replaceAll("`", "") } };
  }
}

/** What the page shows, all at once. */
function shown(page) {
  return page.evaluate(() => {
    const text = (from, selector) => from?.querySelector(selector)?.textContent ?? null;
    const card = document.querySelector(".card");
    const readers = [...document.querySelectorAll(".reader")].map((reader) => ({
      short: text(reader, ".badge"),
      title: text(reader, ".title"),
      body: text(reader, ".body"),
      labels: [...reader.querySelectorAll(".actions strong")].map((label) => label.textContent),
    }));
    const fact = (name) => text(card, `[data-fact="${name}"] code`);
    const failure = document.querySelector(".failure");
    const customer = Object.fromEntries(["mayOrder", "onboarding", "account", "openOrder"].map((name) => [name, fact(name)]));
    return {
      customer,
      card: card && {
        status: fact("status"),
        tone: card.dataset.tone,
        fulfilment: fact("fulfilment"),
        actor: fact("actor"),
        finality: fact("finality"),
        money: fact("money"),
        trust: fact("trust"),
        rule: fact("rule"),
        warnings: [...card.querySelectorAll(".warnings li")].map((warning) => warning.textContent),
        readers,
      },
      listed: document.querySelectorAll(".orders button[aria-current]").length,
      json: document.querySelector("#beside").hidden ? "" : text(document, "#json"),
      failure: failure && {
        code: text(failure, "h3"),
        message: text(failure, ".message"),
        remedy: text(failure, ".remedy")?.replace("What to do: ", ""),
      },
      summary: text(document, "#summary"),
      form: text(document, "#read-as"),
    };
  });
}

/** Compares what the page shows with what the package gives. */
function assertShown(given, { count, order, customer, merchant, failure, about }, what) {
  if (about !== undefined) {
    const { mayOrder, onboarding, account, openOrder, warnings } = about;
    assert.deepEqual(given.customer, { mayOrder, onboarding, account, openOrder }, what);
    assert.deepEqual([given.card.warnings, given.json, given.summary], [warnings, "", "A customer, not an order"], what);
    return;
  }
  if (failure !== undefined) {
    assert.deepEqual(given.failure, failure, what);
    assert.equal(given.card, null, what);
    assert.equal(given.summary, `No order: ${failure.code}`, what);
    return;
  }
  assert.equal(given.failure, null, what);
  assert.equal(given.listed, count > 1 ? Math.min(count, 20) : 0, what);
  if (order === undefined) return assert.equal(given.card, null, what);
  assert.deepEqual(JSON.parse(given.json), order, what);
  const reader = ({ short, title, body, actions }) => ({ short, title, body, labels: actions.map(({ label }) => label) });
  const { status, tone, fulfilment, actor, finality, money, trust, rule } = order;
  const readers = [reader(customer), reader(merchant)];
  const card = { status, tone, fulfilment, actor, finality, money, trust, rule: rule.id, warnings: rule.warnings, readers };
  if (rule.id === null) delete card.rule, delete given.card.rule;
  assert.deepEqual(given.card, card, what);
}

/** What the package says of what was typed or pasted, where nothing else was chosen. */
const expectedOf = (payload, context = {}) => expected({ payload, context: { now: Date.now(), ...context } });

const go = (page, section) => page.locator(`nav a[data-section="${section}"]`).click();
const paste = (page, text) => page.fill("#payload", text);
/** What is long is read after it has been painted. */
const read = (page) => page.locator("#result:not([aria-busy])").waitFor();

test("it loads below any path, without an error or a request that fails", async () => {
  const { page, faults, requests, base } = await open();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(faults, []);
  assert.ok(requests.length > 5);
  assert.deepEqual(requests.filter((url) => !url.startsWith(base)), []);
  assert.equal(await page.locator("#version").textContent(), version());
  assertShown(await shown(page), expected(sampleNamed("transak/buy_on_hold")));
});

test("it offers every sample under its provider", async () => {
  const { page } = await open();
  const groups = await page.locator("#sample optgroup").evaluateAll((elements) =>
    elements.map((group) => [group.label, [...group.children].map((option) => option.value)]),
  );
  const all = providers().map(({ id, name }) => [name, samples.filter(({ provider }) => provider === id).map(key).sort()]);
  assert.deepEqual(groups.map(([name, options]) => [name, options.sort()]), all);
  assert.equal(await page.locator(`option[value="transak/buy_on_hold"]`).textContent(), "Buy on hold");
});

for (const { id, name } of providers()) {
  test(`each sample of ${name} shows what the package says`, async () => {
    const { page, faults } = await open();
    const those = samples.filter(({ provider }) => provider === id);
    assert.ok(those.length > 10);
    for (const sample of those) {
      await page.selectOption("#sample", key(sample));
      assertShown(await shown(page), expected(sample), key(sample));
    }
    assert.deepEqual(faults, []);
  });
}

test("a payload can be pasted", async () => {
  const { page, faults } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "Clear" }).click();
  assert.match(await page.locator("#result").textContent(), /paste a payload/);
  await page.evaluate((text) => navigator.clipboard.writeText(text), completed);
  await page.locator("#payload").focus();
  await page.keyboard.press("Control+V");
  assert.equal(await page.locator("#payload").inputValue(), completed);
  assertShown(await shown(page), expectedOf(completed));
  assert.equal(await page.locator("#sample").inputValue(), "");
  assert.deepEqual(faults, []);
});

test("a file can be opened", async () => {
  const { page } = await open();
  await page.setInputFiles("#file", { name: "order.json", mimeType: "application/json", buffer: Buffer.from(completed) });
  await page.waitForFunction((text) => document.getElementById("payload").value === text, completed);
  assertShown(await shown(page), expectedOf(completed));
});

const token = sampleNamed("transak/webhook_jwt_event_first_buy_completed").payload.match(/[\w-]+\.[\w-]+\.[\w-]+/)[0];
const claims = Buffer.from(token.split(".")[1], "base64url").toString();
const address = sampleNamed("transak/redirect_claims_completed").payload;

for (const [what, text, form, same] of [
  ["a JWT", token, /JWT/, claims],
  ["a JWT in a header", `Authorization: Bearer ${token}`, /JWT/, claims],
  ["a return URL", address, /URL/, address],
  ["an HTTP request", `POST /hook HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\n\r\n${completed}`, /request/, completed],
  ["an HTTP request without a body", `GET ${new URL(address).pathname + new URL(address).search} HTTP/1.1\nHost: shop.example\n`, /address/, new URL(address).pathname + new URL(address).search],
  ["an HTTP answer", `HTTP/1.1 200 OK\ncontent-type: application/json\n\n${completed}`, /answer/, completed],
  ["a curl command", `curl -X POST https://shop.example/hook -H 'content-type: application/json' \\\n  --data-raw '${completed}'`, /curl/, completed],
  ["a curl command in double quotes", `curl -d ${JSON.stringify(completed)} https://shop.example/`, /curl/, completed],
]) {
  test(`${what} is read`, async () => {
    const { page, faults } = await open();
    await page.selectOption("#sample", "");
    await page.selectOption("#trust", "api");
    await paste(page, text);
    const given = await shown(page);
    assert.match(given.form, form);
    assertShown({ ...given, json: given.json }, expected({ payload: same, context: { trust: "api", now: Date.now() } }), what);
    assert.deepEqual(faults, []);
  });
}

test("what is wrapped can be shown, and is marked then", async () => {
  const { page } = await open();
  await paste(page, completed);
  const unwrap = page.getByRole("button", { name: "Show what was read" });
  assert.equal(await unwrap.isVisible(), false);
  await paste(page, token);
  assert.equal(await page.locator(".editor mark").count(), 0);
  await unwrap.click();
  assert.equal(await page.locator("#payload").inputValue(), claims);
  assert.ok(await page.locator(".editor mark").count() > 3);
  assert.equal(await unwrap.isVisible(), false);
});

test("payloads one a line are a list, in which those that cannot be read say why", async () => {
  const { page } = await open();
  const one = sampleNamed("banxa/v2_buy_complete").payload.replaceAll("\n", "");
  await paste(page, `${completed}\n\n${one}\n{"broken":\n`);
  assert.equal((await shown(page)).summary, "2 orders, 1 that cannot be read");
  const entries = page.locator(".orders button");
  assert.deepEqual(await entries.count(), 3);
  await entries.nth(1).click();
  assert.equal(JSON.parse((await shown(page)).json).provider, "banxa");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-current")), "true");
  await entries.nth(2).click();
  assert.equal((await shown(page)).failure.code, "not_json");
  assert.match(await entries.nth(2).textContent(), /not_json line 4/);
});

test("an error answer says what failed, and nothing of the order", async () => {
  const { page } = await open();
  await paste(page, 'HTTP/1.1 429 Too Many Requests\nRetry-After: 30\n\n{"error":"slow down"}');
  await page.selectOption("#provider", "banxa");
  assert.equal(await page.locator('[data-fact="problem"] code').textContent(), "rate_limited");
  assert.match(await page.locator('[data-fact="retry"]').textContent(), /30 s/);
});

test("a broken payload shows the code, what to do and the place", async () => {
  const { page, faults } = await open();
  await page.selectOption("#sample", "");
  // The place counts characters where the package counts bytes.
  const text = '{\n  "orderId": "äöü€😀", "status" "COMPLETED"\n}';
  await paste(page, text);
  const { failure } = await shown(page);
  assertShown(await shown(page), { failure: expected({ payload: text }).failure });
  assert.equal(failure.code, "not_json");
  assert.notEqual(failure.remedy, "");
  assert.equal(await page.locator(".place").textContent(), '  "orderId": "äöü€😀", "status" "COMPLETED"');
  assert.equal(await page.locator(".place .wrong").textContent(), '"');
  await page.getByRole("button", { name: "Show line 2, column 32" }).click();
  const selection = () => page.locator("#payload").evaluate(({ value, selectionStart, selectionEnd }) => {
    const [rest, length] = [value.slice(selectionStart), selectionEnd - selectionStart];
    return { focused: document.activeElement?.id, rest, length };
  });
  assert.deepEqual(await selection(), { focused: "payload", rest: '"COMPLETED"\n}', length: 1 });
  // Within an HTTP request the place is that of the request.
  await paste(page, `POST /é HTTP/1.1\n\n${text}`);
  await page.getByRole("button", { name: "Show line 4, column 32" }).click();
  assert.deepEqual(await selection(), { focused: "payload", rest: '"COMPLETED"\n}', length: 1 });
  assert.deepEqual(faults, []);
});

test("a payload that ends too early, or is too deep, shows the place too", async () => {
  const { page } = await open();
  await paste(page, '{"a":\n');
  await page.getByRole("button", { name: "Show line 2, column 1" }).click();
  await paste(page, "[".repeat(300));
  assert.equal((await shown(page)).failure.code, "too_deep");
  await page.getByRole("button", { name: "Show line 1, column 129" }).click();
});

test("nothing that is typed makes it throw", async () => {
  const { page, faults } = await open();
  await paste(page, "");
  await page.locator("#payload").pressSequentially('{"status":"COMPLETED","orderId":"\\u00e4 é😀","x":[1,{"a":nul');
  assert.equal((await shown(page)).failure.code, "not_json");
  const texts = ["\u0000", "null", "[]", "{}", "0", '"', "?a=%zz", "https://", "\ud800", "eyJ.a.b", "<p>", "curl", "curl -d", "curl -d '", "GET / HTTP/1.1", "HTTP/1.1 500"];
  for (const text of [...texts, "]".repeat(5000)]) {
    await paste(page, text);
    assert.equal((await shown(page)).card, null, text);
  }
  await paste(page, "x".repeat(2_000_000));
  await read(page);
  assert.equal((await shown(page)).failure.code, "too_large");
  assert.deepEqual(faults, []);
});

/** A megabyte of orders, as a list on one line. */
function megabyte() {
  const one = JSON.parse(sampleNamed("transak/buy_on_hold").payload).data;
  return JSON.stringify({ data: Array(Math.floor((1 << 20) / JSON.stringify(one).length) - 10).fill(one) });
}

/** Types as somebody does, but for the time that a browser takes to show it. */
const type = (page, ...texts) =>
  page.locator("#payload").evaluate((field, texts) => {
    for (const text of texts) {
      field.value = text;
      field.dispatchEvent(new Event("input"));
    }
  }, texts);

test("a list of a megabyte shows its orders, not all at once", async () => {
  const { page, faults } = await open();
  await type(page, megabyte());
  await read(page);
  assert.equal((await shown(page)).listed, 20);
  assert.ok(await page.evaluate(() => document.querySelectorAll("#result *").length) < 1500);
  await page.getByRole("button", { name: /^Show all/ }).click();
  assert.ok((await shown(page)).listed > 300);
  assert.deepEqual(faults, []);
});

test("a long text is painted before it is read, and what was typed last is all that is read of it", async () => {
  const { page, faults } = await open({ before: (page) => page.clock.install() });
  const text = megabyte();
  await page.clock.pauseAt(Date.now() + 1000);
  const before = await page.locator("#summary").textContent();
  await page.evaluate(() => {
    globalThis.said = [];
    const summary = document.getElementById("summary");
    new MutationObserver(() => globalThis.said.push(summary.textContent)).observe(summary, { childList: true });
  });
  await type(page, `${text} `, "[".repeat(60_000), text);
  assert.deepEqual([await page.locator("#summary").textContent(), await page.locator("#result").getAttribute("aria-busy")], [before, "true"]);
  await page.clock.runFor(100);
  const many = `${JSON.parse(text).data.length} orders`;
  assert.deepEqual(await page.evaluate(() => globalThis.said), [many]);
  assert.equal(await page.locator("#result").getAttribute("aria-busy"), null);
  // Its places wait until nobody types.
  const places = page.locator(".groups .path");
  assert.equal(await places.count(), 0);
  await page.clock.runFor(250);
  await type(page, `${text} `);
  await page.clock.runFor(250);
  assert.equal(await places.count(), 0);
  await page.clock.runFor(250);
  assert.ok(await places.count() > 5);
  // What is short is read at once, and nothing that waited comes after it.
  await type(page, text, completed);
  assertShown(await shown(page), expectedOf(completed));
  await page.clock.runFor(1000);
  assertShown(await shown(page), expectedOf(completed));
  assert.deepEqual(faults, []);
});

for (const [what, text, summary] of [["what is typed", completed, /^1 order/], ["a field that somebody is about to fill", "", /^$/]]) {
  test(`${what} before the page is ready stays as it is`, async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const before = (page) => page.route("**/orderstate.wasm", async (route) => (await held, route.continue()));
    const { page, faults } = await open({ before, ready: "#payload" });
    await page.locator("#payload").focus();
    await page.keyboard.insertText(text);
    release();
    await page.locator("[data-ready]").waitFor({ state: "attached" });
    assert.equal(await page.locator("#payload").inputValue(), text);
    assert.match(await page.locator("#summary").textContent(), summary);
    assert.deepEqual(faults, []);
  });
}

test("the address is written only where it changes: browsers refuse it to whoever writes often", async () => {
  const { page } = await open();
  await page.evaluate(() => {
    globalThis.written = 0;
    const write = history.replaceState.bind(history);
    history.replaceState = (...given) => (globalThis.written++, write(...given));
  });
  await page.locator("#payload").fill("");
  await page.locator("#payload").pressSequentially(completed.slice(0, 60));
  assert.ok(await page.evaluate(() => globalThis.written) <= 1);
});

test("the first visit asks for what it needs in one go", async () => {
  const { page, requests, base } = await open();
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const named = [...html.matchAll(/(?:src|href)="([\w.-]+)"/g)].map(([, file]) => `${base}${file}`);
  // The code, the module; what comes then, nobody waits for: the order is shown.
  const start = requests.slice(0, 3);
  assert.deepEqual(start.slice(1).sort(), named.sort());
  assert.ok(requests.indexOf(`${base}samples.json`) > 2);
  assert.equal(await page.evaluate(() => document.querySelectorAll('link[rel="stylesheet"]').length), 0);
});

test("another payload is not vouched for because the sample was, and an edited sample is", async () => {
  const { page } = await open({ hash: "#decode?sample=baanx/completed" });
  const { payload, context } = sampleNamed("baanx/completed");
  assert.equal(context.trust, "api");
  assert.equal((await shown(page)).card.fulfilment, "yes");
  await paste(page, payload.replace("}", ',"more":1}'));
  assert.deepEqual([await page.locator("#trust").inputValue(), (await shown(page)).card.fulfilment], ["api", "yes"]);
  await page.selectOption("#sample", "baanx/completed");
  await paste(page, completed);
  assert.deepEqual([await page.locator("#trust").inputValue(), (await shown(page)).card.fulfilment], ["unverified", "wait"]);
  // What somebody chose himself stays.
  await page.selectOption("#trust", "api");
  await paste(page, completed.replace("COMPLETED", "PENDING"));
  assert.equal(await page.locator("#trust").inputValue(), "api");
});

test("goods may be handed over on a completed order only where it is vouched for", async () => {
  const { page } = await open();
  await paste(page, completed);
  for (const trust of ["unverified", "api", "hint"]) {
    await page.selectOption("#trust", trust);
    const given = await shown(page);
    assertShown(given, expected({ payload: completed, context: { trust } }), trust);
    assert.equal(given.card.fulfilment, trust === "api" ? "yes" : "wait");
    const merchant = given.card.readers[1];
    assert.equal(/do not hand/i.test(`${merchant.title} ${merchant.body}`), trust !== "api");
  }
});

test("the provider, the direction and more can be told", async () => {
  const { page } = await open({ hash: "#decode?sample=transak/without_direction_on_hold" });
  const { payload, context } = sampleNamed("transak/without_direction_on_hold");
  await page.selectOption("#direction", "sell");
  assertShown(await shown(page), expected({ payload, context: { ...context, direction: "sell" } }));
  await page.selectOption("#provider", "banxa");
  assertShown(await shown(page), expected({ payload, context: { ...context, provider: "banxa", direction: "sell" } }));

  await paste(page, completed);
  await page.selectOption("#provider", "baanx");
  await page.selectOption("#direction", "");
  await page.selectOption("#trust", "api");
  await page.getByText("More context").click();
  const expect = { reference: "A-1" };
  await page.fill("#other", JSON.stringify({ expect }));
  assertShown(await shown(page), expected({ payload: completed, context: { provider: "baanx", trust: "api", expect } }));
  assert.equal((await shown(page)).card.fulfilment, "wait");
  await page.fill("#other", '{"expect":');
  assert.match((await shown(page)).failure.message, /More context/);
  await page.fill("#other", '{"expected":1}');
  assert.equal((await shown(page)).failure.code, "bad_context");
});

test("a payload that could be of several providers asks which", async () => {
  const { page } = await open();
  const both = ["baanx/body_about_a_customer", "banxa/envelope_2019_created"].map((name) => JSON.parse(sampleNamed(name).payload));
  const payload = JSON.stringify(Object.assign({}, ...both));
  await paste(page, payload);
  await page.selectOption("#trust", "unverified");
  assertShown(await shown(page), expected({ payload, context: {} }));
  assert.equal((await shown(page)).failure.code, "ambiguous_provider");
  assert.deepEqual(await page.locator(".failure .row button").allTextContents(), ["Baanx", "Banxa"]);
  await page.getByRole("button", { name: "Banxa" }).click();
  assert.equal(await page.locator("#provider").inputValue(), "banxa");
  assertShown(await shown(page), expected({ payload, context: { provider: "banxa" } }));
});

test("what comes from the payload is lit on both sides, by pointer and by keyboard", async () => {
  const { page, faults } = await open();
  const { payload, context } = sampleNamed("transak/buy_on_hold");
  const [{ fields, because }] = explainAll(payload, context);
  const marked = await page.locator(".editor mark").evaluateAll((marks) => marks.map((mark) => [mark.dataset.of.split(" "), mark.textContent]));
  const places = new Set([...fields, ...because].map(({ start }) => start));
  assert.equal(marked.length, places.size);
  for (const { of, start, end } of fields) {
    const [, text] = marked.find(([names]) => names.includes(of));
    assert.equal(text, payload.slice(start, end), of);
  }
  const lit = () => page.locator(".lit").evaluateAll((elements) => elements.map((element) => element.className.split(" ")[0] || element.localName).sort());
  // From the card.
  await page.locator('.groups [data-of="id"]').hover();
  assert.deepEqual(await lit(), ["div", "line", "lit"].map((name) => (name === "div" || name === "lit" ? "lit" : name)).sort());
  assert.equal(await page.locator("mark.lit").textContent(), fields.find(({ of }) => of === "id").text);
  // From the JSON.
  await page.locator('#json [data-of="times.created"]').hover();
  assert.equal(await page.locator("mark.lit").textContent(), fields.find(({ of }) => of === "times.created").text);
  assert.equal(await page.locator('.groups .lit').getAttribute("data-of"), "times.created");
  // From the payload, by the caret.
  const word = fields.find(({ of }) => of === "word");
  await page.locator("#payload").evaluate((field, at) => {
    field.focus();
    field.setSelectionRange(at, at);
  }, word.start + 2);
  await page.waitForSelector('.meaning .said.lit');
  // From a path, which leads there.
  const path = page.getByRole("button", { name: `Show ${word.path[0]} in the payload` }).first();
  await path.focus();
  assert.equal(await page.locator("mark.lit").textContent(), word.text);
  await page.keyboard.press("Enter");
  const chosen = await page.locator("#payload").evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
  assert.equal(chosen, word.text);
  assert.deepEqual(faults, []);
});

test("beside the rule stands what it was read from", async () => {
  const { page } = await open();
  const wording = (id, word, direction, when = null) =>
    catalogue.find((entry) => entry.id === id).words.find((row) => row.word === word && row.when === when && (row.direction ?? direction) === direction).wording;
  for (const [sample, ...row] of [
    ["transak/buy_on_hold", "transak", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", "buy"],
    ["transak/buy_failed_card_declined", "transak", "FAILED", "buy", "cardPaymentData.status is DECLINED"],
    ["banxa/v2_sell_waiting_payment", "banxa", "waitingPayment", "sell"],
  ]) {
    assert.notEqual(wording(...row), null);
    if (sample !== "transak/buy_on_hold") await page.selectOption("#sample", sample);
    assert.equal(await page.locator(".decision .wording").textContent(), wording(...row), sample);
  }
  await page.selectOption("#sample", "banxa/v2_buy_unknown_word");
  assert.equal(await page.locator(".decision .wording").count(), 0);
});

test("what an order went through is told where its payload lists it", async () => {
  const { page } = await open();
  const past = (sample) => {
    const { payload, context } = sampleNamed(sample);
    return timeline(payload, context).map(({ at, word, status }) => [at, word, `status: ${status}`]);
  };
  for (const sample of ["transak/buy_on_hold", "coinbase-commerce/charge_refunded", "transak/sell_awaiting_payment", "banxa/v2_buy_complete"]) {
    await page.selectOption("#sample", sample);
    const told = await page.locator(".past li").evaluateAll((items) => items.map((item) => [item.querySelector("time").dateTime, item.querySelector("code").textContent, item.querySelector(".status").textContent]));
    assert.deepEqual(told, past(sample), sample);
  }
  assert.ok(past("coinbase-commerce/charge_refunded").length > 3);
  // Of many orders in one payload none is told.
  await page.selectOption("#sample", "transak/orders_of_a_partner");
  assert.equal(await page.locator(".past").count(), 0);
});

test("the marks stand behind the text they mark", async () => {
  const { page } = await open();
  const off = await page.evaluate(() => {
    const [ground, field] = document.querySelectorAll(".editor > *");
    const style = (element) => {
      const { font, padding, lineHeight, letterSpacing, tabSize, whiteSpace, overflowWrap } = getComputedStyle(element);
      return JSON.stringify({ font, padding, lineHeight, letterSpacing, tabSize, whiteSpace, overflowWrap, width: element.clientWidth });
    };
    return [style(ground) === style(field), Math.abs(ground.scrollHeight - field.scrollHeight), ground.textContent.trim() === field.value];
  });
  assert.equal(off[0], true);
  assert.ok(off[1] <= 24, `${off[1]}`);
  assert.equal(off[2], true);
});

test("what goes on is counted while it is looked at", async () => {
  const { page } = await open({ before: (page) => page.clock.install({ time: new Date("2025-03-28T07:00:00Z") }) });
  const now = new Date("2025-03-28T07:01:00Z");
  await page.clock.pauseAt(now);
  const { expiresAt, poll } = expected(sampleNamed("transak/buy_on_hold")).order;
  await page.selectOption("#trust", "unverified");
  const [expires, again] = [page.locator('[data-fact="expires"] .clock'), page.locator('[data-fact="poll"] .clock')];
  const left = (new Date(expiresAt) - now) / 60_000;
  assert.equal(await expires.textContent(), `in ${Math.floor(left / 60)} h ${Math.floor(left % 60)} min`);
  assert.equal(await again.textContent(), `in ${poll.afterMs / 1000} s`);
  await page.clock.runFor(10_000);
  assert.equal(await again.textContent(), `in ${poll.afterMs / 1000 - 10} s`);
  await page.clock.runFor(poll.afterMs);
  assert.match(await again.textContent(), /ago$/);
});

test("what a payload carries is shown as text, whatever it is", async () => {
  const { page, faults } = await open();
  const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  const texts = { orderId: evil, status: evil, note: evil, txHash: evil };
  await paste(page, JSON.stringify({ ...texts, paidAt: evil, metadata: { ...texts, paymentId: evil } }));
  await page.selectOption("#provider", "baanx");
  assert.equal((await shown(page)).card.status, "unknown");
  assert.equal(await page.locator('[data-fact="id"] code').first().textContent(), evil);
  assert.equal(await page.locator(".said code").textContent(), evil);
  assert.equal(await page.locator("#result :is(img, script)").count(), 0);
  assert.match(await page.title(), /^orderstate/);
  assert.deepEqual(faults, []);
});

test("a link leads to the web or is none, and tells nobody where it was followed from", async () => {
  const { page, faults } = await open({ hash: "#decode?sample=transak/buy_completed" });
  const link = page.locator('[data-fact="transaction"] a');
  assert.match(await link.getAttribute("href"), /^https:\/\//);
  for (const anchor of await page.locator("#result a").all()) {
    assert.equal(await anchor.getAttribute("rel"), "noopener noreferrer");
  }
  const { payload, context } = sampleNamed("banxa/v2_created_buy");
  const url = plain(normalizeAll(payload, context))[0].links.checkout;
  await paste(page, payload.replaceAll(JSON.stringify(url), '"javascript:document.title=1"'));
  assert.equal(await page.locator('#result a[href^="javascript"]').count(), 0);
  assert.deepEqual(faults, []);
});

test("events are replayed: each verdict is the package's, in whatever sequence", async () => {
  const { page, faults } = await open();
  await go(page, "replay");
  for (const film of ["transak/buy", "banxa/sell"]) {
    await page.selectOption("#film", film);
    for (const mix of [null, "Shuffle", "Repeat one", "Delay one"]) {
      if (mix !== null) await page.getByRole("button", { name: mix }).click();
      const [id, direction] = film.split("/");
      const count = await page.locator(".events li").count();
      assert.equal(await page.locator(".verdict").count(), 0);
      for (let step = 0; step < count; step++) await page.getByRole("button", { name: "Step", exact: true }).click();
      const seen = await page.locator(".events li").evaluateAll((items) => items.map((item) => [item.querySelector("code").textContent, item.querySelector(".verdict > code").textContent, [...item.querySelectorAll(".alert")].map((alert) => alert.textContent)]));
      let kept = null;
      for (const [word, verdict, alerts] of seen) {
        const order = orderstate.normalizeWord(id, word, { direction, trust: "api" });
        const judged = kept === null ? { verdict: "first", order, alerts: [] } : transition(kept, order);
        assert.deepEqual([verdict, alerts], [judged.verdict, judged.alerts], `${film}, ${mix}: ${word}`);
        kept = judged.order;
      }
      assert.equal(await page.locator(".kept .status code").textContent(), kept.status);
      assert.equal(await page.locator(".kept .title").textContent(), describe(kept, { audience: "customer" }).title);
      if (kept.progress !== null) assert.match(await page.locator(".kept .steps").textContent(), new RegExp(`Step ${kept.progress.step} of ${kept.progress.of}`));
      await page.getByRole("button", { name: "From the start" }).click();
    }
    await page.getByRole("button", { name: "As they happened" }).click();
  }
  assert.deepEqual(faults, []);
});

test("a replay plays by itself, and stops at the end and when it is told to", async () => {
  const { page } = await open({ before: (page) => page.clock.install() });
  await go(page, "replay");
  await page.selectOption("#film", "mugglepay/pay");
  await page.getByRole("button", { name: "Play" }).click();
  await page.clock.runFor(1200);
  assert.equal(await page.locator(".verdict").count(), 2);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.clock.runFor(5000);
  assert.equal(await page.locator(".verdict").count(), 2);
  await page.getByRole("button", { name: "Play" }).click();
  await page.clock.runFor(60_000);
  assert.equal(await page.locator(".events li").count(), await page.locator(".verdict").count());
  assert.equal(await page.getByRole("button", { name: "Play" }).count(), 1);
});

test("events of one's own are replayed, and other orders among them are named", async () => {
  const { page } = await open();
  await go(page, "replay");
  await page.selectOption("#film", "pasted");
  const body = (id, status) => JSON.stringify({ ...JSON.parse(completed), orderId: id, status });
  await page.fill("#events", [body("a", "PENDING"), body("a", "COMPLETED"), body("b", "COMPLETED"), "{"].join("\n"));
  for (let step = 0; step < 3; step++) await page.getByRole("button", { name: "Step", exact: true }).click();
  const verdicts = await page.locator(".verdict > code").allTextContents();
  assert.deepEqual(verdicts, ["first", "advance", "different_orders"]);
  assert.match(await page.locator(".events .wrong").last().textContent(), /line 4/);
});

test("samples about one order can be replayed, too", async () => {
  const { page } = await open();
  await go(page, "replay");
  const films = await page.locator("#film option").evaluateAll((options) => options.map(({ value, textContent }) => [value, textContent]));
  const told = films.filter(([, name]) => name.startsWith("Samples of"));
  assert.ok(told.length > 5);
  for (const [value] of told) {
    await page.selectOption("#film", value);
    const count = await page.locator(".events li").count();
    assert.ok(count >= 4);
    for (let step = 0; step < count; step++) await page.getByRole("button", { name: "Step", exact: true }).click();
    assert.equal(await page.locator(".events .wrong").count(), 0, value);
  }
});

test("each flow is drawn with its states and steps, and the state of the order is lit", async () => {
  const { page, faults } = await open();
  await go(page, "flows");
  assert.equal(await page.locator("#flow").inputValue(), "transak/buy");
  assert.equal(await page.locator(".state.now").getAttribute("data-id"), "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK");
  const drawn = providers().flatMap(({ id, directions }) => directions.map((way) => flow(id, way))).filter(({ states }) => states.length > 0);
  const offered = await page.locator("#flow option").evaluateAll((options) => options.map(({ value }) => value));
  assert.deepEqual(offered, drawn.map(({ provider, direction }) => `${provider}/${direction}`));
  for (const { provider, direction, states, edges, ends } of drawn) {
    await page.selectOption("#flow", `${provider}/${direction}`);
    const ids = await page.locator(".state").evaluateAll((all) => all.map(({ dataset }) => dataset.id));
    assert.deepEqual(ids.sort(), states.map(({ id }) => id).sort());
    const steps = await page.locator(".edge").evaluateAll((all) => all.map(({ dataset }) => `${dataset.from} ${dataset.to}`));
    assert.deepEqual(steps.sort(), edges.map(({ from, to }) => `${from} ${to}`).sort());
    for (const [kind, count] of [["revival", edges.filter(({ revival }) => revival).length], ["refused", edges.filter(({ refused }) => refused).length]]) {
      assert.equal(await page.locator(`.edge.${kind}`).count(), count, kind);
    }
    const [end] = ends;
    await page.locator(`.state[data-id="${end}"]`).press("Enter");
    assert.equal(await page.locator(".told h2").textContent(), end);
    assert.equal(await page.locator(".told li").count(), edges.filter(({ from, to }) => from === end || to === end).length);
    assert.equal(await page.locator(".edge.lit").count(), edges.filter(({ from, to }) => from === end || to === end).length);
  }
  assert.deepEqual(faults, []);
});

test("a flow can be downloaded as a picture and as Mermaid's text", async () => {
  const { page } = await open({ acceptDownloads: true });
  await go(page, "flows");
  const file = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  };
  const made = flow("transak", "buy");
  assert.deepEqual(await file("Download as Mermaid's text"), { name: "orderstate-transak-buy.mmd", text: made.mermaid });
  const { name, text } = await file("Download as SVG");
  assert.equal(name, "orderstate-transak-buy.svg");
  assert.equal(text, flowSvgs.transak.buy);
});

test("a report names nobody unless that is chosen", async () => {
  const { page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const texts = new Map();
  for (const sample of samples.filter((_, index) => index % 9 === 0 || various.includes(key(samples[index])))) {
    const { order } = expected(sample);
    if (order === undefined) continue;
    await page.selectOption("#sample", key(sample));
    const text = await page.locator("#report-text").textContent();
    texts.set(key(sample), text);
    assert.ok(text.includes(version()) && text.includes(order.status), key(sample));
    if (order.rule.known) assert.ok(text.includes(order.rule.id), key(sample));
    const { id, reference, txHash, detail, links, amounts, actions } = order;
    const own = [id, reference, txHash, detail, links.checkout, links.status, links.transaction, ...actions.flatMap(({ url, address }) => [url, address])];
    const sums = Object.values(amounts).flatMap((amount) => (amount === null ? [] : [`${amount.value} ${amount.currency}`]));
    // Short ones, `7`, are parts of anything.
    for (const part of [...own, ...sums, order.rule.known ? null : order.word].filter((part) => part !== null && part.length > 3)) {
      assert.ok(!text.includes(part) || order.rule.docs.includes(part) || order.rule.id?.includes(part), `${key(sample)}: ${part}`);
    }
  }
  assert.ok(texts.size > 50);
  await page.selectOption("#sample", "transak/buy_completed");
  await go(page, "report");
  const { order } = expected(sampleNamed("transak/buy_completed"));
  for (const box of await page.locator('#report-view input[type="checkbox"]').all()) await box.check();
  await page.getByRole("button", { name: "Copy the report" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [order.id, order.reference, order.txHash, order.links.transaction, order.amounts.expected.value].filter(Boolean)) assert.ok(copied.includes(part), part);
});

test("the matrix has every row, with its wording and its page, and finds and filters", async () => {
  const { page, faults } = await open();
  await go(page, "matrix");
  const all = catalogue.flatMap(({ id, name, words }) => words.map((word) => ({ id, name, ...word })));
  const rows = () => page.locator(".words tbody tr:not([hidden])").evaluateAll((found) => found.map((row) => ({
    id: row.dataset.provider,
    word: row.querySelector("td code").textContent,
    status: row.querySelector(".status code").textContent,
    wording: row.querySelector(".wording")?.textContent ?? null,
    docs: row.querySelector("a").getAttribute("href"),
  })));
  const pick = ({ id, word, status, wording, docs }) => ({ id, word, status, wording, docs });
  assert.deepEqual(await rows(), all.map(pick));
  for (const [index, { id, word, direction, when, ...codes }] of all.entries()) {
    if (index % 25 !== 0 || when !== null) continue;
    const text = describe(orderstate.normalizeWord(id, word, { direction, trust: "api" }), { audience: "customer" });
    assert.equal(await page.locator(".words tbody tr").nth(index).locator("strong").textContent(), text.title);
    assert.ok(codes.docs.startsWith("https://"));
  }
  await page.selectOption("#matrix-provider", "transak");
  assert.deepEqual(await rows(), all.filter(({ id }) => id === "transak").map(pick));
  await page.selectOption("#matrix-status", "on_hold");
  await page.fill("#matrix-search", "fiat");
  const found = await rows();
  assert.ok(found.length >= 1 && found.every(({ status }) => status === "on_hold"));
  assert.match(await page.locator("#matrix-count").textContent(), new RegExp(`^${found.length} of ${all.length}`));
  await page.fill("#matrix-search", "nothing has this");
  assert.deepEqual(await rows(), []);
  await page.fill("#matrix-search", "");
  await page.getByRole("button", { name: /^Banxa: \d+ completed$/ }).click();
  assert.deepEqual(await rows(), all.filter(({ id, status }) => id === "banxa" && status === "completed").map(pick));
  assert.match(page.url(), /#matrix\?provider=banxa&status=completed$/);
  assert.deepEqual(faults, []);
});

test("the code to copy has what was chosen in it, and runs", async () => {
  const { page } = await open();
  await page.selectOption("#provider", "transak");
  await page.selectOption("#trust", "api");
  await go(page, "embed");
  const [npm, worker, cdn, rust] = await page.locator("#embed-view pre").allTextContents();
  assert.match(npm, /provider: "transak", trust: "api"/);
  assert.match(worker, /trust: "unverified"/);
  const hash = createHash("sha384").update(readFileSync(join(pkg, "index.js"))).digest("base64");
  assert.ok(cdn.includes(`integrity="sha384-${hash}"`));
  assert.match(rust, /Context::of\("transak"\)\.trusted_as\(Trust::Api\)/);
  const body = sampleNamed("transak/buy_completed").payload;
  const code = npm.replace(/^import .*$/m, "");
  const handed = [];
  const run = new Function("normalize", "describe", "body", "handOver", `return (async () => {${code.replace("const { title, body: text", "const { title, body: words")} return title; })()`);
  assert.ok((await run(normalize, describe, body, (what) => handed.push(what))).length > 0);
  assert.equal(handed.length, 1);
  const fetches = new Function("OrderstateError", "normalize", `${worker.replace(/^import .*$/m, "").replace("export default", "return")}`)(orderstate.OrderstateError, normalize);
  const answer = await fetches.fetch(new Request("https://shop.example/", { method: "POST", body }));
  assert.equal((await answer.json()).status, "completed");
  assert.equal((await fetches.fetch(new Request("https://shop.example/", { method: "POST", body: "{" }))).status, 400);
});

test("the Rust code to copy compiles", async () => {
  const { page } = await open();
  const codes = [];
  for (const [provider, direction, trust] of [["transak", "buy", "hint"], ["", "", "unverified"]]) {
    await page.selectOption("#provider", provider);
    await page.selectOption("#direction", direction);
    await page.selectOption("#trust", trust);
    codes.push(await page.locator("#embed-view pre").last().textContent());
  }
  assert.match(codes[0], /going\(Direction::Buy\)/);
  const folder = mkdtempSync(join(tmpdir(), "orderstate-embed-"));
  try {
    const dependency = `orderstate = { path = ${JSON.stringify(root)} }`;
    writeFileSync(join(folder, "Cargo.toml"), `[package]\nname = "embed"\nedition = "2024"\n[lib]\npath = "lib.rs"\n[dependencies]\n${dependency}\n[workspace]\n`);
    cpSync(join(root, "Cargo.lock"), join(folder, "Cargo.lock"));
    const fn = (code, place) => `pub mod code${place} { use orderstate::{Error, Order}; pub fn run(body: &[u8], hand_over: fn(&Order)) -> Result<(), Error> { ${code}\nOk(()) } }`;
    writeFileSync(join(folder, "lib.rs"), codes.map(fn).join("\n"));
    const { status, stderr } = spawnSync("cargo", ["check", "--quiet", "--offline"], { cwd: folder, encoding: "utf8", env: { ...process.env, CARGO_TARGET_DIR: join(root, "target/embed") } });
    assert.equal(status, 0, stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("nothing is requested after it has loaded, and nothing else could be", async () => {
  const { page, requests, faults } = await open();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.waitForLoadState("networkidle");
  const loaded = requests.length;
  for (const name of various) await page.selectOption("#sample", name);
  await paste(page, completed);
  for (const section of SECTIONS) await go(page, section);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Close" }).click();
  await page.waitForTimeout(300);
  assert.deepEqual(requests.slice(loaded), []);
  assert.deepEqual(faults, []);
  const refused = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => false, () => true));
  assert.ok(refused);
  assert.deepEqual(requests.slice(loaded), []);
});

test("its policy allows neither eval nor any other server", async () => {
  const { page } = await open();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  assert.doesNotMatch(policy, /unsafe-eval(?<!wasm-unsafe-eval)|unsafe-inline|https?:|\*/);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.equal(await page.evaluate(() => new Promise((said) => {
    // Later: what is evaluated for a test may do more.
    setTimeout(() => {
      try {
        said(eval("1"));
      } catch {
        said("refused");
      }
    });
  })), "refused");
});

test("it is there without a network, once it was loaded", async () => {
  const { page, context, faults } = await open();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await context.setOffline(true);
  await page.reload();
  await page.locator("[data-ready]").waitFor({ state: "attached" });
  assertShown(await shown(page), expected(sampleNamed("transak/buy_on_hold")));
  await go(page, "matrix");
  assert.ok(await page.locator(".words tbody tr").count() > 300);
  assert.deepEqual(faults.filter((fault) => !fault.includes("sw.js")), []);
});

test("the address says what is shown, and never a payload", async () => {
  const { page, base } = await open({ hash: "#decode?sample=banxa/v2_buy_complete" });
  assert.equal(await page.locator("#sample").inputValue(), "banxa/v2_buy_complete");
  assertShown(await shown(page), expected(sampleNamed("banxa/v2_buy_complete")));
  await page.selectOption("#trust", "hint");
  assert.equal(page.url(), `${base}#decode?sample=banxa/v2_buy_complete&trust=hint`);
  await paste(page, completed);
  assert.equal(page.url(), `${base}#decode`);
  await page.selectOption("#trust", "hint");
  assert.equal(page.url(), `${base}#decode?trust=hint`);
  await go(page, "flows");
  await page.selectOption("#flow", "mugglepay/pay");
  await page.locator('.state[data-id="EXPIRED"]').press("Enter");
  assert.equal(page.url(), `${base}#flows?flow=mugglepay/pay&state=EXPIRED`);
  const again = await open({ hash: "#flows?flow=mugglepay/pay&state=EXPIRED" });
  assert.equal(await again.page.locator(".told h2").textContent(), "EXPIRED");
  const film = await open({ hash: "#replay?film=banxa/buy&sequence=1.0.2&shown=2" });
  assert.equal(await film.page.locator(".verdict").count(), 2);
  const unknown = await open({ hash: "#nothing?sample=nobody/nothing" });
  assertShown(await shown(unknown.page), expected(sampleNamed("transak/buy_on_hold")));
});

test("a payload is in a link only where that is chosen, and is read from it", async () => {
  const { page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  const text = completed.replace("COMPLETED", "COMPLETED é😀");
  await paste(page, text);
  await page.selectOption("#provider", "baanx");
  await page.getByRole("button", { name: "Share" }).click();
  const link = () => page.locator("#share-link").inputValue();
  assert.doesNotMatch(await link(), /payload/);
  await page.getByLabel(/Put the payload/).check();
  await page.waitForFunction(() => document.getElementById("share-link").value.includes("payload="));
  await page.getByRole("button", { name: "Copy the link" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await link());
  await page.keyboard.press("Escape");
  assert.doesNotMatch(page.url(), /payload/);
  const other = await open({ hash: new URL(copied).hash });
  assert.equal(await other.page.locator("#payload").inputValue(), text);
  assert.equal(JSON.parse((await shown(other.page)).json).provider, "baanx");
  const broken = await open({ hash: "#decode?payload=AAAA" });
  assert.match((await shown(broken.page)).failure.message, /payload in the link/);
});

test("what was typed is kept while a sample is looked at", async () => {
  const { page } = await open();
  await page.selectOption("#sample", "");
  await paste(page, completed);
  await page.selectOption("#trust", "hint");
  await page.selectOption("#sample", "mugglepay/get_paid_as_expected");
  await page.selectOption("#sample", "mugglepay/get_paid");
  await page.selectOption("#sample", "");
  assert.equal(await page.locator("#payload").inputValue(), completed);
  assert.equal(await page.locator("#trust").inputValue(), "hint");
});

for (const section of SECTIONS) {
  test(`${section}: it works by keyboard alone, and shows where the focus is`, async () => {
    const { page } = await open({ hash: `#${section}` });
    const passed = new Set();
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        const frame = element.closest(".editor") ?? element;
        const { outlineStyle, outlineWidth } = getComputedStyle(frame);
        const shape = element.querySelector?.("rect");
        const ringed = shape !== null && shape !== undefined && element.matches(".state") && parseFloat(getComputedStyle(shape).strokeWidth) >= 3;
        const hidden = element.matches('input[type="file"]');
        return { name: element.id || element.textContent.slice(0, 30), seen: ringed || hidden || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) };
      });
      if (focused === null) break;
      assert.ok(focused.seen, focused.name);
      passed.add(focused.name);
    }
    assert.ok(passed.size >= 9, [...passed].join(", "));
    // The first one leads past the head.
    await page.evaluate(() => document.activeElement.blur());
    await page.locator(".skip").press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    assert.equal(await page.locator(`#section-${section}`).isVisible(), true);
  });

  for (const [width, dir] of [[320, "ltr"], [800, "ltr"], [1600, "ltr"], [3840, "ltr"], [320, "rtl"], [1280, "rtl"]]) {
    test(`${section}: at ${width} px, ${dir}, nothing scrolls sideways`, async () => {
      const { page } = await open({ hash: `#${section}`, viewport: { width, height: 800 } });
      await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
      const look = async (what) => {
        const wide = await page.evaluate(() => {
          const scrolls = (element) => element.closest(".overview, .editor, pre, .hidden, .skip, select, svg") !== null;
          const read = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility() && !scrolls(element));
          const inside = ({ left, right }) => left >= -1 && right <= innerWidth + 1;
          return {
            page: document.documentElement.scrollWidth > innerWidth,
            outside: read.filter((element) => !inside(element.getBoundingClientRect())).map(({ localName, className }) => `${localName}.${className}`),
          };
        });
        assert.deepEqual(wide, { page: false, outside: [] }, what);
      };
      await look("at first");
      if (section !== "decode") return;
      for (const name of various) {
        await page.selectOption("#sample", name);
        await look(name);
      }
      const endless = "W".repeat(400);
      await paste(page, JSON.stringify({ orderId: endless, status: endless, metadata: { txHash: endless } }));
      await page.selectOption("#provider", "baanx");
      await look("words without an end");
      await paste(page, `{"${endless}"${endless}`);
      await look("an error without an end");
    });
  }

  for (const colorScheme of ["light", "dark"]) {
    test(`${section}: axe finds nothing, ${colorScheme}`, async () => {
      const { page } = await open({ hash: `#${section}`, colorScheme, reducedMotion: "reduce" });
      await page.evaluate(readFileSync(tool.resolve("axe-core/axe.min.js"), "utf8"));
      const look = async (what) => {
        const found = await page.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(" | ")}`);
        });
        assert.deepEqual(found, [], what);
      };
      await look("at first");
      if (section === "replay") {
        await page.getByRole("button", { name: "Step", exact: true }).click();
        await look("a step on");
      } else if (section === "flows") {
        await page.locator(".state").nth(1).press("Enter");
        await look("a state chosen");
      } else if (section === "decode") {
        const tones = new Set();
        for (const name of [...various, "transak/buy_failed", "baanx/completed"]) {
          await page.selectOption("#sample", name);
          tones.add((await shown(page)).card?.tone);
          await page.locator(".because li, .tiles, .failure, .hint").first().hover();
          await look(name);
        }
        for (const tone of ["action", "danger", "neutral", "success", "warning"]) assert.ok(tones.has(tone), tone);
        await paste(page, "{");
        await look("an error");
        await page.getByRole("button", { name: "Share" }).click();
        await look("sharing");
      }
    });
  }
}

test("nothing moves for whoever wants that", async () => {
  const { page } = await open({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0 || getComputedStyle(element).animationName !== "none").length);
  assert.equal(moving, 0);
});

test("every control has a name and a role, ids are unique, and headings do not skip a level", async () => {
  const { page } = await open();
  const client = await page.context().newCDPSession(page);
  // A live region and the card of an error speak for themselves.
  const roles = new Set(["button", "combobox", "textbox", "searchbox", "checkbox", "link", "region", "DisclosureTriangle", "form"]);
  for (const section of SECTIONS) {
    await go(page, section);
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    const controls = nodes.filter((node) => !node.ignored && roles.has(node.role?.value));
    const nameless = controls.filter((node) => !node.name?.value).map((node) => node.role.value);
    assert.deepEqual(nameless, [], section);
    const { ids, levels } = await page.evaluate(() => ({
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      levels: [...document.querySelectorAll("h1, h2, h3, h4")].filter((heading) => heading.checkVisibility()).map(({ localName }) => Number(localName[1])),
    }));
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(levels.filter((level) => level === 1).length, 1);
    levels.forEach((level, index) => assert.ok(level <= (levels[index - 1] ?? 0) + 1, `${section}: ${levels}`));
  }
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.locator("#summary").getAttribute("aria-live"), "polite");
});

test("without samples it still reads payloads", async () => {
  const before = (page) => page.route("**/samples.json", (route) => route.fulfill({ status: 404 }));
  const { page } = await open({ before, ready: ".failure" });
  assert.match((await shown(page)).failure.message, /404/);
  await paste(page, completed);
  await page.selectOption("#trust", "unverified");
  assertShown(await shown(page), expected({ payload: completed, context: { trust: "unverified" } }));
});

test("without WebAssembly it says so", async () => {
  const before = (page) => page.addInitScript(() => { delete globalThis.WebAssembly; });
  const { page } = await open({ before, ready: ".failure" });
  assert.equal((await shown(page)).failure.code, "wasm_unavailable");
});

test("its code compiles against the package's declarations", () => {
  const folder = mkdtempSync(join(tmpdir(), "orderstate-page-"));
  try {
    cpSync(join(root, "www/src"), join(folder, "src"), { recursive: true });
    cpSync(pkg, join(folder, "node_modules/orderstate"), { recursive: true });
    const compilerOptions = {
      noEmit: true,
      checkJs: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      noUnusedLocals: true,
      module: "esnext",
      moduleResolution: "bundler",
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
      types: [],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
    const tsc = join(dirname(tool.resolve("typescript")), "tsc.js");
    const { status, stdout } = spawnSync("node", [tsc, "--project", folder], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
