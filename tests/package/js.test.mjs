// What is tested of the package holds in plain JavaScript too.
process.env.ORDERSTATE_ENTRY = "orderstate/js";
for (const tests of ["fixtures", "hostile", "batch", "flow", "transition"]) await import(`./${tests}.test.mjs`);
