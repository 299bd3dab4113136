/**
 * `orderstate` without the module: for who compiles `orderstate/orderstate.wasm` otherwise, or loads it from elsewhere.
 *
 * @packageDocumentation
 */

export * from "./index.js";

/**
 * Takes the module, before anything else is called. Of one that is compiled, the next call may follow at once; for
 * anything else, await what is returned. Further calls give the same promise, unless it failed.
 *
 * @param module A `WebAssembly.Module`, the bytes of one, a `Response` with these, or the promise of one of them.
 * @throws {OrderstateError} `wasm_unavailable`, `internal`; as a promise that is rejected.
 * @example
 * import module from "orderstate/orderstate.wasm";
 * init(module);
 */
export function init(module: object): Promise<void>;
