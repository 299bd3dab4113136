// Serves examples/edge-worker on workerd until the process ends, beside a shop that says what it is told: `cargo xtask edge`.
// Whatever the environment does not set has the values of the tests.
import { install } from "../package/installed.mjs";
import { shop } from "./merchant.mjs";
import { SECRETS, SENDERS } from "./senders.mjs";
import { prepare } from "./engine.mjs";

const folder = install();
const start = await prepare(folder);
const told = (key, { status, fulfilment }) => console.log(`the shop is told: ${key}, which is ${status}, handed over: ${fulfilment}`);
const merchant = await shop({ failing: Infinity, told });
const secrets = Object.fromEntries(Object.entries(SECRETS).map(([name, value]) => [name, process.env[name] ?? value]));
const { address, kill } = await start({ ...secrets, SHOP: merchant.address, MUGGLEPAY_API: "https://api.mugglepay.com/v1" });

const hook = SENDERS.banxa({ id: "e82c57b2", status: "complete", time: Date.now() - 1000 }, { secret: secrets.BANXA_SECRET });
const headers = Object.entries(hook.headers).map(([name, value]) => `-H '${name}: ${value}'`);
console.log(`
workerd listens at ${address} (end with Ctrl-C). For five minutes this webhook of Banxa's is right:

  curl ${headers.join(" ")} -d '${hook.body}' ${new URL(hook.path, address)}

  curl ${new URL("orders/banxa/e82c57b2", address)}
`);
if (process.argv.includes("--once")) {
  await kill();
  process.exit();
}
