// What the readers read: documents that show how strict a reader is, and payloads to take the time with. And what
// JSON.parse makes of each, to compare with.

const KEYS = ["id", "status", "isBuyOrSell", "cryptoAmount", "transactionHash"];
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The whole document and the values that are asked for, as JavaScript would do it. */
export function parse(bytes) {
  const data = own(JSON.parse(decoder.decode(bytes)), "data");
  return KEYS.map((key) => own(data, key));
}

const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (map, key) => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined);

/**
 * What `scan` must answer: zero for what JSON.parse refuses, else the checksum. JSON.parse keeps no digits, so those of
 * a number that is asked for must be told; without them the answer is `undefined`, which is anything but zero.
 */
export function expected(bytes, digits) {
  let values;
  try {
    values = parse(bytes);
  } catch {
    return 0;
  }
  let sum = 0x811c9dc5;
  const add = (byte) => (sum = Math.imul(sum ^ byte, 0x01000193));
  for (const value of values) {
    const number = typeof value === "number";
    if (number && digits === undefined) return undefined;
    const text = number ? digits : ["string", "boolean"].includes(typeof value) ? String(value) : undefined;
    add(text === undefined ? 0xff : 0xfe);
    encoder.encode(text).forEach(add); // half a surrogate pair becomes U+FFFD
  }
  return (sum | 1) >>> 0;
}

const join = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const words = (text) => text.trim().split(/\s+/);

/** Values to stand alone, where they are asked for, and where they are not. */
const VALUES = {
  numbers: words(`
    0 -0 0.5 -1.25 1e-7 0.10 10.00 1e-400 123456789012345678901234567890 01 -01 00 0123 .5 -.5 1. 1.e2 -1. +1 1e 1e+
    1e1.5 - -- --1 -a 0x10 1_000 1a 1,5 1e5e5 NaN -NaN Infinity -Infinity
  `).concat("- 1", "1 .5", "1 2"),
  "numbers with exponents": words("1e5 1E5 1E+2 1e+05 0e0 1e400 -1e400 1.7976931348623157e309"),
  words: words("true false null True nul nulll tru truee undefined TRUE 'a' `a` a true1 1true nullnull"),
  brackets: words(`
    [] {} [1] [1,2] [1,] [,1] [,] [1,,2] [1 [1,2 1] [1} {"a":1] [{"a":1]} {"a":[1}] {"a":1} {"a":1,} {,"a":1} {,} {"a"}
    {"a":} {"a":,} {:1} {"a":1"b":2} {"a"=1} {"a"::1} {a:1} {'a':1} {1:2} {null:1} {[]:1} {"a":1}} [[]] [[] {"":1}
    {"__proto__":1} "a"b "a""b" ["a""b"] [1"a"] [[]1] ] } , : 1;
  `).concat("[1 2]", '{"a":1 "b":2}', '{"a" 1}'),
  comments: words("/**/1 1/**/ [1/**/] //1 1//1 #1 1#1 <!--1"),
  escapes: words(String.raw`
    "" "a" "\b\f\n\r\t\/\\\"" "\u0061\u00e9\u20AC" "\u0000" "\uFFFF" "\ud83d\ude00" "\uD83D\uDE00" "\x41" "\a" "\v" "\0"
    "\'" "\" "\u" "\u12" "\u12g4" "\u+123" "\u-123" "\u{61}" "\U0061" "a "a\ "a\\" "a\u00e9 é "é" "😀" "\é" "\😀"
  `).concat('"\\u 061"', '"\\\n"'),
  "half surrogate pairs": words(String.raw`
    "\ud83d" "\ude00" "\ude00\ud83d" "\ud83d\u0061" "\ud83dx" "\ud83d\n" "\ud83d\ud83d\ude00" "\ud83d\ude00\ude00"
  `),
  "raw characters": [..."\0\x01\b\t\n\v\f\r\x1f\x7f\x80\u2028\u2029\ufeff\ufffd\uffff"].map((char) => `"${char}"`),
  space: [" 1 ", "\t\n\r 1", "1\n", "\f1", "\v1", "\u00a01", "\u20281", "\u30001", "\x001", "1\0", " ", ""],
  "names of serde_json's own": words(`
    {"$serde_json::private::Number":"1"} {"$serde_json::private::Number":"x"} {"$serde_json::private::RawValue":"["}
  `),
};

const BAD_UTF8 = words(`
  80 bf c3 c328 c0af c1bf e282 e28228 e08080 eda080 edbfbf eda0bdedb880 f09f98 f0808080 f4908080 f5808080 fe ff
`).map((hex) => Buffer.from(hex, "hex"));

const WHOLE = '{"data":{"id":"a","status":"b","isBuyOrSell":"BUY","cryptoAmount":0.10,"transactionHash":"0x1"}}';
const nest = (open, inner, close, levels) => open.repeat(levels) + inner + close.repeat(levels);

const DOCUMENTS = {
  "byte order marks": [`\ufeff${WHOLE}`, `${WHOLE}\ufeff`, `\ufeff\ufeff${WHOLE}`, `{\ufeff"data":{}}`, "\ufeff"],
  "other encodings": [
    Buffer.from(WHOLE, "utf16le"),
    Buffer.from(`\ufeff${WHOLE}`, "utf16le"),
    Buffer.from('{"data":{"id":"é"}}', "latin1"),
  ],
  "more than one": [`${WHOLE}\n${WHOLE}`, `${WHOLE}${WHOLE}`, `${WHOLE}\0`, `${WHOLE},`, `${WHOLE}}`],
  "equal keys": [
    '{"data":{"id":"a","id":"b"}}',
    '{"data":{"id":"a","id":null}}',
    '{"data":{"id":"a","id":{"id":"b"}}}',
    '{"data":{"id":{"id":"b"},"id":"a"}}',
    '{"data":{"id":"a","\\u0069d":"b"}}',
    '{"x":1,"x":2,"data":{"y":1,"y":2,"id":"a"}}',
    '{"data":{"id":"a"},"data":{"status":"b"}}',
    '{"data":{"id":"a"},"data":null}',
    '{"data":{"id":"a"},"data":[1]}',
    '{"data":1,"data":{"id":"a"}}',
  ],
  "other shapes": [
    '{"d\\u0061t\\u0061":{"\\u0069\\u0064":"a"}}',
    '{"Data":{"id":"a"},"data":{"ID":"b"}}',
    '{"data":{"data":{"id":"a"}}}',
    '{"x":{"data":{"id":"a"}},"data":{"status":"b"}}',
    '{"data":{"x":{"id":"a"},"y":[{"id":"b"}],"status":"c"}}',
    '[{"data":{"id":"a"}}]',
    '{"data":[{"id":"a"}]}',
    '{"data":[["id","a"]]}',
    '{"data":"id"}',
    '{"data":1}',
    '{"data":true}',
    '{"data":null}',
    '{"data":{"id":["a"],"status":{"status":"b"},"cryptoAmount":[]}}',
    '{"data":{"id":true,"status":false,"cryptoAmount":null}}',
  ],
  "100 levels": [
    nest("[", "", "]", 100),
    nest('{"a":', "1", "}", 100),
    nest('[{"a":', "1", "}]", 50),
    nest("[", "", "]", 100).slice(1),
    nest("[", "", "]", 100).slice(0, -1),
    nest("[", "1", "}", 100),
    `{"data":{"id":${nest("[", "", "]", 98)},"status":"b"}}`,
  ],
};

/** Every document: its group, its bytes and, where it asks for a number, the digits of it. */
export function* strictness() {
  for (const [group, values] of Object.entries(VALUES)) {
    for (const value of values) {
      yield [group, join(value)];
      yield [group, join('{"data":{"id":"a","cryptoAmount":', value, ',"status":"b"}}'), value.trim()];
      yield [group, join('{"data":{"id":"a","x":', value, ',"status":"b"},"y":[', value, "]}")];
    }
  }
  for (const [group, some] of [["bad UTF-8", BAD_UTF8], ["half surrogate pairs", ["\\ud83d", "\\ude00\\ud83d"]]]) {
    for (const bytes of some) {
      yield [group, join('{"data":{"id":"', bytes, '"}}')];
      yield [group, join('{"data":{"id":"a","x":["', bytes, '"]}}')];
      yield [group, join('{"data":{"', bytes, '":1,"id":"a"}}')];
      yield [group, join('{"data":{"id":"a","x":{"', bytes, '":1}}}')];
      yield [group, join('{"data":{"id":"a"}}', bytes)];
    }
  }
  for (const [group, documents] of Object.entries(DOCUMENTS)) {
    for (const document of documents) yield [group, join(document), "0.10"];
  }
  // A payload's beginnings, and the payload with a few bytes changed, left out or doubled.
  const [payload] = payloads(700, 1);
  for (let length = 0; length < payload.length; length++) yield ["cut short", payload.subarray(0, length)];
  const below = random(7);
  const alphabet = join('{}[]",:\\u0019.eE+-truefalsn \n\t\0\x1f\x7f/*d8Dcé\u2028😀\ufeff');
  for (let made = 0; made < 20_000; made++) {
    let bytes = payload;
    for (let edits = 1 + below(3); edits > 0; edits--) {
      const at = below(bytes.length);
      const put = alphabet.subarray(below(alphabet.length)).subarray(0, below(3));
      bytes = join(bytes.subarray(0, at), put, bytes.subarray(at + below(3)));
    }
    yield ["damaged", bytes];
  }
}

/** Deeper than any limit. JSON.parse reads the first two; whoever has a limit refuses them, and nobody may trap. */
export const deep = [
  nest("[", "", "]", 100_000),
  nest('{"data":', "1", "}", 100_000),
  "[".repeat(100_000),
  '{"data":'.repeat(100_000),
].map((text) => join(text));

/** Whole numbers below a limit, the same in every run. */
function random(seed) {
  return (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
}

/** Payloads of about a size: all of one shape, as a provider's are, and all of different values. */
export function payloads(size, count) {
  const below = random(size);
  const hex = (length) => Array.from({ length }, () => below(16).toString(16)).join("");
  const amount = () => Number(`${1 + below(9000)}.${1 + below(9)}`);
  // What a provider sends beside the values.
  const more = [
    () => `https://example.com/orders/${hex(12)}?from=EUR&to=USDC`,
    () => `Line ${below(100)}\n"Straße ${below(100)}"\t€`,
    () => amount(),
    () => below(2) === 1,
    () => null,
    () => `2026-0${1 + below(9)}-1${below(10)}T1${below(10)}:00:00.000Z`,
    () => [{ name: `fee ${hex(4)}`, value: amount(), hidden: false, ids: ["provider_fee", "network_fee"] }],
    () => ({ message: `Wait until ${hex(6)}`, at: 1700000000 + below(1e6), by: { id: hex(8) } }),
  ];
  return Array.from({ length: count }, () => {
    const data = {
      id: `${hex(8)}-${hex(4)}-${hex(12)}`,
      status: ["PROCESSING", "COMPLETED", "AWAITING_PAYMENT_FROM_USER"][below(3)],
      isBuyOrSell: ["BUY", "SELL"][below(2)],
      cryptoAmount: amount(),
      transactionHash: `0x${hex(64)}`,
    };
    const payload = { webhookData: null, eventID: `ORDER_${hex(4)}`, data };
    for (let member = 0; JSON.stringify(payload).length < size - 20; member++) {
      data[`member${member}`] = more[member % more.length]();
    }
    return Object.assign(join(JSON.stringify(payload)), { digits: String(data.cryptoAmount) });
  });
}
