// @ts-check
// Work that waits for a better moment. What comes next takes its place.

export function later() {
  /** @type {number | undefined} */
  let frame;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function drop() {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
  }

  return {
    drop,
    /**
     * Does it once what was typed is on the screen.
     *
     * @param {() => void} work
     */
    painted(work) {
      drop();
      frame = requestAnimationFrame(() => (timer = setTimeout(work)));
    },
    /**
     * Does it when for so many milliseconds nothing else was to be done.
     *
     * @param {number} millis
     * @param {() => void} work
     */
    quiet(millis, work) {
      drop();
      timer = setTimeout(work, millis);
    },
  };
}
