// @ts-check
// What the page shows, as its address: the section, and what is chosen in it. A payload gets there only by an explicit choice.

/** @typedef {Record<string, string>} Choices */

/** @returns {{ section: string, choices: Choices }} */
export function fromAddress() {
  const [section = "", query = ""] = location.hash.slice(1).split("?");
  return { section, choices: Object.fromEntries(new URLSearchParams(query)) };
}

/**
 * @param {string} section
 * @param {Choices} choices
 */
export function toHash(section, choices) {
  const query = new URLSearchParams(Object.entries(choices).filter(([, value]) => value !== ""));
  // Slashes are no trouble there, and easier to read.
  const text = String(query).replaceAll("%2F", "/");
  return `#${section}${text === "" ? "" : `?${text}`}`;
}

/**
 * A text, short enough for a link.
 *
 * @param {string} text
 */
export async function packed(text) {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The text again.
 *
 * @param {string} text
 */
export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")));
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 */
async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
