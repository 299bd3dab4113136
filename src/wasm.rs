//! The JavaScript boundary: the only room that knows JavaScript.
//!
//! Functions only: nothing that is exported must be freed. Results are plain, JSON-safe objects. What is thrown is a
//! plain object too; the package's own loader makes an `Error` of it.

mod input;
mod object;
pub mod packed;

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::context::Context;
use crate::error::{Error, ErrorCode};
use crate::label::{ActionCodes, Codes, Locale, describe_codes};
use crate::normalize::{one, orders, read};
use crate::order::Order;
use crate::problem;
use crate::read::Payload;
use crate::read::json::Json;
use crate::vocabulary::Audience;
use input::{Input, Options};

/// One payload, one order.
#[wasm_bindgen]
pub fn normalize(payload: &JsValue, context: &JsValue) -> Result<JsValue, JsValue> {
    answer(input::context(context).and_then(|context| one(normalized(payload, &context)?)))
}

/// One payload, all its orders.
#[wasm_bindgen(js_name = normalizeAll)]
pub fn normalize_all(payload: &JsValue, context: &JsValue) -> Result<JsValue, JsValue> {
    answer(input::context(context).and_then(|context| normalized(payload, &context)))
}

/// A status word alone. The third argument is a direction or a context.
#[wasm_bindgen(js_name = normalizeWord)]
pub fn normalize_word(provider: &JsValue, word: &JsValue, context: &JsValue) -> Result<JsValue, JsValue> {
    answer((|| {
        let provider = text(provider, "the provider")?;
        let word = text(word, "the word")?;
        crate::normalize_word(&provider, &word, &input::direction_or_context(context)?)
    })())
}

/// An error answer of a provider's API. The headers are a plain object or a `Headers`, or none.
#[wasm_bindgen(js_name = normalizeProblem)]
pub fn normalize_problem(
    provider: &JsValue,
    http_status: &JsValue,
    body: &JsValue,
    headers: &JsValue,
) -> Result<JsValue, JsValue> {
    answer((|| {
        let provider = text(provider, "the provider")?;
        let status =
            http_status.as_f64().filter(|status| status.fract() == 0.0 && (0.0..=999.0).contains(status));
        let Some(status) = status else { return Err(bad("the HTTP status is not a whole number")) };
        let limits = Context::default();
        let headers = input::headers(headers)?;
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        // A body that cannot be read, a page in HTML say, says nothing more than the status.
        let input = Input::of(body, &limits);
        let text;
        let body: Option<&dyn Payload> = match &input {
            Ok(Input::Text(bytes)) => {
                text = read(bytes, &limits);
                text.as_deref().ok()
            }
            Ok(Input::Object(object)) => Some(object),
            Err(_) => None,
        };
        problem::problem(&provider, status as u16, body, &headers)
    })())
}

/// The words to show for an order. Options are `locale` and `audience`.
#[wasm_bindgen]
pub fn describe(order: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    answer((|| {
        let options = Options::of(options, "the options", &["locale", "audience"])?;
        let locale = options.text("locale")?.map_or(Locale::En, |tag| Locale::closest(&tag));
        let audience = options.code("audience")?.unwrap_or(Audience::Customer);
        let order = Options::open(order, "the order")?;
        let actions: Vec<ActionCodes> = input::actions(&order)?;
        let codes = Codes {
            status: order.needed("status")?,
            reason: order.code("reason")?,
            money: order.needed("money")?,
            money_basis: order.code("moneyBasis")?,
            direction: order.code("direction")?,
            fulfilment: order.needed("fulfilment")?,
            finality: order.needed("finality")?,
            actions: &actions,
        };
        Ok(describe_codes(&codes, locale, audience))
    })())
}

/// What is covered.
#[wasm_bindgen]
pub fn providers() -> Result<JsValue, JsValue> {
    answer(Ok(crate::providers()))
}

/// The version of the crate, which is the package's.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}

fn normalized(payload: &JsValue, context: &Context) -> Result<Vec<Order>, Error> {
    match Input::of(payload, context)? {
        Input::Text(bytes) => orders(&*read(&bytes, context)?, context),
        // As JSON would write it, and in place what JSON cannot write: what is in a circle, say, or throws.
        Input::Object(object) => as_json(payload, context).map_or_else(|| orders(&object, context), Ok),
    }
}

fn as_json(payload: &JsValue, context: &Context) -> Option<Vec<Order>> {
    let text = js_sys::JSON::stringify(payload).ok()?.as_string()?;
    if text.len() > context.limits.bytes {
        return None;
    }
    orders(&Json::from_object(text.as_bytes(), context.limits.depth).ok()?, context).ok()
}

fn text(value: &JsValue, what: &str) -> Result<String, Error> {
    value.as_string().ok_or_else(|| bad(&[what, " is not a string"].concat()))
}

fn bad(what: &str) -> Error {
    Error::new(ErrorCode::BadContext, &[what])
}

fn answer<T: Serialize>(result: Result<T, Error>) -> Result<JsValue, JsValue> {
    match result {
        Ok(value) => Ok(plain(&value)),
        Err(error) => Err(thrown(&error)),
    }
}

#[cold]
fn thrown(error: &Error) -> JsValue {
    plain(&Thrown {
        code: error.code(),
        message: error.message(),
        remedy: error.code().remedy(),
        offset: error.offset().and_then(|offset| u32::try_from(offset).ok()),
        providers: error.providers(),
    })
}

/// An error, as the loader expects it.
#[derive(Serialize)]
struct Thrown<'a> {
    code: ErrorCode,
    message: &'a str,
    remedy: &'static str,
    offset: Option<u32>,
    providers: &'a [&'static str],
}

fn plain<T: Serialize>(value: &T) -> JsValue {
    // Our own types always serialize: they hold texts, small numbers, lists and structs.
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}
