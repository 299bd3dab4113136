//! What std would bring. The package's module has none; everything else that is compiled to WebAssembly has, tests above all.

use lol_alloc::{FreeListAllocator, LockedAllocator};

/// One list of what is free, which joins neighbours: of the allocators that were measured the smallest.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());

/// A trap: the loader sees it, and takes a new instance. What it would say is not even compiled in.
#[panic_handler]
fn panicked(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
