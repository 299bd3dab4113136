;; Makes bytes of a text of printable ASCII again: `xtask/npm/printable.mjs`, of which it has the table at the start of its memory.
;; JavaScript that does it is interpreted at first, and takes ten times as long.
(module
  (memory (export "memory") $PAGES)
  (data (i32.const 0) "$TABLE")
  ;; The bytes come to stand where the text begins. Gives where they end.
  (func (export "decode") (param $at i32) (param $end i32) (result i32)
    (local $to i32)
    (local $code i32)
    (local.set $to (local.get $at))
    (loop $next
      (local.set $code (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      ;; `(` or `)`: the code of what follows, in the next part of the table or the one after.
      (if (i32.lt_u (i32.sub (local.get $code) (i32.const 40)) (i32.const 2)) (then
        (local.set $code (i32.add
          (i32.mul (i32.sub (local.get $code) (i32.const 39)) (i32.const 128))
          (i32.load8_u (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))))
      (i32.store8 (local.get $to) (i32.load8_u (local.get $code)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $to)))
