// How time is taken, in any engine: see run.mjs for why so.

export const RING = 256; // different payloads, so that no branch predictor knows one by heart

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** The quartiles. */
export function quartiles(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, middle, high] = [1, 2, 3].map((quarter) => sorted[(sorted.length * quarter) >> 2]);
  return { low, middle, high };
}

/**
 * A loop over a ring that goes on where its last turn ended: a turn may be shorter than the ring. What a call returns
 * is stored, so that the engine cannot do without making it. The source differs for each loop, so that none shares
 * with another what the engine learns about its calls.
 */
export function loop(name, call) {
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

/** The ns that a turn of so many calls takes. */
function turn(loop, ring, count) {
  const start = performance.now();
  loop(ring, count);
  return (performance.now() - start) * 1e6;
}

/** How many calls a turn holds. Doubled until the clock can see them: browsers' clocks are coarse. */
function countFor(loop, ring, turnNs) {
  let count = 1;
  const taken = () => median(Array.from({ length: 5 }, () => turn(loop, ring, count)));
  let ns = taken();
  while (ns < turnNs / 2) {
    count *= 2;
    ns = taken();
  }
  return Math.max(1, Math.round((count * turnNs) / ns));
}

/**
 * Times loops over rings in short turns, round by round, so that what disturbs the machine disturbs all: for each ring
 * the median of ns a call of the first loop (the other's) and of the second (ours), and the quartiles of the ratio of
 * the two in the same round.
 */
export function time(loops, rings, { rounds, turnNs, warmMs }) {
  // Until the engine's best code runs for both.
  for (const end = performance.now() + warmMs; performance.now() < end; ) {
    for (const { ring } of rings) for (const loop of loops) turn(loop, ring, 16);
  }
  const counts = rings.map(({ ring }) => loops.map((loop) => countFor(loop, ring, turnNs)));
  const taken = rings.map(() => loops.map(() => []));
  for (let round = 0; round < rounds; round++) {
    for (const [place, { ring }] of rings.entries()) {
      for (let i = 0; i < loops.length; i++) {
        const next = (round + i) % loops.length;
        const count = counts[place][next];
        taken[place][next].push(turn(loops[next], ring, count) / count);
      }
    }
  }
  return taken.map(([theirs, ours], place) => {
    const { low, middle, high } = quartiles(theirs.map((ns, round) => ns / ours[round]));
    const { ring, ...about } = rings[place];
    return { ...about, theirs: median(theirs), ours: median(ours), low, ratio: middle, high };
  });
}
