//! How properties are tried: with many values, the same ones each time, so that a run that fails fails again.

use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestRunner};

/// Tries a property with this many values, the same ones each time.
pub(crate) fn holds<S: Strategy>(cases: u32, values: S, property: impl Fn(S::Value))
where
    S::Value: Debug,
{
    let config = Config {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(20_260_116),
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&values, |value| {
        property(value);
        Ok(())
    });
    if let Err(fault) = result {
        panic!("{fault}");
    }
}
