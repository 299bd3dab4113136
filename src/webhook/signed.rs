//! A signed request: where its signature stands, what that covers, and when it was made.

use alloc::vec::Vec;

use super::{
    Carried, EARLY, EXPIRED, MISMATCH, NO_NOW, Part, Proof, Refusal, RefusalCode, Request, Signed, Stamp,
    digest, malformed, missing,
};
use crate::context::Context;
use crate::text::{before, digits, split_once};
use crate::time::Time;

/// Checks the signature of a request: the proof, if it covers the body.
pub(super) fn signed(
    scheme: &Signed,
    request: &Request<'_>,
    secrets: &[&[u8]],
    context: &Context,
) -> Result<Option<Proof>, Refusal> {
    let missing = missing("the header of the signature is missing");
    let (signatures, stamp) = match scheme.carried {
        Carried::Credentials(headers) => {
            credentials(headers, request).map(|(signature, stamp)| (alloc::vec![signature], stamp))?
        }
        Carried::Apart { signature, stamp } => {
            let signature = header(request, signature)?.ok_or(missing)?;
            (alloc::vec![signature], header(request, stamp)?.ok_or(missing)?)
        }
        Carried::Listed { header: name, stamp, signature } => {
            listed(header(request, name)?.ok_or(missing)?, stamp, signature)?
        }
        Carried::Alone { header: name, prefix } => {
            let value = header(request, name)?.ok_or(missing)?;
            (alloc::vec![value.strip_prefix(prefix).ok_or(NO_SIGNATURE)?], "")
        }
    };
    let age = match scheme.stamp {
        Stamp::Undated => None,
        Stamp::Seconds(_) | Stamp::Nonce(_) => {
            let sent = sent(scheme.stamp, stamp).ok_or(malformed("the time that was signed is none"))?;
            Some(context.now.ok_or(NO_NOW)?.millis().saturating_sub(sent))
        }
    };
    let mut decoded = Vec::with_capacity(signatures.len());
    for signature in signatures {
        let bytes = base16ct::lower::decode_vec(signature).map_err(|_| NO_SIGNATURE)?;
        if bytes.len() != scheme.hash.size() {
            return Err(NO_SIGNATURE);
        }
        decoded.push(bytes);
    }
    let mut covered = None;
    let mut over = Vec::with_capacity(scheme.over.len());
    for part in scheme.over {
        over.push(match *part {
            Part::Method => request.method.as_bytes(),
            Part::Path => path(request.url).as_bytes(),
            Part::Stamp => stamp.as_bytes(),
            Part::Body | Part::Sorted => {
                covered = Some(Proof(()));
                request.body
            }
            Part::Header(name) => header(request, name)?.ok_or(missing)?.as_bytes(),
            Part::Text(text) => text.as_bytes(),
        });
    }
    if !secrets.iter().any(|secret| digest::signed(scheme.hash, secret, &over, &decoded)) {
        return Err(MISMATCH);
    }
    // Only now is it known that the provider wrote the time.
    let age = age.unwrap_or_default();
    let off = |seconds| age.unsigned_abs() > u64::from(context.tolerance.unwrap_or(seconds)) * 1000;
    match scheme.stamp {
        Stamp::Nonce(seconds) if off(seconds) => {
            Err(Refusal::new(RefusalCode::ReplayedNoncePossible, "the nonce is too far from the present"))
        }
        Stamp::Seconds(seconds) if off(seconds) => Err(if age > 0 { EXPIRED } else { EARLY }),
        Stamp::Nonce(_) | Stamp::Seconds(_) | Stamp::Undated => Ok(covered),
    }
}

const NO_SIGNATURE: Refusal =
    malformed("the signature is not lower-case hexadecimal digits, as many as its hash has");

/// The signature and the stamp of `word key:signature:stamp`, in one of these headers.
fn credentials<'a>(headers: &[(&str, &str)], request: &Request<'a>) -> Result<(&'a str, &'a str), Refusal> {
    let mut found = None;
    for (name, word) in headers {
        if let Some(value) = header(request, name)? {
            if found.is_some() {
                return Err(TWICE);
            }
            found = Some((word, value));
        }
    }
    let (word, value) = found.ok_or(missing("the header of the signature is missing"))?;
    const FORM: Refusal = malformed("the header of the signature is not `word key:signature:nonce`");
    let value = value.strip_prefix(*word).and_then(|value| value.strip_prefix(' ')).ok_or(FORM)?;
    let mut parts = value.split(':');
    match [parts.next(), parts.next(), parts.next(), parts.next()] {
        [Some(key), Some(signature), Some(stamp), None] if is_name(key) => Ok((signature, stamp)),
        _ => Err(FORM),
    }
}

/// The signatures and the stamp of `name=value,name=value`.
fn listed<'a>(value: &'a str, stamp: &str, signature: &str) -> Result<(Vec<&'a str>, &'a str), Refusal> {
    let (mut signatures, mut stamps) = (Vec::new(), Vec::new());
    for part in value.split(',') {
        match split_once(part, "=") {
            Some((name, value)) if name == stamp => stamps.push(value),
            Some((name, value)) if name == signature => signatures.push(value),
            Some(_) => {}
            None => return Err(malformed("the header of the signature is not `name=value,name=value`")),
        }
    }
    match (stamps.as_slice(), signatures.is_empty()) {
        ([stamp], false) => Ok((signatures, stamp)),
        ([], _) | (_, true) => Err(missing("the header of the signature has none, or no time")),
        ([_, _, ..], false) => Err(malformed("the header of the signature has two times")),
    }
}

/// Whether it is the name of a key: it is not signed, so it is only looked at for its form.
fn is_name(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic())
}

const TWICE: Refusal = malformed("the header of the signature comes twice");

/// The value of a header that comes once.
fn header<'a>(request: &Request<'a>, name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = request.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
    match (values.next(), values.next()) {
        (found, None) => Ok(found.map(|(_, value)| *value)),
        (_, Some(_)) => Err(TWICE),
    }
}

/// The path of an address: all of it where there is no host, and `/` where there is nothing behind one.
fn path(url: &str) -> &str {
    let url = before(url, b"?#");
    let Some((_, rest)) = split_once(url, "://") else { return url };
    rest.get(before(rest, b"/").len()..).filter(|path| !path.is_empty()).unwrap_or("/")
}

/// When a stamp says that the request was sent, in milliseconds.
fn sent(stamp: Stamp, text: &str) -> Option<i64> {
    let number = i64::try_from(digits(text)?).ok()?;
    let millis = match (stamp, text.len()) {
        (Stamp::Seconds(_) | Stamp::Nonce(_), 10) => number.checked_mul(1000)?,
        (Stamp::Nonce(_), 13) => number,
        (Stamp::Nonce(_), 16) => number / 1000,
        (Stamp::Seconds(_) | Stamp::Nonce(_) | Stamp::Undated, _) => return None,
    };
    Time::from_millis(millis).map(Time::millis)
}
