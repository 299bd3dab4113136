// How orders move, through the package: what Rust says of it is in tests/flow.rs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { install, load } from "./installed.mjs";

const modules = await load(install());
const { flow, providers } = modules.import;

/** The error that a call ends in. */
function refusal(call) {
  try {
    call();
  } catch ({ code, message }) {
    return `${code}: ${message}`;
  }
  return assert.fail("it went well");
}

test("a flow has the states, the edges and the picture that Rust gives it", () => {
  const edge = (from, to, basis) => ({ from, to, basis, revival: false, refused: false });
  const state = (id, status, finality) => ({ id, word: id.split("?")[0], status, finality });
  for (const module of Object.values(modules)) {
    const { mermaid, ...data } = module.flow("baanx", "pay");
    assert.deepEqual(data, {
      provider: "baanx",
      direction: "pay",
      entry: "STARTED",
      ends: ["COMPLETED", "FAILED", "EXPIRED", "COMPLETED?metadata.note"],
      states: [
        state("STARTED", "awaiting_payment", "open"),
        state("COMPLETED", "completed", "final"),
        state("FAILED", "failed", "final"),
        state("EXPIRED", "expired", "final"),
        state("PENDING", "payment_submitted", "open"),
        state("COMPLETED?metadata.note", "refunded", "final"),
      ],
      edges: [
        edge("STARTED", "COMPLETED", "said"),
        edge("STARTED", "FAILED", "said"),
        edge("STARTED", "EXPIRED", "said"),
        edge("STARTED", "PENDING", "implied"),
        edge("PENDING", "COMPLETED", "implied"),
        edge("PENDING", "FAILED", "implied"),
        edge("PENDING", "EXPIRED", "implied"),
        edge("COMPLETED", "COMPLETED?metadata.note", "implied"),
      ],
    });
    assert.equal(mermaid.split("\n").length, 1 + data.states.length + data.edges.length + 1);
    assert.ok(mermaid.startsWith('flowchart TD\n  s0["STARTED<br>awaiting_payment"]\n'), mermaid);
  }
});

test("revivals and refused edges are marked", () => {
  const { edges } = flow("banxa", "buy");
  const marked = (mark) => edges.filter((edge) => edge[mark]).map(({ from, to }) => `${from} ${to}`);
  assert.deepEqual(marked("revival"), ["paymentReceived", "inProgress", "cryptoTransferred", "complete"].map((to) => `expired ${to}`));
  assert.deepEqual(marked("refused"), ["cancelled expired", "declined expired"]);
});

test("every provider has a flow in each of its directions", () => {
  for (const { id, directions } of providers()) {
    for (const direction of directions) {
      const { provider, entry, states } = flow(id, direction);
      assert.equal(provider, id);
      assert.equal(entry, states[0]?.id ?? null);
    }
  }
});

test("what is asked for wrongly is said", () => {
  assert.match(refusal(() => flow("nobody", "pay")), /^bad_context: there is no provider `nobody`; there are /);
  assert.equal(refusal(() => flow("baanx", "buy")), "bad_context: `baanx` has no orders of the direction `buy`");
  assert.equal(refusal(() => flow("baanx", "up")), "bad_context: the direction cannot be `up`");
  assert.equal(refusal(() => flow("baanx")), "bad_context: the direction is not a string");
  assert.equal(refusal(() => flow(7, "pay")), "bad_context: the provider is not a string");
});
