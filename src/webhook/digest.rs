//! Hashes, and what is made of them.

use alloc::string::String;
use alloc::vec::Vec;

use ctutils::CtEq as _;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha2::{Digest as _, Sha256, Sha512};
use zeroize::{Zeroize as _, Zeroizing};

use super::{Derivation, Hash, Value};

/// Whether one of these is the HMAC of the parts. The comparison takes the same time for all.
pub(super) fn signed(hash: Hash, secret: &[u8], parts: &[&[u8]], signatures: &[Vec<u8>]) -> bool {
    match hash {
        Hash::Sha256 => made::<Hmac<Sha256>>(secret, parts, signatures),
        Hash::Sha512 => made::<Hmac<Sha512>>(secret, parts, signatures),
    }
}

// Whatever has a secret is called, not inlined: so that what it leaves on the stack is where `wipe_stack` overwrites it.
#[inline(never)]
fn made<M: Mac + KeyInit>(secret: &[u8], parts: &[&[u8]], signatures: &[Vec<u8>]) -> bool {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(secret) else { return false };
    parts.iter().for_each(|part| mac.update(part));
    let mut right = mac.finalize().into_bytes();
    let same =
        signatures.iter().fold(false, |same, signature| same | bool::from(right.ct_eq(signature.as_slice())));
    right.zeroize();
    same
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub(super) fn of(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// What a vendor's plugins make of a reference and a secret.
pub(super) fn derived(derivation: &Derivation, reference: &[u8], secret: &[u8]) -> String {
    let mut query = Zeroizing::new(Vec::with_capacity(3 * (reference.len() + secret.len()) + 64));
    for (name, value) in derivation.query {
        if !query.is_empty() {
            query.push(b'&');
        }
        query.extend_from_slice(name.as_bytes());
        query.push(b'=');
        let value = match value {
            Value::Reference => reference,
            Value::Secret => secret,
            Value::Text(text) => text.as_bytes(),
        };
        value.iter().for_each(|byte| encoded(*byte, &mut query));
    }
    let inner = Zeroizing::new(md5(&query, &[]));
    let outer = md5(inner.as_bytes(), secret);
    wipe_stack();
    outer
}

#[inline(never)]
fn md5(first: &[u8], second: &[u8]) -> String {
    base16ct::lower::encode_string(&Md5::new().chain_update(first).chain_update(second).finalize())
}

/// As PHP's `urlencode` writes it.
fn encoded(byte: u8, to: &mut Vec<u8>) {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => to.push(byte),
        b' ' => to.push(b'+'),
        _ => {
            let digit = |half: u8| if half < 10 { b'0' + half } else { b'A' - 10 + half };
            to.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

/// Overwrites what the calls before have left on the stack: of a key, `hmac` makes a block there that it does not wipe.
#[inline(never)]
pub(super) fn wipe_stack() {
    // Eight bytes at a time, for each is written on its own.
    let mut left = [u64::MAX; 256];
    core::hint::black_box(&mut left).zeroize();
}
