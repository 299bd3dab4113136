//! Every error with its exact words: people search for them.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

mod common;

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::{fixtures, problems};
use orderstate::{
    Context, Direction, Error, ErrorCode, Limits, Trust, flow, normalize, normalize_all, normalize_customer,
    normalize_problem, normalize_word, providers, transition,
};
use serde_json::{Value, json};

/// A payload that gives no order, and everything that its error says.
struct Case {
    payload: Vec<u8>,
    provider: Option<&'static str>,
    code: ErrorCode,
    message: String,
    offset: Option<usize>,
    providers: &'static [&'static str],
}

fn case(payload: impl Into<Vec<u8>>, code: ErrorCode, message: impl Into<String>) -> Case {
    Case {
        payload: payload.into(),
        provider: None,
        code,
        message: message.into(),
        offset: None,
        providers: &[],
    }
}

impl Case {
    fn named(self, provider: &'static str) -> Self {
        Self { provider: Some(provider), ..self }
    }
    fn at(self, offset: usize) -> Self {
        Self { offset: Some(offset), ..self }
    }
    fn concerning(self, providers: &'static [&'static str]) -> Self {
        Self { providers, ..self }
    }

    /// Without the provider that the case names, a name of nobody's is left out.
    fn error(&self) -> Error {
        let mut context = Context::default().trusted_as(Trust::Api);
        context.provider = self.provider.map(Into::into);
        match normalize(&self.payload, &context) {
            Err(error) => error,
            Ok(order) => panic!("{} gives {order:?}", self.payload.escape_ascii()),
        }
    }
}

/// What is said of a provider that there is not.
fn nobody(name: &str) -> String {
    let ids: Vec<String> = providers().iter().map(|info| format!("`{}`", info.id)).collect();
    format!("there is no provider `{name}`; there are {}", ids.join(", "))
}

fn token(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    [part(&json!({ "alg": "HS256" })), part(claims), "c2lnbmF0dXJl".to_owned()].join(".")
}

fn wrapped(claims: &Value) -> String {
    json!({ "data": token(claims) }).to_string()
}

fn cases() -> Vec<Case> {
    use ErrorCode::{
        AmbiguousProvider, BadContext, CustomerPayload, ManyOrders, NoOrder, NotJson, ProblemPayload,
        ProviderNotRecognised, TooDeep, TooLarge, Unreadable, WrongProvider,
    };
    let transak_user = r#"{"data":{"status":"ACTIVE","kyc":{"status":"APPROVED"}}}"#;
    let baanx = r#"{"requestId":"q","orderId":"x","status":"STARTED"}"#;
    let banxa = r#"{"id":"b","orderType":"BUY","status":"complete"}"#;
    vec![
        // The text
        case("", NotJson, "not JSON: expected a value at byte 0 (line 1, column 1)").at(0),
        case("COMPLETED", NotJson, "not JSON: expected a value at byte 0 (line 1, column 1)").at(0),
        case("{\n  \"a\": 1,\n}", NotJson, "not JSON: expected a key at byte 12 (line 3, column 1)").at(12),
        case(&b"{\"a\":\"\xff\"}"[..], NotJson, "not JSON: expected UTF-8 at byte 6 (line 1, column 7)")
            .at(6),
        case("[".repeat(200), TooDeep, "nested deeper than the limit of 128 at byte 128").at(128),
        case(
            " ".repeat((1 << 20) + 1),
            TooLarge,
            "the payload has 1048577 bytes, more than the limit of 1048576",
        ),
        // Whose it is
        case("{}", ProviderNotRecognised, "no provider's shapes fit the payload"),
        case("a=b", ProviderNotRecognised, "no provider's shapes fit the payload"),
        case("{}", ProviderNotRecognised, "the payload fits no shape of `banxa`").named("banxa"),
        case("null", ProviderNotRecognised, "the payload fits no shape of `transak`").named("transak"),
        case(
            r#"{"status":"OK","order":{"order_id":"1","price_amount":1}}"#,
            AmbiguousProvider,
            "the payload could be from each of `banxa`, `mugglepay`",
        )
        .concerning(&["banxa", "mugglepay"]),
        case(baanx, WrongProvider, "the payload is `baanx`'s, not `transak`'s")
            .named("transak")
            .concerning(&["baanx"]),
        case(banxa, WrongProvider, "the payload is `banxa`'s, not `baanx`'s")
            .named("baanx")
            .concerning(&["banxa"]),
        case(baanx, BadContext, nobody("nobody")).named("nobody"),
        case(baanx, BadContext, nobody("Baanx")).named("Baanx"),
        case(baanx, BadContext, nobody("")).named(""),
        // What is inside
        case(r#"{"data":"eyJ"}"#, Unreadable, "the payload's token is not a JSON Web Token"),
        case(r#"{"data":"eyJ.@@.x"}"#, Unreadable, "the payload's token is not a JSON Web Token"),
        case(r#"{"data":"eyJ.e30.x.y"}"#, Unreadable, "the payload's token is not a JSON Web Token"),
        case(
            wrapped(&json!({ "hello": 1 })),
            ProviderNotRecognised,
            "what is inside the webhook fits no shape of `transak`",
        ),
        case(
            r#"{"event":"ORDER_CREATED","data":"{}"}"#,
            ProviderNotRecognised,
            "what is inside the socket frame fits no shape of `transak`",
        ),
        case(
            r#"{"event":"ORDER_CREATED","data":"{,}"}"#,
            NotJson,
            "not JSON: expected a key or `}` at byte 1 (line 1, column 2) of what is inside the shape `socket frame`",
        ),
        case(
            format!(r#"{{"data":"eyJ.{}.x"}}"#, URL_SAFE_NO_PAD.encode([b'['; 129])),
            TooDeep,
            "nested deeper than the limit of 128 at byte 128 of what is inside the shape `webhook`",
        ),
        // How many there are
        case(r#"{"meta":{},"data":[]}"#, NoOrder, "the payload carries no order").named("transak"),
        case(
            r#"{"meta":{},"data":[{"isBuyOrSell":"BUY"},{"isBuyOrSell":"BUY"},{"isBuyOrSell":"BUY"}]}"#,
            ManyOrders,
            "the payload carries 3 orders, not one",
        ),
        // What it is instead
        case(
            r#"{"event":"pusher:pong"}"#,
            NoOrder,
            "the payload is `transak`'s, of the shape `socket housekeeping`",
        ),
        case(
            r#"{"event_id":"TRANSAK_WIDGET_CLOSE"}"#,
            NoOrder,
            "the payload is `transak`'s, of the shape `widget housekeeping`",
        ),
        case(
            r#"{"event_id":"e","event_category":"card","event_type":"card.activated"}"#,
            NoOrder,
            "the payload is `baanx`'s, of the shape `card or transaction webhook`",
        ),
        case(transak_user, CustomerPayload, "the payload is `transak`'s, of the shape `customer`"),
        case(
            r#"{"identity_reference":"i","status":"ACCOUNT_BLOCKED","status_date":"2026-01-31 12:48:36"}"#,
            CustomerPayload,
            "the payload is `banxa`'s, of the shape `identity webhook`",
        ),
        case(
            r#"{"event_id":"e","event_type":"kyc.status.changed"}"#,
            CustomerPayload,
            "the payload is `baanx`'s, of the shape `customer webhook`",
        ),
        case(
            r#"{"id":"u","verificationState":"VERIFIED"}"#,
            CustomerPayload,
            "the payload is `baanx`'s, of the shape `customer`",
        ),
        case(
            r#"{"error":{"statusCode":400,"message":"Order not found"}}"#,
            ProblemPayload,
            "the payload is `transak`'s, of the shape `error`",
        ),
        case(
            r#"{"errors":[{"status":404,"code":1,"title":"Order not found"}]}"#,
            ProblemPayload,
            "the payload is `banxa`'s, of the shape `error`",
        ),
        case(
            r#"{"status":400,"error_code":"ORDER_NOT_VALID","error":"Order id is not valid."}"#,
            ProblemPayload,
            "the payload is `mugglepay`'s, of the shape `error`",
        ),
    ]
}

#[test]
fn every_error_says_exactly_this() {
    let mut wrong = Vec::new();
    for case in cases() {
        let error = case.error();
        let got = (error.code(), error.message(), error.offset(), error.providers());
        let wanted = (case.code, case.message.as_str(), case.offset, case.providers);
        if got != wanted {
            let shown = &case.payload[..case.payload.len().min(80)];
            wrong.push(format!("{}:\n  wanted {wanted:?}\n  got    {got:?}", shown.escape_ascii()));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_answer_without_a_problem_is_refused_with_exactly_this() {
    for (provider, body) in [
        ("baanx", &br#"{"orderId":"x","status":"STARTED"}"#[..]),
        ("banxa", br#"{"id":"b","status":"complete"}"#),
        ("mugglepay", br#"{"status":200,"order":{"order_id":"m","status":"PAID"}}"#),
        ("transak", br#"{"data":{"id":"t","status":"COMPLETED"}}"#),
        ("transak", b""),
    ] {
        for status in [200, 201, 204, 304] {
            let error = normalize_problem(provider, status, body, &[], None).unwrap_err();
            assert_eq!(error.code(), ErrorCode::NotAProblem, "{provider} {status}");
            assert_eq!(error.message(), "the answer reports success");
            assert_eq!((error.offset(), error.providers()), (None, &[][..]));
        }
    }
}

#[test]
fn an_unknown_provider_is_refused_the_same_way_by_every_door() {
    let message = nobody("nobody");
    let errors = [
        normalize(b"{}", &Context::of("nobody")).unwrap_err(),
        normalize_all(b"a=b", &Context::of("nobody")).unwrap_err(),
        normalize_word("nobody", "COMPLETED", &Context::default()).unwrap_err(),
        normalize_problem("nobody", 404, b"", &[], None).unwrap_err(),
        normalize_customer("nobody", b"{}", &Context::default()).unwrap_err(),
        flow("nobody", Direction::Buy).unwrap_err(),
    ];
    for error in errors {
        assert_eq!((error.code(), error.message()), (ErrorCode::BadContext, message.as_str()));
    }
    assert!(message.ends_with("`stripe`, `transak`"));
}

#[test]
fn every_code_is_reached() {
    let mut reached: BTreeSet<&str> = cases().iter().map(|case| case.error().code().as_str()).collect();
    reached.insert(normalize_problem("baanx", 200, b"", &[], None).unwrap_err().code().as_str());
    let [one, other] =
        ["baanx", "banxa"].map(|provider| normalize_word(provider, "", &Context::default()).unwrap());
    reached.insert(transition(&one, &other, None).unwrap_err().code().as_str());
    for (provider, payload) in
        [("baanx", r#"{"requestId":"q","orderId":"x","status":"STARTED"}"#), ("mugglepay", "{}")]
    {
        let error = normalize_customer(provider, payload.as_bytes(), &Context::default()).unwrap_err();
        reached.insert(error.code().as_str());
    }
    let all: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(reached, all);
}

#[test]
fn only_one_order_may_be_asked_for_only_where_there_is_one() {
    let one = r#"{"isBuyOrSell":"BUY","id":"t-1","status":"COMPLETED"}"#;
    for (count, text) in [
        (0, r#"{"meta":{},"data":[]}"#.to_owned()),
        (1, format!(r#"{{"meta":{{}},"data":[{one}]}}"#)),
        (2, format!(r#"{{"meta":{{}},"data":[{one},{one}]}}"#)),
    ] {
        let context = Context::of("transak");
        assert_eq!(normalize_all(text.as_bytes(), &context).unwrap().len(), count);
        let found = normalize(text.as_bytes(), &context).map_err(|error| error.code());
        match count {
            0 => assert_eq!(found.unwrap_err(), ErrorCode::NoOrder),
            1 => assert!(found.is_ok()),
            _ => assert_eq!(found.unwrap_err(), ErrorCode::ManyOrders),
        }
    }
}

// Wrappings

/// Claims that are a webhook again, this many times.
fn deep(times: usize) -> String {
    let mut payload = json!({ "webhookData": { "id": "t-1", "isBuyOrSell": "BUY", "status": "COMPLETED" } });
    for _ in 0..times {
        payload = json!({ "data": token(&payload) });
    }
    payload.to_string()
}

#[test]
fn payloads_within_payloads_are_opened_three_deep() {
    for times in 0..=3 {
        let order = normalize(deep(times).as_bytes(), &Context::default()).unwrap();
        assert_eq!(order.id.as_deref(), Some("t-1"), "{times}");
    }
    for times in [4, 10] {
        let error = normalize(deep(times).as_bytes(), &Context::default()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Unreadable, "{times}");
        assert_eq!(error.message(), "the payload wraps payloads within payloads too often");
    }
}

/// Each limit holds for what is inside too.
#[test]
fn the_depth_limit_holds_inside_of_a_token() {
    let nested: Value = serde_json::from_str(&format!("{}{}", "[".repeat(100), "]".repeat(100))).unwrap();
    let payload =
        wrapped(&json!({ "webhookData": { "isBuyOrSell": "BUY", "status": "COMPLETED" }, "more": nested }));
    assert!(normalize(payload.as_bytes(), &Context::default()).is_ok());
    let mut limits = Limits::default();
    limits.depth = 50;
    let mut context = Context::default();
    context.limits = limits;
    assert_eq!(normalize(payload.as_bytes(), &context).unwrap_err().code(), ErrorCode::TooDeep);
}

// Style

/// Every error that the cases and the fixtures lead to.
fn errors() -> Vec<Error> {
    let mut errors: Vec<Error> = cases().iter().map(Case::error).collect();
    errors.push(normalize_problem("baanx", 200, b"", &[], None).unwrap_err());
    let named = providers().into_iter().map(|info| Some(info.id)).chain([None, Some("nobody")]);
    for provider in named {
        for fixture in fixtures().iter().chain(&problems()) {
            let mut context = fixture.context();
            context.provider = provider.map(Into::into);
            errors.extend(normalize(&fixture.payload, &context).err());
            let cut = &fixture.payload[..fixture.payload.len() / 2];
            errors.extend(normalize(cut, &context).err());
        }
    }
    errors
}

#[track_caller]
fn assert_style(text: &str) {
    assert!(!text.is_empty());
    assert!(text.starts_with(|first: char| first.is_lowercase()), "does not begin in lower case: {text}");
    assert!(!text.ends_with(['.', '!', '?', ' ', ':', ',']), "ends with a stop: {text}");
    assert!(!text.contains(['\n', '\r', '\u{2028}']), "is more than one line: {text}");
    assert!(!text.contains("  "), "has two spaces: {text}");
    assert_eq!(text.matches('`').count() % 2, 0, "has an odd quote: {text}");
    for article in [" a a", " a e", " a i", " a o", " an b", " an c", " an w"] {
        assert!(!text.contains(article), "has a wrong article: {text}");
    }
}

#[test]
fn messages_are_one_line_in_lower_case_without_a_stop() {
    for error in errors() {
        assert_style(error.message());
        assert_eq!(error.to_string(), error.message());
    }
}

#[test]
fn every_code_has_a_remedy() {
    for code in ErrorCode::ALL {
        assert_style(code.remedy());
        assert_eq!(ErrorCode::parse(code.as_str()), Some(*code));
    }
}

/// Names come from configuration and from users; logs are read by line.
#[test]
fn a_message_stays_on_one_line_whatever_the_provider_is_called() {
    for name in ["a\nb", "a\r\nb", "\n", "a\u{2028}b", "a\u{1b}[31mb", "a\u{0}b"] {
        for error in [
            normalize(b"{}", &Context::of(name)).unwrap_err(),
            normalize_word(name, "COMPLETED", &Context::default()).unwrap_err(),
            normalize_problem(name, 404, b"", &[], None).unwrap_err(),
        ] {
            assert_eq!(error.code(), ErrorCode::BadContext);
            let message = error.message();
            assert!(!message.contains(|char: char| char.is_control() || char == '\u{2028}'), "{message:?}");
        }
    }
}

#[test]
fn offsets_point_into_the_text_and_only_faults_of_the_text_have_them() {
    for error in errors() {
        // The places inside of a token or of a text are not the caller's.
        let inside = error.message().contains("inside");
        let has_place = matches!(error.code(), ErrorCode::NotJson | ErrorCode::TooDeep) && !inside;
        assert_eq!(error.offset().is_some(), has_place, "{error}");
        if let Some(offset) = error.offset() {
            assert!(error.message().contains(&format!("at byte {offset}")), "{error}");
        }
    }
}

#[test]
fn only_errors_about_providers_name_some() {
    for error in errors() {
        let count = match error.code() {
            ErrorCode::AmbiguousProvider => 2..=4,
            ErrorCode::WrongProvider => 1..=1,
            _ => 0..=0,
        };
        assert!(count.contains(&error.providers().len()), "{error}: {:?}", error.providers());
        for provider in error.providers() {
            assert!(error.message().contains(&format!("`{provider}`")), "{error}");
        }
    }
}

#[test]
fn an_error_is_a_standard_error() {
    let error: Box<dyn std::error::Error> = Box::new(case("", ErrorCode::NotJson, "").error());
    assert!(error.source().is_none());
    assert_eq!(error.to_string(), "not JSON: expected a value at byte 0 (line 1, column 1)");
}

// Bodies about customers

/// They have a `status` too, and mean another thing by it.
#[test]
fn bodies_about_customers_are_never_orders() {
    for (provider, body) in [
        (
            "transak",
            json!({ "data": { "status": "ACTIVE", "kyc": { "status": "APPROVED", "type": "STANDARD" } } }),
        ),
        (
            "transak",
            json!({ "data": { "status": "APPROVED", "kycType": "STANDARD", "isAllowedToPlaceOrder": true } }),
        ),
        ("transak", json!({ "data": { "status": "SUBMITTED", "kycType": "SIMPLE" } })),
        ("transak", json!({ "data": { "status": "INITIALIZED", "shareTokenStatus": "DONE" } })),
        ("transak", json!({ "eventID": "KYC_APPROVED", "webhookData": { "kycStatus": "APPROVED" } })),
        ("transak", json!({ "data": { "eventID": "KYC_SUBMITTED", "status": "SUBMITTED" } })),
        (
            "banxa",
            json!({ "identity_reference": "i-1", "status": "VERIFIED", "status_date": "2026-01-31 12:48:36" }),
        ),
        (
            "baanx",
            json!({
                "event_id": "e-1", "event_category": "kyc", "event_type": "kyc.status.changed",
                "event_object_status": "PENDING",
            }),
        ),
        ("baanx", json!({ "id": "u-1", "verificationState": "PENDING" })),
    ] {
        for named in [None, Some(provider)] {
            let mut context = Context::default().trusted_as(Trust::Api);
            context.provider = named.map(Into::into);
            match normalize_all(body.to_string().as_bytes(), &context) {
                Err(error) => assert_eq!(error.code(), ErrorCode::CustomerPayload, "{body}: {error}"),
                Ok(orders) => panic!("{body} gives {orders:?}"),
            }
        }
    }
    // One form of a customer says nothing but its state: nobody's, and no order of the named provider either.
    let form = br#"{"status":"SUBMITTED"}"#;
    assert!(normalize_all(form, &Context::default()).is_err());
    for info in providers() {
        assert!(normalize_all(form, &Context::of(info.id)).is_err(), "{}", info.id);
    }
}

/// A checked signature is proven, not stated.
#[test]
fn nobody_can_state_that_a_payload_is_verified() {
    let context = Context::default().trusted_as(Trust::Verified);
    for error in [
        normalize(br#"{"orderId":"x-1","status":"STARTED","requestId":"q"}"#, &context).unwrap_err(),
        normalize_word("baanx", "COMPLETED", &context).unwrap_err(),
    ] {
        assert_eq!(error.code(), ErrorCode::BadContext);
        assert_eq!(
            error.message(),
            "the context's `trust` cannot be `verified`: that is proven here, not stated; state `api`"
        );
    }
}
