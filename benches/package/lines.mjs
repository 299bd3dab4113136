/** Each line as bytes of its own, as if it had come alone. */
export function lines(block) {
  const found = [];
  for (let start = 0; start < block.length; ) {
    const end = block.indexOf(0x0a, start);
    found.push(Uint8Array.from(block.subarray(start, end)));
    start = end + 1;
  }
  return found;
}
