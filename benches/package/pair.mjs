// One of the others beside ours, in a process or page of its own, so that neither runs code which a third has shaped.
//
// What is timed is checked first, and in the same form.
import { withoutModule } from "./loader.mjs";
import { SIZES, WORDS, answers, random } from "./payloads.mjs";
import { same } from "./same.mjs";
import { RING, loop, time } from "./timing.mjs";

const encoder = new TextEncoder();
const decoder = new TextDecoder(); // takes bad UTF-8, which ours refuses: the quicker of the two
/** As it comes from a socket: bytes of its own, or text that was decoded from bytes. */
const bytesOf = (value) => encoder.encode(JSON.stringify(value));
const textOf = (text) => decoder.decode(encoder.encode(text));

const CONTEXT = { provider: "transak", trust: "api" };

const FORMS = {
  bytes: bytesOf,
  text: (answer) => textOf(JSON.stringify(answer)),
  object: (answer) => JSON.parse(JSON.stringify(answer)),
};

/** The others, by form: each gives a function from a payload to the order. */
const OTHERS = {
  async js(form) {
    const { fromAnswer } = await import("./transak.mjs");
    return {
      bytes: (bytes) => fromAnswer(JSON.parse(decoder.decode(bytes))),
      text: (text) => fromAnswer(JSON.parse(text)),
      object: (object) => fromAnswer(object),
    }[form];
  },
  async scanner() {
    const { fromBytes } = await import("./scanner.mjs");
    return (bytes) => fromBytes(bytes);
  },
  zod: async (form) => checked(form, (await import("./zod.mjs")).some),
  zod59: async (form) => checked(form, (await import("./zod.mjs")).all),
  valibot: async (form) => checked(form, await import("./valibot.mjs")),
  async twin() {
    const { normalize } = await import("../../pkg/js.js");
    return (payload) => normalize(payload, CONTEXT);
  },
  async serde(form, load) {
    const { createSerde } = await import("./serde.mjs");
    const { fromBytes, fromText } = createSerde(await load("serde.wasm"));
    return { bytes: fromBytes, text: fromText }[form];
  },
};

/** Beside JavaScript by hand, ours without what the module does: as much as ours can ever be. */
async function loader({ size, of }, load, { normalize }) {
  const ring = answers(size, RING).map((answer, place) => ({ payload: FORMS[of](answer), place }));
  const js = await OTHERS.js(of);
  const theirs = ({ payload }) => js(payload);
  const payloads = ring.map(({ payload }) => payload);
  const ours = withoutModule((payload) => normalize(payload, CONTEXT), payloads);
  for (const item of ring) same(ours(item), theirs(item), `${of} of ${size}, without the module`);
  return [theirs, ours, [{ name: size, ring }]];
}

async function checked(form, schema) {
  const { fromAnswer } = await import("./transak.mjs");
  return {
    bytes: (bytes) => fromAnswer(schema.parse(JSON.parse(decoder.decode(bytes)))),
    text: (text) => fromAnswer(schema.parse(JSON.parse(text))),
    object: (object) => fromAnswer(schema.parse(object)),
  }[form];
}

/** Orders of one size, against any of the others. */
async function orders({ form, size, other }, load, { normalize }) {
  const ring = answers(size, RING).map(FORMS[form]);
  if (!Object.hasOwn(SIZES, size) || new Set(ring.map((payload) => JSON.stringify(payload))).size !== RING) {
    throw new Error(`the payloads of ${size} are not what they should be`);
  }
  const theirs = await OTHERS[other](form, load);
  const ours = (payload) => normalize(payload, CONTEXT);
  for (const payload of ring) same(ours(payload), theirs(payload), `${form} of ${size}, beside ${other}`);
  return [theirs, ours, [{ name: size, ring }]];
}

/** Each word a string of its own, as out of a database: comparing those costs more than comparing a program's own. */
async function word(job, load, { normalizeWord }) {
  const { fromWord } = await import("./transak.mjs");
  const below = random(7);
  const ring = Array.from({ length: RING }, () => {
    return { word: textOf(WORDS[below(WORDS.length)]), direction: below(2) === 0 ? "buy" : "sell" };
  });
  const theirs = ({ word, direction }) => fromWord(word, direction);
  const ours = ({ word, direction }) => normalizeWord("transak", word, direction);
  for (const input of ring) same(ours(input), theirs(input), "word");
  return [theirs, ours, [{ name: "words", ring }]];
}

/**
 * The payloads of the tests, one ring a payload, so that each has a time of its own. The other only parses: nobody has
 * written the mappings of all providers by hand.
 */
async function fixtures(job, load, { normalize, normalizeAll }) {
  const stored = JSON.parse(decoder.decode(await load("fixtures.json")));
  const rings = stored.map(({ name, text, context, expected }) => {
    const fixture = { bytes: encoder.encode(text), context, refused: expected.error !== undefined };
    if (fixture.refused) same(failure(fixture).code, expected.error.code, name);
    // A list of orders stands in the test's file as a list, a single one alone.
    else same(normalizeAll(fixture.bytes, context), [expected].flat(), name);
    return { name, refused: fixture.refused, ring: Array(RING).fill(fixture) };
  });

  function failure({ bytes, context }) {
    try {
      return normalize(bytes, context);
    } catch (error) {
      return error;
    }
  }
  const theirs = ({ bytes }) => JSON.parse(decoder.decode(bytes));
  const ours = (fixture) => (fixture.refused ? failure(fixture) : normalizeAll(fixture.bytes, fixture.context));
  return [theirs, ours, rings];
}

export async function run(job, load) {
  const orderstate = await import("../../pkg/index.js");
  const prepare = { word, fixtures, loader }[job.form] ?? orders;
  const [theirs, ours, rings] = await prepare(job, load, orderstate);
  return time([loop("theirs", theirs), loop("ours", ours)], rings, job);
}
