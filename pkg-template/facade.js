// The facade: it loads the module, passes what it is given and returns what comes back. What a payload means is
// decided in Rust.
import hex from "orderstate:wasm";
import * as many from "./many.js";
import { OrderstateError } from "./error.js";
import { open } from "./memory.js";

export { OrderstateError };

export function normalize(payload, context) {
  const instance = (running ??= start());
  try {
    // By name, which `call` cannot: that would cost a tenth of the call.
    return instance.normalize(payload, context);
  } catch (thrown) {
    throw failure(instance, thrown);
  }
}

export function normalizeAll(payload, context) {
  return call("normalizeAll", payload, context);
}

export function normalizeWord(provider, word, context) {
  return call("normalizeWord", provider, word, context);
}

export function normalizeBatch(bytes, context) {
  return many.normalizeBatch(call, bytes, context);
}

export function normalizeStream(chunks, context, options) {
  return many.normalizeStream(call, chunks, context, options);
}

export function normalizeProblem(provider, httpStatus, body, headers) {
  return call("normalizeProblem", provider, httpStatus, body, headers);
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

/** The module once it is compiled, and the instance that runs; none before the first call. */
let compiled;
let running;

function call(name, a, b, c, d) {
  const instance = (running ??= start());
  try {
    return instance[name](a, b, c, d);
  } catch (thrown) {
    throw failure(instance, thrown);
  }
}

function failure(instance, thrown) {
  if (thrown instanceof OrderstateError) return thrown;
  // A trap, or a full stack. It left the instance half-way through a call, so the next call gets a new one.
  if (running === instance) running = undefined;
  return new OrderstateError(INTERNAL, thrown);
}

function start() {
  try {
    compiled ??= new WebAssembly.Module(decode(hex));
    return open(new WebAssembly.Instance(compiled).exports);
  } catch (thrown) {
    // A RangeError says that the stack or the memory was full already.
    throw new OrderstateError(thrown instanceof RangeError ? INTERNAL : unavailable(thrown), thrown);
  }
}

function decode(text) {
  if (globalThis.Buffer) return Buffer.from(text, "hex");
  if (Uint8Array.fromHex) return Uint8Array.fromHex(text);
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

const INTERNAL = {
  code: "internal",
  message: "the module stopped in the middle of a call; later calls are not affected",
  remedy: "report it with the payload's shape at https://github.com/orderstate/orderstate/issues",
};

function unavailable({ message }) {
  return {
    code: "wasm_unavailable",
    message: `this environment does not run WebAssembly: ${message}`,
    remedy: "allow `'wasm-unsafe-eval'` in the page's Content-Security-Policy, or make this call on a server",
  };
}
