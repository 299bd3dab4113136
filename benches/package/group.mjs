// One group of measurements, in a process of its own: `node group.mjs GROUP SIZE ROUNDS`. Prints JSON.
//
// What is timed is checked first, and in the same form. See run.mjs for what the groups are.
import assert from "node:assert/strict";
import { normalize, normalizeAll, normalizeWord } from "../../pkg/index.js";
import { SIZES, WORDS, answers, fixtures, random } from "./payloads.mjs";
import { fromAnswer, fromWord } from "./transak.mjs";

const RING = 256; // different payloads, so that no branch predictor knows one by heart
const TURN_NS = 45_000; // longer, and a busy machine interrupts most turns
const [group, size, rounds] = process.argv.slice(2);

const encoder = new TextEncoder();
const decoder = new TextDecoder(); // takes bad UTF-8, which ours refuses: the quicker of the two
/** As it comes from a socket: bytes of its own, or text that was decoded from bytes. */
const bytesOf = (value) => encoder.encode(JSON.stringify(value));
const textOf = (text) => decoder.decode(encoder.encode(text));

const CONTEXT = { provider: "transak", trust: "api" };
const ours = (payload) => normalize(payload, CONTEXT);

/** Per group the baseline, ours, and the rings of payloads to read. */
const GROUPS = {
  bytes: () => [(bytes) => fromAnswer(JSON.parse(decoder.decode(bytes))), ours, orders(bytesOf)],
  text: () => [(text) => fromAnswer(JSON.parse(text)), ours, orders((answer) => textOf(JSON.stringify(answer)))],
  object: () => [(object) => fromAnswer(object), ours, orders((answer) => JSON.parse(JSON.stringify(answer)))],
  word: () => [
    ({ word, direction }) => fromWord(word, direction),
    ({ word, direction }) => normalizeWord("transak", word, direction),
    words(),
  ],
  // These baselines only parse: nobody has written the mappings of all providers by hand.
  fixtures: () => [
    ({ bytes }) => JSON.parse(decoder.decode(bytes)),
    ({ bytes, context }) => normalizeAll(bytes, context),
    stored((expected) => !expected.error),
  ],
  refused: () => [
    ({ bytes }) => JSON.parse(decoder.decode(bytes)),
    ({ bytes, context }) => {
      try {
        return normalize(bytes, context);
      } catch (error) {
        return error;
      }
    },
    stored((expected) => expected.error),
  ],
};

function orders(form) {
  const ring = answers(size, RING).map(form);
  assert.ok(Object.hasOwn(SIZES, size) && new Set(ring.map((payload) => JSON.stringify(payload))).size === RING);
  return [{ name: size, ring }];
}

/** Each word a string of its own, as out of a database: comparing those costs more than comparing a program's own. */
function words() {
  const below = random(7);
  const ring = Array.from({ length: RING }, () => {
    return { word: textOf(WORDS[below(WORDS.length)]), direction: below(2) === 0 ? "buy" : "sell" };
  });
  return [{ name: "words", ring }];
}

/** One ring a payload, so that each has a time of its own. */
function stored(wanted) {
  return fixtures()
    .filter(({ expected }) => wanted(expected))
    .map((fixture) => ({ name: fixture.name, ring: Array(RING).fill(fixture) }));
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/**
 * A loop over a ring that goes on where its last turn ended: a turn may be shorter than the ring. What a call returns
 * is stored, so that the engine cannot do without making it. The source differs for each loop, so that none shares
 * with another what the engine learns about its calls.
 */
function loop(name, call) {
  const source = `"use strict"; // ${name}
    const results = Array(${RING}).fill(null);
    let at = 0;
    return (ring, count) => {
      for (let i = 0; i < count; i++) {
        at = (at + 1) & ${RING - 1};
        results[at] = call(ring[at]);
      }
    };`;
  return new Function("call", source)(call);
}

/** For each ring the median of ns a call of both, and the quartiles of baseline / ours in the same round. */
function time(loops, rings) {
  const turn = (loop, ring, count) => {
    const start = process.hrtime.bigint();
    loop(ring, count);
    return Number(process.hrtime.bigint() - start) / count;
  };
  // Until the engine's best code runs for both.
  for (const end = Date.now() + 1000; Date.now() < end; ) {
    for (const { ring } of rings) for (const loop of loops) turn(loop, ring, 16);
  }
  // How many calls a turn holds.
  const counts = rings.map(({ ring }) =>
    loops.map((loop) => {
      const ns = median(Array.from({ length: 15 }, () => turn(loop, ring, 16)));
      return Math.max(1, Math.round(TURN_NS / ns));
    }),
  );
  const taken = rings.map(() => loops.map(() => []));
  for (let round = 0; round < rounds; round++) {
    for (const [place, { ring }] of rings.entries()) {
      for (let i = 0; i < loops.length; i++) {
        const next = (round + i) % loops.length;
        taken[place][next].push(turn(loops[next], ring, counts[place][next]));
      }
    }
  }
  return taken.map(([baseline, ours], place) => {
    const ratios = baseline.map((ns, round) => ns / ours[round]).sort((a, b) => a - b);
    const [low, ratio, high] = [1, 2, 3].map((quarter) => ratios[(ratios.length * quarter) >> 2]);
    return { name: rings[place].name, baseline: median(baseline), ours: median(ours), low, ratio, high };
  });
}

const [baseline, subject, rings] = GROUPS[group]();
for (const { name, ring } of rings) {
  const { expected } = ring[0];
  if (expected === undefined) {
    for (const input of ring) assert.deepEqual(subject(input), baseline(input), `${group} of ${name}`);
  } else if (expected.error) {
    assert.equal(subject(ring[0]).code, expected.error.code, name);
  } else {
    // A list of orders stands in the test's file as a list, a single one alone.
    assert.deepEqual(subject(ring[0]), [expected].flat(), name);
  }
}
console.log(JSON.stringify(time([loop("baseline", baseline), loop("ours", subject)], rings)));
