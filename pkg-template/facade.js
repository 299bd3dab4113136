// The facade: it loads the module, passes what it is given and returns what comes back. What a payload means is
// decided in Rust.
import { prepare, start } from "orderstate:engine";
import * as many from "./many.js";
import { OrderstateError } from "./error.js";
import { open } from "./memory.js";

export { engine } from "orderstate:engine";
export { OrderstateError };
export const VERSION = PACKAGE_VERSION;

export function normalize(payload, context) {
  const instance = (running ??= begin());
  try {
    // By name, which `call` cannot: that would cost a tenth of the call.
    return instance.normalize(payload, context);
  } catch (thrown) {
    running = undefined;
    throw failure(instance, thrown);
  }
}

export function normalizeAll(payload, context) {
  return call("normalizeAll", payload, context);
}

export function normalizeWord(provider, word, context) {
  return call("normalizeWord", provider, word, context);
}

export function explain(payload, context) {
  return call("explain", payload, context);
}

export function explainAll(payload, context) {
  return call("explainAll", payload, context);
}

export function normalizeBatch(bytes, context) {
  return many.normalizeBatch(call, bytes, context);
}

export function normalizeStream(chunks, context, options) {
  return many.normalizeStream(call, chunks, context, options);
}

export function normalizeProblem(provider, httpStatus, body, headers, options) {
  return call("normalizeProblem", provider, httpStatus, body, headers, options);
}

export function normalizeCustomer(provider, payload, context) {
  return call("normalizeCustomer", provider, payload, context);
}

export function transition(previous, next, options) {
  return call("transition", previous, next, options);
}

export function flow(provider, direction) {
  return call("flow", provider, direction);
}

export function describe(order, options) {
  return call("describe", order, options);
}

export function providers() {
  return call("providers");
}

export function version() {
  return call("version");
}

/** The instance that runs; none before the first call. */
let running;
/** What `init` gave, unless that failed. */
let ready;

export function init(source) {
  return (ready ??= warm(source));
}

async function warm(source) {
  try {
    const exports = await prepare(source);
    running ??= open(exports);
  } catch (thrown) {
    ready = undefined;
    throw stopped(thrown);
  }
}

function call(name, a, b, c, d, e) {
  const instance = (running ??= begin());
  try {
    return instance[name](a, b, c, d, e);
  } catch (thrown) {
    running = undefined;
    throw failure(instance, thrown);
  }
}

function begin() {
  try {
    return open(start());
  } catch (thrown) {
    throw stopped(thrown);
  }
}

/**
 * What is thrown where a call failed. Before, no instance runs any more: a trap, or a full stack, left it half-way through the
 * call, and a stack that is full has no room for this one either.
 */
function failure(instance, thrown) {
  if (thrown instanceof OrderstateError) running = instance;
  return stopped(thrown);
}

function stopped(thrown) {
  return thrown instanceof OrderstateError ? thrown : new OrderstateError(INTERNAL, thrown);
}

const INTERNAL = {
  code: "internal",
  message: "the module stopped in the middle of a call; later calls are not affected",
  remedy: "report it with the payload's shape at https://github.com/orderstate/orderstate/issues",
};
