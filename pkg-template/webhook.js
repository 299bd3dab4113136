// The entry for who receives webhooks: all of the package, and what proves who sent one.
import { call } from "./running.js";

export * from "./facade.js";

export function verify(provider, request, secret, context) {
  return call("verify", provider, request, secret, context);
}

export function deriveToken(provider, variant, reference, secret) {
  return call("deriveToken", provider, variant, reference, secret);
}

export async function read(request) {
  const { method, url, headers } = request;
  return { method, url, headers, body: new Uint8Array(await request.arrayBuffer()) };
}
