//! What comes in to be proven, and what goes out of it.
//!
//! It comes as parts: how many there are and how long each is, as numbers, then all of them. So no secret is copied on the way.

use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroize as _;

use super::answer::Answer;
use crate::context::Context;
use crate::normalize::{counted, orders};
use crate::read::Arena;
use crate::webhook::{Refusal, Request, check, derived};

/// Says whether a webhook is believed, and what it says: the parts are the provider, the method, the address, the body, so many
/// secrets, then names and values of headers. What is none of that is not believed.
pub(super) fn verify(input: &[u8], secrets: usize, context: &Context, arena: &Arena, answer: &mut Answer) {
    let parts = parts(input);
    let Some(received) = received(&parts, secrets, arena) else {
        return answer.refusal(&Refusal::UNREADABLE);
    };
    let Received { provider, request, secrets } = received;
    let proven = match check(provider, &request, secrets, context, arena) {
        Ok(proven) => proven,
        Err(refusal) => return answer.refusal(&refusal),
    };
    let context = proven.context(context);
    let order = proven
        .json
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|payload| orders(payload, &context, &mut |order, _| answer.order(order)))
        .and_then(|()| counted(answer.count().map_or(0, |count| *count as usize)));
    answer.delivery(&proven, order);
}

/// The token of a vendor's plugins, or nothing: the parts are the provider, the variant, the reference and the secret.
pub(super) fn derive(input: &[u8]) -> Option<String> {
    let [provider, variant, reference, secret] = parts(input).try_into().ok()?;
    derived(text(provider)?, text(variant)?, text(reference)?, secret)
}

struct Received<'a> {
    provider: &'a str,
    request: Request<'a>,
    secrets: &'a [&'a [u8]],
}

fn received<'a>(parts: &'a [&'a [u8]], secrets: usize, arena: &'a Arena) -> Option<Received<'a>> {
    let ([provider, method, url, body], rest) = parts.split_first_chunk::<4>()?;
    let (secrets, rest) = rest.split_at_checked(secrets)?;
    let headers = rest.as_chunks::<2>().0.iter().map(|[name, value]| Some((text(name)?, text(value)?)));
    let headers = arena.alloc_slice_copy(&headers.collect::<Option<Vec<_>>>()?);
    let request = Request { method: text(method)?, url: text(url)?, headers, body };
    Some(Received { provider: text(provider)?, request, secrets })
}

/// The parts of an input; none where there are not as many as it says.
fn parts(input: &[u8]) -> Vec<&[u8]> {
    split(input).unwrap_or_default()
}

fn split(input: &[u8]) -> Option<Vec<&[u8]>> {
    let (count, rest) = input.split_first_chunk::<4>()?;
    let (lengths, mut rest) = rest.split_at_checked((u32::from_le_bytes(*count) as usize).checked_mul(4)?)?;
    let mut parts = Vec::with_capacity(lengths.len() / 4);
    for length in lengths.as_chunks::<4>().0 {
        let (part, behind) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        parts.push(part);
        rest = behind;
    }
    Some(parts)
}

fn text(part: &[u8]) -> Option<&str> {
    core::str::from_utf8(part).ok()
}

/// Wipes an input that held secrets.
pub(super) fn wipe(input: &mut [u8], length: usize) {
    if let Some(used) = input.get_mut(..length) {
        used.zeroize();
    }
}
