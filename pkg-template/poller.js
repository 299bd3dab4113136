// Asks again and again, as orders and problems advise. How to ask is the caller's, and what is kept of the answers is decided
// in Rust. Time, timers and the page are those of the global object when they are needed, so that whoever replaces these, in
// tests say, replaces them here too.

/** When to ask again where no answer came, as `normalizeProblem` says it of none. */
const NO_ANSWER = { policy: "backoff", at: null, afterMs: 1_000, backoff: 2, capMs: 60_000 };

/** A timer takes more milliseconds for none. */
const LONGEST = 0x7fffffff;

export function createPoller(transition, fetchStatus, options) {
  if (typeof fetchStatus !== "function") throw new TypeError("fetchStatus is not a function");
  const { signal, order } = options ?? {};
  const stop = new AbortController();
  const abort = () => stop.abort(signal.reason);
  if (signal?.aborted) abort();
  else signal?.addEventListener("abort", abort);
  const leave = () => signal?.removeEventListener("abort", abort);
  const looks = look(transition, fetchStatus, order ?? null, stop.signal);
  let left = false;
  return {
    async next() {
      try {
        const next = await looks.next();
        if (next.done) leave();
        return next;
      } catch (thrown) {
        leave();
        // To whoever has left, that is no error.
        if (left) return { done: true, value: undefined };
        throw thrown;
      }
    },
    // A generator alone would wait to its end before it ends.
    return() {
      left = true;
      leave();
      stop.abort();
      return looks.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* look(transition, fetchStatus, order, signal) {
  // How long to wait for an order that stays as it is, since when it does, and how many requests in a row have failed.
  let calm = 0;
  let since = Date.now();
  let failures = 0;
  for (;;) {
    const { answer, error } = await asked(fetchStatus, signal);
    const retry = error === null ? answer?.retry : NO_ANSWER;
    const problem = error === null && retry !== undefined ? answer : null;
    let made = { verdict: "keep", order, progress: order?.progress ?? null, alerts: [] };
    if (error === null && (problem === null || order !== null)) made = transition(order ?? answer, answer);
    // The first has nothing before it.
    if (order === null && made.order !== null) made.verdict = "advance";
    // The next look goes on from there.
    if (made.order !== null && made.progress !== made.order.progress) made.order = { ...made.order, progress: made.progress };
    const answered = Date.now();
    if (made.order !== order && made.verdict !== "same") {
      since = answered;
      calm = 0;
    }
    order = made.order;
    const poll = order?.poll;
    yield { verdict: made.verdict, order, alerts: made.alerts, problem, error };
    if (poll?.stop || (retry !== undefined && retry.policy !== "backoff")) return;
    if (poll?.giveUpAt && answered > Date.parse(poll.giveUpAt)) return;
    let wait;
    if (retry === undefined) {
      failures = 0;
      const longer = calm > 0 && answered - since >= poll.steadyMs;
      wait = calm = longer ? Math.min(calm * poll.backoff, poll.capMs) : poll.afterMs;
    } else {
      const until = retry.at ? Date.parse(retry.at) - answered : 0;
      // A request that failed is no reason to ask more often than the order says.
      wait = Math.max(Math.min(retry.afterMs * retry.backoff ** failures, retry.capMs), until, poll?.afterMs ?? 0);
      failures++;
    }
    await pause(answered + wait, problem !== null, signal);
  }
}

/** What was answered, or the error that came instead. */
async function asked(fetchStatus, signal) {
  try {
    const ask = (resolve, reject) => void Promise.resolve(fetchStatus(signal)).then(resolve, reject);
    return { answer: await unless(signal, ask), error: null };
  } catch (error) {
    if (signal.aborted) throw error;
    return { error: error ?? new Error("fetchStatus gave no reason") };
  }
}

/**
 * Waits to a point in time. In a hidden page it waits until that is seen, and then no longer; nor when the network is back;
 * unless it was the provider who said how long.
 */
function pause(due, said, signal) {
  const page = globalThis.document;
  return unless(signal, (resolve) => {
    let timer;
    const wait = (left) => {
      clearTimeout(timer);
      if (page?.hidden) return;
      if (left > 0) timer = setTimeout(resolve, Math.min(left, LONGEST));
      else resolve();
    };
    const wake = () => wait(said ? due - Date.now() : 0);
    page?.addEventListener("visibilitychange", wake);
    globalThis.addEventListener?.("online", wake);
    wait(due - Date.now());
    return () => {
      clearTimeout(timer);
      page?.removeEventListener("visibilitychange", wake);
      globalThis.removeEventListener?.("online", wake);
    };
  });
}

/** What comes of a beginning, or the reason for which the signal says to stop. What the beginning gives, undoes it. */
async function unless(signal, begin) {
  let abort;
  let undo;
  try {
    return await new Promise((resolve, reject) => {
      abort = () => reject(signal.reason);
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort);
      undo = begin(resolve, reject);
    });
  } finally {
    signal.removeEventListener("abort", abort);
    undo?.();
  }
}
