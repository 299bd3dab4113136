// JavaScript's own part of the package: the module is asked beforehand, and its answers are given when they are wanted.
// What is left is to write a payload into the memory and to make an order of an answer; ours cannot be faster than that.

const ANSWER = 2048; // bytes, more than an answer here has: its numbers in the first half, its text in the second
const PAGE = 65536;

/**
 * `normalize` of a fresh package for these payloads: it is given a payload with its place among them. To be called before
 * anything else of the package is.
 */
export function withoutModule(normalize, payloads) {
  const { Instance } = WebAssembly;
  let module;
  WebAssembly.Instance = class {
    constructor(...args) {
      module = { ...new Instance(...args).exports };
      this.exports = module;
    }
  };
  // The first time what orders mean is told, and kept; the second time is as every other.
  payloads.forEach(normalize);
  WebAssembly.Instance = Instance;

  const ask = module.normalize;
  const answers = [];
  module.normalize = (...args) => {
    const answer = ask(...args) >>> 0;
    const { buffer } = module.memory;
    const numbers = new Uint32Array(buffer, answer, ANSWER / 8).slice();
    answers.push({ numbers, text: new Uint8Array(buffer, numbers[0], numbers[1]).slice() });
    return answer;
  };
  payloads.forEach(normalize);

  const start = module.memory.grow(Math.ceil((answers.length * ANSWER) / PAGE)) * PAGE;
  const { buffer } = module.memory;
  const places = answers.map(({ numbers, text }, place) => {
    const answer = start + place * ANSWER;
    numbers[0] = answer + ANSWER / 2;
    new Uint32Array(buffer, answer).set(numbers);
    new Uint8Array(buffer, numbers[0], ANSWER / 2).set(text);
    return answer;
  });
  let next = 0;
  module.normalize = () => places[next];
  return ({ payload, place }) => {
    next = place;
    return normalize(payload);
  };
}
