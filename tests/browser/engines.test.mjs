// The demo page in the browsers of other makers, gone through by a script of its own.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { BROWSERS, isHere, named, unpacked } from "../engines/engines.mjs";
import { serve } from "../engines/pages.mjs";
import { dist, orderstate, root, samples } from "./site.mjs";

const { explainAll, flow, normalizeAll, providers, version } = orderstate;

const asked = ["transak/buy_on_hold", "banxa/v2_sell_waiting_payment", "stripe/dispute_lost", "banxa/v1_orders_empty", "transak/error_order_exists"].map((name) =>
  samples.find(({ provider, situation }) => `${provider}/${situation}` === name),
);
const body = '{"order_id":"é😀","status":"expired","status_date":"2026-01-31 12:48:36"}';
const pasted = [`POST / HTTP/1.1\n\n${body}`, `curl -d '${body}' https://shop.example/`, `${body}\n${body}`, '{"a"'];

const folder = mkdtempSync(join(tmpdir(), "orderstate-walk-"));
after(() => rmSync(folder, { recursive: true, force: true }));
cpSync(dist, folder, { recursive: true });
cpSync(join(root, "tests/browser/walk.js"), join(folder, "walk.js"));
const page = readFileSync(join(dist, "index.html"), "utf8");
writeFileSync(join(folder, "walk.html"), page.replace("</body>", '<script type="module" src="walk.js"></script></body>'));
writeFileSync(join(folder, "asked.json"), JSON.stringify({ samples: asked.map(({ provider, situation }) => `${provider}/${situation}`), pasted }));
const open = await serve(folder);

for (const browser of BROWSERS.filter(isHere)) {
  test(`${named(browser)} shows what the package says`, async () => {
    const seen = await open(unpacked(browser), "walk.html");
    assert.equal(seen.failed, undefined);
    assert.deepEqual(seen.faults, []);
    for (const { provider, situation, payload, context } of asked) {
      const { summary, json, failure, marks } = seen.decoded[`${provider}/${situation}`];
      try {
        const [order] = normalizeAll(payload, context);
        if (order === undefined) {
          assert.equal(summary, "0 orders");
          continue;
        }
        assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(order)));
        const [{ fields, because }] = explainAll(payload, context);
        assert.equal(marks.length, new Set([...fields, ...because].filter(({ start }) => start !== null).map(({ start }) => start)).size);
      } catch ({ code }) {
        assert.deepEqual([failure, summary], [code, `No order: ${code}`]);
      }
    }
    const summaries = seen.pasted.map(({ summary }) => summary);
    assert.match(summaries[0], /^1 order/);
    assert.deepEqual(summaries.slice(1), [summaries[0], "2 orders", "No order: not_json"]);
    assert.equal(seen.lit, explainAll(asked[0].payload, asked[0].context)[0].fields.find(({ of }) => of === "id").text);
    assert.match(seen.link, /^decode\?.*payload=[\w-]+$/);
    assert.deepEqual(seen.states.sort(), flow("banxa", "buy").states.map(({ id }) => id).sort());
    assert.deepEqual(seen.verdicts, ["first", "advance", "advance", "advance"]);
    assert.equal(seen.rows, providers().flatMap(({ words }) => words).length);
    assert.ok(seen.found > 10 && seen.found < seen.rows);
    assert.ok(seen.report.includes(version()));
    assert.deepEqual([seen.code, seen.sideways], [4, false]);
  });
}
