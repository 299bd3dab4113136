// The facade: it loads the module, passes what it is given and returns what comes back. What a payload means is
// decided in Rust.
import createGlue from "orderstate:glue";
import base64 from "orderstate:wasm";
import { createPacked } from "./packed.js";

export function normalize(payload, context) {
  return shortly("normalize", payload, context) ?? call("normalize", payload, context);
}

export function normalizeAll(payload, context) {
  return shortly("normalizeAll", payload, context) ?? call("normalizeAll", payload, context);
}

export function normalizeWord(provider, word, context) {
  return shortly("normalizeWord", provider, word, context) ?? call("normalizeWord", provider, word, context);
}

export function normalizeProblem(provider, httpStatus, body, headers) {
  return call("normalizeProblem", provider, httpStatus, body, headers);
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

export class OrderstateError extends Error {
  constructor({ code, message, remedy, offset = null, providers = [] }, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
    this.offset = offset;
    this.providers = providers;
  }

  // On the prototype, so that stack traces begin with it, and as text, so that a minifier cannot shorten it.
  get name() {
    return "OrderstateError";
  }
}

/** The module once it is compiled, and the instance that runs; none before the first call. */
let compiled;
let running;

function call(name, ...args) {
  const instance = (running ??= start());
  try {
    return instance[name](...args);
  } catch (thrown) {
    throw isReported(thrown) ? new OrderstateError(thrown) : broken(instance, thrown);
  }
}

/** The answer by the short way; nothing where that has none. */
function shortly(name, a, b, c) {
  const instance = (running ??= start());
  try {
    return instance.packed[name](a, b, c);
  } catch (thrown) {
    throw broken(instance, thrown);
  }
}

/**
 * After a trap, a full stack, or an exception that went through the module. It left the instance half-way through a
 * call, so the next call gets a new one.
 */
function broken(instance, thrown) {
  if (running === instance) running = undefined;
  return new OrderstateError(INTERNAL, thrown);
}

/** Whether it is an error that the module reports, and not one that befell it. */
function isReported(thrown) {
  return typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && "remedy" in thrown;
}

function start() {
  try {
    compiled ??= new WebAssembly.Module(decode(base64));
    const glue = createGlue();
    const { exports } = new WebAssembly.Instance(compiled, { "./orderstate_bg.js": glue });
    glue.__wbg_set_wasm(exports);
    exports.__wbindgen_start();
    return { ...glue, packed: createPacked(glue, exports.memory) };
  } catch (thrown) {
    // A RangeError says that the stack or the memory was full already.
    throw new OrderstateError(thrown instanceof RangeError ? INTERNAL : unavailable(thrown), thrown);
  }
}

function decode(text) {
  return globalThis.Buffer ? Buffer.from(text, "base64") : Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
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
