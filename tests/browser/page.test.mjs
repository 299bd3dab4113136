// The demo page, used as a visitor uses it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { dist, open, orderstate, samples, tool } from "./site.mjs";

const { describe, normalizeAll, providers, version } = orderstate;

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

/** What the package says of a sample, as the page is to show it. */
function expected({ payload, context }) {
  try {
    const orders = normalizeAll(payload, context);
    const text = (audience) => orders.map((order) => describe(order, { locale: "en", audience }));
    return { orders: JSON.parse(JSON.stringify(orders)), customer: text("customer"), merchant: text("merchant") };
  } catch ({ code, message, remedy }) {
    return { failure: { code, message, remedy } };
  }
}

/** What the page shows, all at once. */
function shown(page) {
  return page.evaluate(() => {
    const text = (from, selector) => from.querySelector(selector)?.textContent ?? null;
    const cards = [...document.querySelectorAll(".card")].map((card) => {
      const readers = [...card.querySelectorAll(".reader")].map((reader) => ({
        short: text(reader, ".badge"),
        title: text(reader, ".title"),
        body: text(reader, ".body"),
        labels: [...reader.querySelectorAll(".actions strong")].map((label) => label.textContent),
      }));
      const fact = (name) => text(card, `[data-fact="${name}"] code`);
      return {
        status: fact("status"),
        tone: card.dataset.tone,
        fulfilment: fact("fulfilment"),
        actor: fact("actor"),
        finality: fact("finality"),
        money: fact("money"),
        trust: fact("trust"),
        warnings: [...card.querySelectorAll(".warnings li")].map((warning) => warning.textContent),
        readers,
      };
    });
    const failure = document.querySelector(".failure");
    return {
      cards,
      json: text(document, ".json pre"),
      failure: failure && {
        code: text(failure, "h3"),
        message: text(failure, ".message"),
        remedy: text(failure, ".remedy")?.replace("What to do: ", ""),
      },
      summary: text(document, "#summary"),
    };
  });
}

/** Compares what the page shows with what the package gives. */
function assertShown(given, { orders, customer, merchant, failure }, what) {
  if (failure !== undefined) {
    assert.deepEqual(given.failure, failure, what);
    assert.deepEqual(given.cards, [], what);
    assert.equal(given.summary, `No order: ${failure.code}`, what);
    return;
  }
  assert.equal(given.failure, null, what);
  assert.deepEqual(JSON.parse(given.json), orders.length === 1 ? orders[0] : orders, what);
  const reader = ({ short, title, body, actions }) => ({ short, title, body, labels: actions.map(({ label }) => label) });
  const cards = orders.map(({ status, tone, fulfilment, actor, finality, money, trust, rule }, index) => {
    const readers = [reader(customer[index]), reader(merchant[index])];
    return { status, tone, fulfilment, actor, finality, money, trust, warnings: rule.warnings, readers };
  });
  assert.deepEqual(given.cards, cards, what);
}

test("it loads without an error or a request that fails", async () => {
  const { page, faults, requests, origin } = await open();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(faults, []);
  assert.ok(requests.length > 5);
  assert.deepEqual(requests.filter((url) => !url.startsWith(`${origin}/`)), []);
  assert.equal(await page.locator("#version").textContent(), version());
  assertShown(await shown(page), expected(sampleNamed("transak/buy_on_hold")));
});

test("it offers every sample under its provider", async () => {
  const { page } = await open();
  const groups = await page.locator("#sample optgroup").evaluateAll((elements) =>
    elements.map((group) => [group.label, [...group.children].map((option) => option.value)]),
  );
  const all = providers().map(({ id, name }) => [name, samples.filter(({ provider }) => provider === id).map(key)]);
  assert.deepEqual(groups, all);
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
  await page.locator("#payload").fill("");
  assert.match(await page.locator("#result").textContent(), /paste a payload/);
  await page.evaluate((text) => navigator.clipboard.writeText(text), completed);
  await page.locator("#payload").focus();
  await page.keyboard.press("Control+V");
  assert.equal(await page.locator("#payload").inputValue(), completed);
  assertShown(await shown(page), expected({ payload: completed, context: { trust: "api" } }));
  assert.equal(await page.locator("#sample").inputValue(), "");
  assert.deepEqual(faults, []);
});

test("a broken payload shows the code, what to do and the place", async () => {
  const { page, faults } = await open();
  // The place counts characters where the package counts bytes.
  const text = '{\n  "orderId": "äöü€😀", "status" "COMPLETED"\n}';
  await page.fill("#payload", text);
  const { failure } = await shown(page);
  assertShown(await shown(page), { failure: expected({ payload: text }).failure });
  assert.equal(failure.code, "not_json");
  assert.notEqual(failure.remedy, "");
  assert.equal(await page.locator(".place").textContent(), '  "orderId": "äöü€😀", "status" "COMPLETED"');
  assert.equal(await page.locator(".place mark").textContent(), '"');
  await page.getByRole("button", { name: "Show line 2, column 32" }).click();
  const selection = await page.locator("#payload").evaluate(({ value, selectionStart, selectionEnd }) => {
    const [rest, length] = [value.slice(selectionStart), selectionEnd - selectionStart];
    return { focused: document.activeElement?.id, rest, length };
  });
  assert.deepEqual(selection, { focused: "payload", rest: '"COMPLETED"\n}', length: 1 });
  assert.deepEqual(faults, []);
});

test("a payload that ends too early, or is too deep, shows the place too", async () => {
  const { page } = await open();
  await page.fill("#payload", '{"a":\n');
  assert.equal(await page.getByRole("button").textContent(), "Show line 2, column 1");
  await page.getByRole("button").click();
  await page.fill("#payload", "[".repeat(300));
  assert.equal((await shown(page)).failure.code, "too_deep");
  assert.equal(await page.getByRole("button").textContent(), "Show line 1, column 129");
});

test("nothing that is typed makes it throw", async () => {
  const { page, faults } = await open();
  await page.fill("#payload", "");
  await page.locator("#payload").pressSequentially('{"status":"COMPLETED","orderId":"\\u00e4 é😀","x":[1,{"a":nul');
  assert.equal((await shown(page)).failure.code, "not_json");
  const texts = [" ", "\u0000", "null", "[]", "{}", "0", '"', "?a=%zz", "https://", "\ud800", "eyJ.a.b", "<p>"];
  for (const text of [...texts, "]".repeat(5000)]) {
    await page.fill("#payload", text);
    assert.equal((await shown(page)).cards.length, 0, text);
  }
  await page.fill("#payload", "x".repeat(2_000_000));
  assert.equal((await shown(page)).failure.code, "too_large");
  assert.deepEqual(faults, []);
});

test("goods may be handed over on a completed order only where it is vouched for", async () => {
  const { page } = await open();
  await page.fill("#payload", completed);
  for (const trust of ["unverified", "api", "hint"]) {
    await page.selectOption("#trust", trust);
    const given = await shown(page);
    assertShown(given, expected({ payload: completed, context: { trust } }), trust);
    assert.equal(given.cards[0].fulfilment, trust === "api" ? "yes" : "wait");
    const merchant = given.cards[0].readers[1];
    assert.equal(/do not hand/i.test(`${merchant.title} ${merchant.body}`), trust !== "api");
  }
});

test("the provider, the direction and more can be told", async () => {
  const { page } = await open({ hash: "#transak/without_direction_on_hold" });
  const { payload, context } = sampleNamed("transak/without_direction_on_hold");
  await page.selectOption("#direction", "sell");
  assertShown(await shown(page), expected({ payload, context: { ...context, direction: "sell" } }));
  await page.selectOption("#provider", "banxa");
  assertShown(await shown(page), expected({ payload, context: { ...context, provider: "banxa", direction: "sell" } }));

  await page.fill("#payload", completed);
  await page.selectOption("#provider", "baanx");
  await page.selectOption("#direction", "");
  await page.selectOption("#trust", "api");
  await page.getByText("More context").click();
  const expect = { reference: "A-1" };
  await page.fill("#other", JSON.stringify({ expect }));
  assertShown(await shown(page), expected({ payload: completed, context: { provider: "baanx", trust: "api", expect } }));
  assert.equal((await shown(page)).cards[0].fulfilment, "wait");
  await page.fill("#other", '{"expect":');
  assert.match((await shown(page)).failure.message, /More context/);
  await page.fill("#other", '{"expected":1}');
  assert.equal((await shown(page)).failure.code, "bad_context");
});

test("a list shows a card for each of its orders", async () => {
  const { page } = await open({ hash: "#mugglepay/list_of_every_word" });
  const { cards, summary } = await shown(page);
  assert.equal(cards.length, 9);
  assert.equal(summary, "9 orders");
  assert.equal(new Set(cards.map(({ readers }) => readers[1].short)).size, 9);
  assert.equal(await page.locator(".card h3").first().textContent(), "1 of 9: MugglePay · pay · rest");
});

test("what a payload carries is shown as text, whatever it is", async () => {
  const { page, faults } = await open();
  const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  const texts = { orderId: evil, status: evil, note: evil, txHash: evil };
  await page.fill("#payload", JSON.stringify({ ...texts, paidAt: evil, metadata: { ...texts, paymentId: evil } }));
  await page.selectOption("#provider", "baanx");
  assert.equal((await shown(page)).cards[0].status, "unknown");
  assert.equal(await page.locator('[data-fact="id"] code').textContent(), evil);
  assert.equal(await page.locator(".said code").textContent(), evil);
  assert.equal(await page.locator("#result :is(img, script)").count(), 0);
  assert.match(await page.title(), /^orderstate/);
  assert.deepEqual(faults, []);
});

test("a link leads to the web or is none, and tells nobody where it was followed from", async () => {
  const { page, faults } = await open({ hash: "#transak/buy_completed" });
  const link = page.locator('[data-fact="transaction"] a');
  assert.match(await link.getAttribute("href"), /^https:\/\//);
  for (const anchor of await page.locator("#result a").all()) {
    assert.equal(await anchor.getAttribute("rel"), "noopener noreferrer");
  }
  const { payload, context } = sampleNamed("banxa/v2_created_buy");
  const url = JSON.parse(JSON.stringify(normalizeAll(payload, context)))[0].links.checkout;
  await page.fill("#payload", payload.replaceAll(JSON.stringify(url), '"javascript:document.title=1"'));
  assert.equal(await page.locator('#result a[href^="javascript"]').count(), 0);
  assert.deepEqual(faults, []);
});

test("nothing is requested after it has loaded, and nothing else could be", async () => {
  const { page, requests } = await open();
  const loaded = requests.length;
  for (const name of various) await page.selectOption("#sample", name);
  await page.fill("#payload", completed);
  await page.waitForTimeout(200);
  assert.deepEqual(requests.slice(loaded), []);
  const refused = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => false, () => true));
  assert.ok(refused);
  assert.deepEqual(requests.slice(loaded), []);
});

test("a sample can be linked to, and a payload never gets into the address", async () => {
  const { page, origin } = await open({ hash: "#banxa/v2_buy_complete" });
  assert.equal(await page.locator("#sample").inputValue(), "banxa/v2_buy_complete");
  assertShown(await shown(page), expected(sampleNamed("banxa/v2_buy_complete")));
  await page.fill("#payload", completed);
  assert.equal(await page.evaluate(() => location.href), `${origin}/`);
  const unknown = await open({ hash: "#nobody/nothing" });
  assertShown(await shown(unknown.page), expected(sampleNamed("transak/buy_on_hold")));
});

test("what was typed is kept while a sample is looked at", async () => {
  const { page } = await open();
  await page.fill("#payload", completed);
  await page.selectOption("#trust", "hint");
  await page.selectOption("#sample", "mugglepay/get_paid_as_expected");
  await page.selectOption("#sample", "mugglepay/get_paid");
  await page.selectOption("#sample", "");
  assert.equal(await page.locator("#payload").inputValue(), completed);
  assert.equal(await page.locator("#trust").inputValue(), "hint");
  assertShown(await shown(page), expected({ payload: completed, context: { trust: "hint" } }));
});

test("it works by keyboard alone, and shows where the focus is", async () => {
  const { page } = await open();
  const passed = [];
  while (passed.at(-1) !== "pre") {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const visible = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      return { name: element.id || element.localName, visible };
    });
    assert.ok(focused.visible, focused.name);
    passed.push(focused.name);
  }
  const first = ["sample", "provider", "direction", "trust", "summary", "payload", "summary"];
  assert.deepEqual(passed.slice(0, first.length), first);

  await page.locator("#sample").focus();
  const before = await page.locator("#payload").inputValue();
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await page.locator("#payload").inputValue(), before);
});

for (const width of [320, 375, 768, 1280]) {
  test(`at ${width} px nothing scrolls sideways or is cut off`, async () => {
    const { page } = await open({ viewport: { width, height: 800 } });
    const look = async (what) => {
      const wide = await page.evaluate(() => {
        const elements = [...document.querySelectorAll("body *")];
        const read = elements.filter((element) => element.checkVisibility() && !element.matches(".hidden, select *"));
        const inside = ({ left, right }) => left >= 0 && right <= innerWidth;
        const name = ({ localName, className }) => `${localName}.${className}`;
        return {
          page: document.documentElement.scrollWidth > innerWidth,
          outside: read.filter((element) => !inside(element.getBoundingClientRect())).map(name),
          cut: read.filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth).map(name),
        };
      });
      assert.deepEqual(wide, { page: false, outside: [], cut: [] }, what);
    };
    for (const name of various) {
      await page.selectOption("#sample", name);
      await look(name);
    }
    await page.selectOption("#provider", "baanx");
    const endless = "W".repeat(400);
    await page.fill("#payload", JSON.stringify({ orderId: endless, status: endless, metadata: { txHash: endless } }));
    assert.equal((await shown(page)).cards.length, 1);
    await look("words without an end");
    await page.fill("#payload", `{"${endless}"${endless}`);
    await look("an error without an end");
  });
}

test("every control has a name and a role, ids are unique, and headings do not skip a level", async () => {
  const { page } = await open();
  const client = await page.context().newCDPSession(page);
  // A live region and the card of an error speak for themselves.
  const roles = new Set(["button", "combobox", "textbox", "link", "region", "DisclosureTriangle", "form"]);
  for (const name of [...various, ""]) {
    if (name === "") await page.fill("#payload", "{");
    else await page.selectOption("#sample", name);
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    const controls = nodes.filter((node) => !node.ignored && roles.has(node.role?.value));
    const nameless = controls.filter((node) => !node.name?.value).map((node) => node.role.value);
    assert.deepEqual(nameless, [], name);
    assert.equal(controls.filter((node) => node.role.value === "combobox").length, 4);
    const { ids, levels } = await page.evaluate(() => ({
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      levels: [...document.querySelectorAll("h1, h2, h3, h4")].map(({ localName }) => Number(localName[1])),
    }));
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(levels.filter((level) => level === 1).length, 1);
    levels.forEach((level, index) => assert.ok(level <= (levels[index - 1] ?? 0) + 1, `${name}: ${levels}`));
  }
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.locator("#summary").getAttribute("aria-live"), "polite");
});

for (const colorScheme of ["light", "dark"]) {
  test(`texts and controls stand out from their ground: ${colorScheme}`, async () => {
    const { page } = await open({ colorScheme });
    const tones = new Set();
    for (const name of [...various, "mugglepay/list_of_every_word", "transak/buy_failed", ""]) {
      if (name === "") await page.fill("#payload", "{");
      else await page.selectOption("#sample", name);
      for (const { tone } of (await shown(page)).cards) tones.add(tone);
      assert.deepEqual(await page.evaluate(faint), [], name);
    }
    assert.deepEqual([...tones].sort(), ["action", "danger", "neutral", "progress", "success", "warning"]);
  });
}

/** In the page: what has less contrast than WCAG 2 asks for (4.5 for text, 3 for the edge of a control). */
function faint() {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) => linear(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (channels(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("select, noscript")) continue;
    const ratio = contrast(getComputedStyle(element).color, ground(element));
    if (ratio < 4.5) found.push(`${element.localName}.${element.className} ${walker.currentNode.data}: ${ratio.toFixed(2)}`);
  }
  for (const control of document.querySelectorAll("select, textarea, button")) {
    const { color, backgroundColor, borderTopColor } = getComputedStyle(control);
    if (contrast(color, backgroundColor) < 4.5) found.push(`text of ${control.id}`);
    if (contrast(borderTopColor, ground(control.parentElement)) < 3) found.push(`edge of ${control.id}`);
  }
  return found;
}

test("without samples it still reads payloads", async () => {
  const before = (page) => page.route("**/samples.json", (route) => route.fulfill({ status: 404 }));
  const { page } = await open({ before });
  assert.match((await shown(page)).failure.message, /404/);
  await page.fill("#payload", completed);
  assertShown(await shown(page), expected({ payload: completed, context: { trust: "unverified" } }));
});

test("without WebAssembly it says so", async () => {
  const { page } = await open({ before: (page) => page.addInitScript(() => { delete globalThis.WebAssembly; }) });
  assert.equal((await shown(page)).failure.code, "wasm_unavailable");
  await page.fill("#payload", completed);
  assert.equal((await shown(page)).failure.code, "wasm_unavailable");
});

test("its code compiles against the package's declarations", () => {
  const folder = mkdtempSync(join(tmpdir(), "orderstate-page-"));
  try {
    cpSync(dist, folder, { recursive: true });
    const compilerOptions = {
      noEmit: true,
      checkJs: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noUnusedLocals: true,
      module: "esnext",
      moduleResolution: "bundler",
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable"],
      types: [],
      paths: { orderstate: ["./orderstate/index.d.ts"] },
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.js"] }));
    const tsc = join(dirname(tool.resolve("typescript")), "tsc.js");
    const { status, stdout } = spawnSync("node", [tsc, "--project", folder], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
