// The server of examples/node-server, on Node 22 with the packed package: what is proven is taken, once, also over a crash.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { install, outside, root } from "../package/installed.mjs";
import { api, shop, until } from "./merchant.mjs";
import { SECRETS, SENDERS, insist, send } from "./senders.mjs";

const folder = install();
const source = join(root, "examples/node-server/server.mjs");
copyFileSync(source, join(folder, "server.mjs"));
const node22 = outside.resolve("node22/package.json").replace(/package\.json$/, "bin/node");

const states = new Map([["m-1", "PAID"], ["m-2", "UNRESOLVED"]]);
const merchant = await shop({ failing: 2 });
const provider = await api(states);
let server;

/** Starts it on the same file, and says where it is. */
async function start() {
  const env = { ...SECRETS, SHOP: merchant.address, MUGGLEPAY_API: provider.address, DATABASE: join(folder, "orders.db"), PORT: "0", RETRY_MS: "50" };
  server = spawn(node22, ["server.mjs"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of server.stdout) return String(line).trim();
}
async function kill() {
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGKILL");
  await gone;
}
let address = await start();
after(async () => {
  await kill();
  merchant.close();
  provider.close();
});

const at = (minute) => Date.parse("2026-11-25T10:00:00Z") + minute * 60_000;
const state = async (key) => (await fetch(new URL(`orders/${key}`, address))).json();
const fulfilled = () => [...merchant.effects.keys()].filter((key) => key.startsWith("fulfil/")).sort();

test("it has under 100 lines", () => {
  assert.ok(readFileSync(source, "utf8").trimEnd().split("\n").length < 100);
});

test("webhooks of each provider are taken, in any order, and what may be handed over is, once", async () => {
  for (const [status, minute] of [["complete", 9], ["pendingPayment", 1], ["paymentReceived", 5]]) {
    assert.deepEqual(await send(address, SENDERS.banxa({ id: "b-1", status, time: at(minute) })), { status: 200, body: { status: 200 } });
  }
  const duplicate = SENDERS.transak({ id: "t-1", status: "COMPLETED", time: at(3) }, { secret: SECRETS.TRANSAK_TOKEN_BEFORE });
  for (let i = 0; i < 3; i++) assert.equal((await send(address, duplicate)).status, 200);
  for (const id of ["m-1", "m-2"]) assert.equal((await send(address, SENDERS.mugglepay({ id, status: "PAID", time: at(1) }))).status, 200);
  assert.equal((await send(address, SENDERS.baanx({ id: "u-1", status: "VERIFIED" }))).status, 200);
  await until(() => fulfilled().length === 3, "three orders are handed over");
  assert.deepEqual(fulfilled(), ["fulfil/banxa/b-1", "fulfil/mugglepay/m-1", "fulfil/transak/t-1"]);
  const kept = await Promise.all(["banxa/b-1", "transak/t-1", "mugglepay/m-1", "mugglepay/m-2"].map(state));
  assert.deepEqual(kept.map(({ status, trust }) => [status, trust]), [["completed", "verified"], ["completed", "verified"], ["completed", "api"], ["on_hold", "api"]]);
});

test("what is forged, old or nothing at all changes nothing", async () => {
  const forged = [
    SENDERS.banxa({ id: "b-9", status: "complete", time: at(9) }, { secret: "another" }),
    SENDERS.banxa({ id: "b-9", status: "complete", time: at(9) }, { now: Date.now() - 600_000 }),
    SENDERS.transak({ id: "t-9", status: "COMPLETED", time: at(9) }, { secret: "another" }),
    SENDERS.mugglepay({ id: "m-1", status: "REFUNDED", time: at(9) }, { secret: "another" }),
    SENDERS.baanx({ id: "u-9", status: "VERIFIED" }, { secret: "another" }),
    { path: "/hooks/mugglepay", headers: {}, body: "not JSON" },
    { path: "/hooks/stripe", headers: {}, body: "{}" },
    { path: "/hooks/constructor", headers: {}, body: "{}" },
  ];
  for (const request of forged) assert.equal((await send(address, request)).status, 401);
  // A token that comes back covers nothing: the API says what is true.
  assert.equal((await send(address, SENDERS.mugglepay({ id: "m-2", status: "PAID", time: at(20) }))).status, 200);
  assert.equal((await state("mugglepay/m-2")).status, "on_hold");
  for (const key of ["banxa/b-9", "transak/t-9", "nobody/1"]) assert.equal((await fetch(new URL(`orders/${key}`, address))).status, 404);
  assert.equal(fulfilled().length, 3);
  // Nobody knows of the order, so it comes again.
  assert.equal((await send(address, SENDERS.mugglepay({ id: "m-7", status: "PAID", time: at(1) }))).status, 503);
});

test("killed in the middle, it hands over all that it has taken, and each thing once", async () => {
  const orders = Array.from({ length: 60 }, (_, place) => `k-${place}`);
  const sent = orders.map((id, place) =>
    insist(() => address, () => (place % 2 ? SENDERS.banxa({ id, status: "complete", time: at(place) }) : SENDERS.transak({ id, status: "COMPLETED", time: at(place) }))));
  await Promise.race(sent);
  await kill();
  address = await start();
  await Promise.all(sent);
  await until(() => fulfilled().length === 63, "all orders are handed over");
  await until(() => Promise.all(orders.map((id, place) => state(`${place % 2 ? "banxa" : "transak"}/${id}`))).then((all) => all.every(({ status }) => status === "completed")), "all are completed");
  assert.ok(merchant.deliveries() > merchant.effects.size, "some were delivered twice, for the shop had failed");
});
