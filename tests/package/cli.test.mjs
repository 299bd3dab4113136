// `npx orderstate`: what is piped into it or named, what it prints, and how it ends.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { fixtures } from "./cases.mjs";
import { install } from "./installed.mjs";

const folder = install();
const bin = join(folder, "node_modules/.bin/orderstate");
const { VERSION, normalize, normalizeAll, explainAll } = createRequire(join(folder, "x"))("orderstate");
const fixture = (name) => join(fixtures, name);
const write = (name, text) => (writeFileSync(join(folder, name), text), join(folder, name));
const order = (id, more) => JSON.stringify({ order_id: id, status: "expired", status_date: "2026-01-31 12:48:36", ...more });

/** Runs it; `[exit code, stdout, stderr]`. */
function run(args, input = "", env = {}) {
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd: folder, input, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, ...env } });
  return [status, stdout, stderr];
}

/** The same on a terminal; what is written to it, without what ends a line there. */
function onTerminal(line, env = {}) {
  const { status, stdout } = spawnSync("script", ["-qec", line, "/dev/null"], { cwd: folder, input: "", encoding: "utf8", env: { ...process.env, TERM: "xterm", ...env } });
  return [status, stdout.replaceAll("\r\n", "\n")];
}

test("one payload gives its order, from a file and from a pipe", () => {
  const file = fixture("banxa/v2_buy_complete.json");
  const body = readFileSync(file);
  const expected = JSON.parse(JSON.stringify(normalize(body, { trust: "api" })));
  for (const [code, out, err] of [run([file, "--trust", "api"]), run(["--trust=api", "-"], body), run(["--trust=api"], body)]) {
    assert.deepEqual([code, JSON.parse(out), err], [0, expected, ""]);
  }
  const redirect = fixture("banxa/redirect_complete.txt");
  assert.deepEqual(JSON.parse(run([redirect])[1]).trust, "hint");
});

test("a payload with many orders gives a list, and one without any an empty one", () => {
  const body = JSON.stringify({ data: { orders: ["a", "b"].map((id) => JSON.parse(order(id, { order_type: "CRYPTO-BUY" }))) } });
  assert.deepEqual(JSON.parse(run([], body)[1]), JSON.parse(JSON.stringify(normalizeAll(body))));
  const [code, out] = run(["--provider=banxa"], '{"data":{"orders":[]}}');
  assert.deepEqual([code, out], [0, "[]\n"]);
});

test("what is known beside the payload is passed on", () => {
  const read = (...args) => JSON.parse(run([...args], '{"status":"NEW","order_id":"a"}')[1]);
  assert.equal(read("--provider", "mugglepay").provider, "mugglepay");
  const sale = JSON.parse(run(["--direction", "sell", "--provider", "banxa"], order("a", { status: "waitingPayment" }))[1]);
  assert.deepEqual([sale.direction, sale.status], ["sell", "awaiting_payment"]);
});

test("digits stay as they came", () => {
  const [, out] = run(["--provider=banxa"], '{"id":9007199254740993,"orderType":"BUY","status":"complete","fiat":"USD","fiatAmount":230.10}');
  const { id, amounts } = JSON.parse(out);
  assert.deepEqual([id, amounts.expected.value], ["9007199254740993", "230.10"]);
});

test("lines give lines; those that cannot be read are told, and stop nothing", () => {
  const lines = [order("a"), "", "{broken", order("b"), `{"data":{"orders":[${order("c", { order_type: "CRYPTO-BUY" })}]}}`, order("ü")].join("\r\n");
  for (const input of [lines, `${lines}\n`, `\n\n${lines}`, `\ufeff${lines}`]) {
    const [code, out, err] = run([], input);
    assert.equal(code, 1);
    assert.deepEqual(out.trim().split("\n").map((line) => JSON.parse(line).id), ["a", "b", "c", "ü"]);
    assert.match(err, /^orderstate: not_json: line [35]: .+; .+\n$/);
  }
  const named = write("broken-first.ndjson", `{broken\n${order("a")}\n`);
  assert.deepEqual(run([named]).slice(0, 1), [1]);
  const [code, out, err] = run([write("broken.jsonl", "{broken\n{too\n")]);
  assert.deepEqual([code, out, err.trim().split("\n").length], [2, "", 2]);
  assert.equal(run([], `${order("a")}\n${order("b")}\n`)[0], 0);
  // Pretty JSON is one payload.
  assert.equal(JSON.parse(run([], JSON.stringify(JSON.parse(order("a")), null, 2))[1]).id, "a");
});

test("a line that is too long is told, and its memory not taken", () => {
  const long = order("long", { note: "x".repeat(3 << 20) });
  const [code, out, err] = run([], [order("a"), long, order("b"), long].join("\n"));
  assert.deepEqual([code, out.trim().split("\n").map((line) => JSON.parse(line).id)], [1, ["a", "b"]]);
  assert.deepEqual(err.match(/too_large: line \d/g), ["too_large: line 2", "too_large: line 4"]);
  assert.match(run([], long)[2], /too_large: /);
});

test("memory does not grow with the lines", () => {
  // What V8 may have for what lives long: less than a quarter of the input.
  const line = `${order("a", { note: "x".repeat(1000) })}\n`;
  const file = write("many.ndjson", line.repeat(60_000));
  const cli = join(folder, "node_modules/orderstate/cli.mjs");
  const { status, stdout } = spawnSync("node", ["--max-old-space-size=16", cli, file], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.deepEqual([status, stdout.split("\n").length], [0, 60_001]);
});

test("nothing, and wrong calls, end with 2 and say why", () => {
  const cases = [
    [[], "", /the input is empty/],
    [[], "\n \n", /the input is empty/],
    [[], "{", /^orderstate: not_json: .+; .+\n$/],
    [[], "{}", /^orderstate: provider_not_recognised: .+; name the provider in `--provider`, if you know it, and .+\n$/],
    [["--format", "xml"], "{}", /--format takes json or text, not `xml`/],
    [["--what"], "{}", /--what.*\n.*--help/s],
    [["--provider"], "{}", /--provider/],
    [["a", "b"], "{}", /not `b` as well/],
    [["nowhere.json"], "", /cannot read nowhere\.json: ENOENT/],
    [["."], "", /cannot read \.: it is a folder/],
    [["--provider", "nobody"], order("a"), /provider.*nobody/],
    [["--trust", "verified"], `${order("a")}\n${order("b")}`, /trust/],
    [["--direction", "up"], order("a"), /direction/],
  ];
  for (const [args, input, why] of cases) {
    const [code, out, err] = run(args, input);
    assert.deepEqual([code, out], [2, ""], args.join(" "));
    assert.match(err, why);
    assert.doesNotMatch(err, /\n {4}at /);
  }
});

test("help and version", () => {
  const [code, help] = run(["--help"]);
  assert.equal(code, 0);
  for (const option of ["format", "provider", "direction", "trust", "locale", "explain", "help", "version"]) assert.match(help, new RegExp(`--${option}\\b`));
  assert.deepEqual(run(["--version"]), [0, `${VERSION}\n`, ""]);
});

test("what decided is explained", () => {
  const body = readFileSync(fixture("banxa/v2_buy_complete.json"));
  const [, out] = run(["--explain"], body);
  assert.deepEqual(JSON.parse(out).explanation, JSON.parse(JSON.stringify(explainAll(body)))[0]);
  const [, card] = run(["--explain", "--format=text"], body);
  for (const part of [/decided by word +\/status {2}"complete"/, /amounts\.expected\.value +\/fiatAmount {2}"230"/, /rule +banxa\.buy\.complete/, /page +https:/]) assert.match(card, part);
});

test("on a terminal there is a card, in colours unless NO_COLOR is set; elsewhere there is JSON", () => {
  const file = fixture("banxa/v2_buy_complete.json");
  const line = `${bin} --trust api ${file}`;
  const [code, colourful] = onTerminal(line);
  assert.equal(code, 0);
  assert.match(colourful, /^\x1b\[32mCompleted/);
  const [, card] = run(["--format=text", "--trust=api", file]);
  assert.equal(colourful.replace(/\x1b\[\d*m/g, ""), card);
  for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) assert.equal(onTerminal(line, env)[1], card);
  assert.match(card, /fulfilment +yes\n/);
  assert.equal(JSON.parse(onTerminal(`${bin} --format json ${file}`)[1]).status, "completed");
  assert.deepEqual(onTerminal(bin)[0], 2);
});

test("what a payload carries cannot move the cursor", () => {
  const evil = order("\x1b[2J\x9b31m\u202eevil\r\n", { status: "\x1b]0;x\x07" });
  const [, card] = run(["--format=text", "--provider=banxa"], evil);
  assert.doesNotMatch(card, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  const [, json] = run(["--provider=banxa"], evil);
  assert.doesNotMatch(json, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  assert.equal(JSON.parse(json).id, JSON.parse(JSON.stringify(normalize(evil, { provider: "banxa" }))).id);
  const [, , err] = run(["--provider", "\x1b[2J"], evil);
  assert.doesNotMatch(err, /\x1b/);
});

test("a terminal sees how far it is, and where the lines go sees none of that", () => {
  const out = join(folder, "out.ndjson");
  const file = write("some.ndjson", `${order("a")}\n`.repeat(30_000));
  const [code, seen] = onTerminal(`${bin} ${file} > ${out}`);
  assert.equal(code, 0);
  assert.match(seen, /█.*%  \d+ read, 0 not/);
  assert.ok(seen.endsWith("\r\x1b[K"), JSON.stringify(seen.slice(-80)));
  assert.equal(readFileSync(out, "utf8").split("\n").length, 30_001);
  assert.deepEqual(run([file])[2], "");
});

test("whoever has seen enough stops it, and nothing is complained of", async () => {
  const file = write("enough.ndjson", `${order("a")}\n`.repeat(30_000));
  const child = spawn(bin, [file], { stdio: ["ignore", "pipe", "pipe"] });
  let err = "";
  child.stderr.on("data", (text) => (err += text));
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((close) => child.on("close", close));
  assert.deepEqual([code, err], [0, ""]);
});
