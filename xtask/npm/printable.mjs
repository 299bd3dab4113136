// Bytes as a text of printable ASCII, which no encoding of a file can break. Each byte has a character, or two if it is a rare one,
// and always the same: so what compresses a download finds in the text what repeats in the bytes.

/** What the two characters of a rare byte begin with. */
const RARE = "()";
/** How many places there are in a table for each of these, and before them for what is one character. */
const CODES = 128;

const printed = [...Array(95).keys()].map((code) => code + 32).filter((code) => !`"\\`.includes(String.fromCharCode(code)));
const alone = printed.filter((code) => !RARE.includes(String.fromCharCode(code)));

/** The text of bytes, and the table of what is what in it: at the code of a character a byte; behind a `(` the next 128, behind `)` those after. */
export function printable(bytes) {
  const counts = Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const frequent = [...counts.keys()].sort((one, other) => counts[other] - counts[one]).slice(0, alone.length);
  // Letters stay letters: texts among the bytes are compressed as texts are.
  const same = new Set(frequent.filter((byte) => alone.includes(byte)));
  const others = [...frequent.filter((byte) => !same.has(byte)).sort((one, other) => one - other), ...counts.keys()];
  const table = new Uint8Array(CODES * (1 + RARE.length));
  const texts = new Map();
  const put = (byte, at) => {
    table[at] = byte;
    texts.set(byte, (at < CODES ? "" : RARE[Math.floor(at / CODES) - 1]) + String.fromCharCode(at % CODES));
  };
  for (const byte of same) put(byte, byte);
  const places = [...alone.filter((code) => !same.has(code)), ...[...RARE].flatMap((_, rare) => printed.map((code) => code + CODES * (rare + 1)))];
  for (const byte of others) if (!texts.has(byte)) put(byte, places.shift());
  return { text: Array.from(bytes, (byte) => texts.get(byte)).join(""), table };
}
