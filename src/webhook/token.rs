//! JSON Web Tokens, as strictly as they can be read: one algorithm, no extensions, one spelling.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::{EARLY, EXPIRED, Hash, MISMATCH, NO_NOW, Refusal, RefusalCode, digest, malformed, missing};
use crate::context::{Context, Limits};
use crate::read::json::Kind;
use crate::read::{Arena, Reading};
use crate::tables::ROOT;
use crate::text::{before, digits};

/// By how many seconds a token may be dated ahead: clocks differ.
const AHEAD: i64 = 60;

/// The claims of a token that one of these secrets has signed, and whose time it is: as bytes, and read.
pub(super) fn claims<'a>(
    token: &str,
    secrets: &[&[u8]],
    context: &Context,
    arena: &'a Arena,
) -> Result<(&'a [u8], Reading<'a>), Refusal> {
    const FORM: Refusal = malformed("the token is not three parts in URL-safe base64 without padding");
    let mut parts = token.split('.');
    let [Some(head), Some(body), Some(signature), None] =
        [parts.next(), parts.next(), parts.next(), parts.next()]
    else {
        return Err(FORM);
    };
    let decoded = |part| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| FORM);
    accept(&decoded(head)?, context.limits)?;
    if signature.is_empty() {
        return Err(missing("the token is not signed"));
    }
    let signature = decoded(signature)?;
    if signature.len() != Hash::Sha256.size() {
        return Err(malformed("the token's signature is not 32 bytes"));
    }
    let parts = [head.as_bytes(), b".", body.as_bytes()];
    let signatures = [signature];
    if !secrets.iter().any(|secret| digest::signed(Hash::Sha256, secret, &parts, &signatures)) {
        return Err(MISMATCH);
    }
    let claims = arena.alloc_slice_copy(&decoded(body)?);
    const NO_CLAIMS: Refusal = malformed("the token's claims are not a map in JSON");
    let json = Reading::of_json(claims, context.limits, arena).map_err(|_| NO_CLAIMS)?;
    if json.kind(ROOT) != Some(Kind::Map) {
        return Err(NO_CLAIMS);
    }
    judge(&json, context)?;
    Ok((claims, json))
}

/// Accepts a header that asks for HS256 and nothing else.
fn accept(head: &[u8], limits: Limits) -> Result<(), Refusal> {
    let arena = Arena::new();
    const NO_HEAD: Refusal = malformed("the token's header is not a map in JSON");
    let head = Reading::of_json(head, limits, &arena).map_err(|_| NO_HEAD)?;
    if head.kind(ROOT) != Some(Kind::Map) {
        return Err(NO_HEAD);
    }
    let at = |key: &str| head.index.below(ROOT, key.as_bytes());
    let refused = |why| Err(Refusal::new(RefusalCode::AlgorithmRefused, why));
    // Whatever else it is, a public key above all, is never taken for a secret.
    if head.text(at("alg")) != Some("HS256") {
        return refused("the token's algorithm is not HS256");
    }
    if head.stands(at("crit")) || head.stands(at("b64")) || head.stands(at("zip")) {
        return refused("the token asks for an extension");
    }
    if head.stands(at("typ")) && head.text(at("typ")) != Some("JWT") {
        return Err(malformed("the token is of another type than JWT"));
    }
    Ok(())
}

/// Refuses claims whose time it is not. They are signed, so the provider wrote them.
fn judge(claims: &Reading<'_>, context: &Context) -> Result<(), Refusal> {
    // How many seconds ahead of now a claim is.
    let ahead = |key: &str| -> Result<Option<i64>, Refusal> {
        let at = claims.index.below(ROOT, key.as_bytes());
        if !claims.stands(at) {
            return Ok(None);
        }
        let number = claims.scalar(at).filter(|_| claims.kind(at) == Some(Kind::Number));
        // Parts of seconds are cut.
        let whole = number.map(|number| before(number, b"."));
        let seconds = whole.and_then(digits).and_then(|seconds| i64::try_from(seconds).ok());
        let seconds = seconds.ok_or(malformed("a time in the token's claims is none"))?;
        let now = context.now.ok_or(NO_NOW)?;
        Ok(Some(seconds.saturating_mul(1000).saturating_sub(now.millis())))
    };
    if ahead("exp")?.is_some_and(|ahead| ahead <= 0) {
        return Err(EXPIRED);
    }
    for key in ["nbf", "iat"] {
        if ahead(key)?.is_some_and(|ahead| ahead > AHEAD * 1000) {
            return Err(EARLY);
        }
    }
    Ok(())
}
