//! Nothing is read: what every module pays for the two functions, the checksum and the allocator.

use super::Found;

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    // About as many bytes as the values have.
    let bytes = &bytes[..bytes.len().min(112)];
    // SAFETY: the checksum looks at bytes only.
    let text = unsafe { core::str::from_utf8_unchecked(bytes) };
    Some([Some(text.into()), None, None, None, None])
}
