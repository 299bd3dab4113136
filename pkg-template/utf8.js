// Text in UTF-8, also where the environment has no codec: QuickJS, Hermes, jsdom.

/** How a text is written; half a surrogate pair becomes U+FFFD. */
export const encoder = () => (globalThis.TextEncoder ? new TextEncoder() : { encode, encodeInto });

/** How a text is read. What is no UTF-8 throws if it is `fatal`; a byte-order mark is a character like others. */
export const decoder = (fatal) =>
  globalThis.TextDecoder ? new TextDecoder("utf-8", { fatal, ignoreBOM: true }) : { decode: fatal ? decodeText : decode };

function encodeInto(text, bytes) {
  let written = 0;
  for (const character of text) {
    const point = character.codePointAt(0);
    const code = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
    // How many bytes follow the first.
    let more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes[written++] = more === 0 ? code : ((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more));
    while (more-- > 0) bytes[written++] = 0x80 | ((code >> (6 * more)) & 0x3f);
  }
  return { written };
}

function encode(text) {
  const bytes = new Uint8Array(text.length * 3);
  return bytes.slice(0, encodeInto(text, bytes).written);
}

function decode(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++];
    let more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let code = more === 0 ? first : first & (0x3f >> more);
    while (more-- > 0) code = (code << 6) | (bytes[at++] & 0x3f);
    text += String.fromCodePoint(code);
  }
  return text;
}

function decodeText(bytes) {
  const text = decode(bytes);
  const again = encode(text);
  if (again.length !== bytes.length || again.some((byte, at) => byte !== bytes[at])) throw new TypeError("this is no UTF-8");
  return text;
}
