// The facade: it loads the module, passes what it is given and returns what comes back. What a payload means is
// decided in Rust.
import * as many from "./many.js";
import * as poller from "./poller.js";
import { call } from "./running.js";

export { engine } from "orderstate:engine";
export { OrderstateError } from "./error.js";
export { init, normalize } from "./running.js";
export const VERSION = PACKAGE_VERSION;

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

export function createPoller(fetchStatus, options) {
  return poller.createPoller(transition, fetchStatus, options);
}

export function summarize(orders, options) {
  return call("summarize", orders, options);
}

export function timeline(payload, context) {
  return call("timeline", payload, context);
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
