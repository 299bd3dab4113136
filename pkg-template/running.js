// The instance of the module that runs, and calls of its functions.
import { prepare, start } from "orderstate:engine";
import { OrderstateError } from "./error.js";
import { open } from "./memory.js";

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
    running ??= opened(exports);
  } catch (thrown) {
    ready = undefined;
    throw stopped(thrown);
  }
}

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

export function call(name, a, b, c, d, e) {
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
    return opened(start());
  } catch (thrown) {
    throw stopped(thrown);
  }
}

/** An instance. Once outgrown, it is let go as soon as its call ends, and the next call begins another. */
function opened(exports) {
  const instance = open(exports, () => {
    running = undefined;
    instance.outgrown = true;
  });
  instance.outgrown = false;
  return instance;
}

/**
 * What is thrown where a call failed. Before, no instance runs any more: a trap, or a full stack, left it half-way through the
 * call, and a stack that is full has no room for this one either.
 */
function failure(instance, thrown) {
  if (thrown instanceof OrderstateError && !instance.outgrown) running = instance;
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
