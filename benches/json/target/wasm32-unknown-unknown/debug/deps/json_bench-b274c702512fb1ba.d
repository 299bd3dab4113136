/work/main/benches/json/target/wasm32-unknown-unknown/debug/deps/json_bench-b274c702512fb1ba.d: src/lib.rs src/ours.rs src/../../../src/read/json.rs

/work/main/benches/json/target/wasm32-unknown-unknown/debug/deps/libjson_bench-b274c702512fb1ba.rmeta: src/lib.rs src/ours.rs src/../../../src/read/json.rs

src/lib.rs:
src/ours.rs:
src/../../../src/read/json.rs:
