//! What payloads say of customers, written down a second time and compared; and that nothing personal comes out of them.
//!
//! The table here is typed from what the providers' pages say of each word, not from the provider files.
#![cfg(feature = "serde")]
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]

mod common;

use common::{Fixture, customers};
use orderstate::{
    Context, Customer, Error, ErrorCode, Permission, SourceKind, Trust, Warning, normalize_customer,
};
use serde_json::{Value, json};

/// A line for each word: the provider; where the word stands, in a payload of which the rest is in [`body`]; the word; the
/// onboarding; the account; whether the customer may order; may retry; what to offer first. `-` is unknown, or none.
const TABLE: &str = "
transak user         NOT_SUBMITTED             not_started     active     -   -   verify_identity
transak user         SUBMITTED                 in_review       active     -   -   wait
transak user         APPROVED                  approved        active     -   -   -
transak user         approved                  approved        active     -   -   -
transak user         REJECTED                  rejected        active     -   yes verify_identity
transak user         EXPIRED                   -               active     -   -   -
transak account      ACTIVE                    approved        active     -   -   -
transak account      active                    approved        active     -   -   -
transak account      disabled                  approved        disabled   -   -   contact_provider
transak account      DISABLED                  approved        disabled   -   -   contact_provider
transak account      INACTIVE                  approved        restricted -   -   contact_provider
transak account      SUSPENDED                 approved        -          -   -   -
transak first_level  APPROVED                  approved        -          -   -   -
transak first_level  REJECTED                  rejected        -          -   yes verify_identity
transak webhook      SUBMITTED                 in_review       -          -   -   wait
transak webhook      APPROVED                  approved        -          -   -   -
transak webhook      REJECTED                  rejected        -          -   yes verify_identity
transak event        KYC_SUBMITTED             in_review       -          -   -   wait
transak event        KYC_APPROVED              approved        -          -   -   -
transak event        KYC_REJECTED              rejected        -          -   yes verify_identity
transak event        KYC_ERASED                -               -          -   -   -
transak shared       APPROVED                  approved        -          -   -   -
transak requirement  NOT_SUBMITTED             not_started     -          -   -   verify_identity
transak requirement  SUBMITTED                 in_review       -          -   -   wait
transak requirement  APPROVED                  approved        -          -   -   -
transak requirement  ADDITIONAL_FORMS_REQUIRED action_required -          -   -   verify_identity
transak requirement  INITIALIZED               in_progress     -          -   -   verify_identity
transak allowed      YES                       approved        -          yes -   -
transak allowed      NO                        approved        -          no  -   -
transak proof        NOT_SUBMITTED             action_required -          -   -   verify_identity
transak proof        SUBMITTED                 in_review       -          -   -   wait
transak token        IMPORTED                  in_progress     -          -   -   verify_identity
transak token        DONE                      approved        -          -   -   -
transak token        FAILED                    action_required -          -   -   verify_identity
banxa   kyc          VERIFIED                  approved        active     -   -   -
banxa   kyc          DECLINED                  -               active     -   -   -
banxa   identity     ACCOUNT_BLOCKED           -               disabled   -   -   contact_provider
banxa   identity     CUSTOMER_BLACKLISTED      -               disabled   -   -   contact_provider
banxa   identity     SOMETHING_ELSE            -               -          -   -   -
baanx   user         UNVERIFIED                not_started     -          -   -   verify_identity
baanx   user         PENDING                   in_review       -          -   -   wait
baanx   user         VERIFIED                  approved        -          -   -   -
baanx   user         REJECTED                  rejected        -          -   yes verify_identity
baanx   webhook      UNVERIFIED                not_started     -          -   -   verify_identity
baanx   webhook      PENDING                   in_review       -          -   -   wait
baanx   webhook      VERIFIED                  approved        -          -   -   -
baanx   webhook      REJECTED                  rejected        -          -   yes verify_identity
baanx   phase        PHYSICAL_ADDRESS          in_progress     -          -   -   verify_identity
moonpay check        clear                     approved        -          -   -   -
moonpay check        rejected                  rejected        -          -   -   contact_provider
moonpay check        consider                  -               -          -   -   -
stripe  session      requires_input            action_required -          -   yes verify_identity
stripe  session      processing                in_review       -          -   -   wait
stripe  session      verified                  approved        -          -   -   -
stripe  session      canceled                  -               -          -   -   -
";

/// The smallest payload of a form, with the word where it stands.
fn body(provider: &str, form: &str, word: &str) -> Value {
    match (provider, form) {
        ("transak", "user") => json!({ "data": { "status": "ACTIVE", "kyc": { "status": word } } }),
        ("transak", "account") => json!({ "data": { "status": word, "kyc": { "status": "APPROVED" } } }),
        ("transak", "first_level") => {
            json!({ "response": { "kyc": { "l1": { "status": word }, "l2": { "status": "NOT_SUBMITTED" } } } })
        }
        ("transak", "webhook") => json!({ "data": { "kycStatus": word, "eventID": format!("KYC_{word}") } }),
        ("transak", "event") => json!({ "data": { "eventID": word } }),
        ("transak", "shared") => json!({ "meta": {}, "data": { "kycStatus": word } }),
        ("transak", "requirement") => json!({ "data": { "kycType": "SIMPLE", "status": word } }),
        ("transak", "allowed") => {
            json!({ "data": { "kycType": "SIMPLE", "status": "APPROVED", "isAllowedToPlaceOrder": word } })
        }
        ("transak", "proof") => json!({ "data": { "status": word } }),
        ("transak", "token") => json!({ "data": { "shareTokenStatus": word } }),
        ("banxa", "kyc") => {
            json!({ "identity_reference": "c-1", "account": { "exists": true, "blocked": false }, "kyc": { "status": word } })
        }
        ("banxa", "identity") => json!({ "identity_reference": "c-1", "status": word }),
        ("baanx", "user") => json!({ "verificationState": word }),
        ("baanx", "webhook") => {
            json!({ "event_id": "e-1", "event_type": "kyc.status.changed", "event_object_status": word })
        }
        ("baanx", "phase") => json!({ "verificationState": "UNVERIFIED", "phase": word }),
        ("moonpay", "check") => json!({ "type": "identity_check_updated", "data": { "result": word } }),
        ("stripe", "session") => {
            json!({ "object": "identity.verification_session", "livemode": true, "status": word })
        }
        other => panic!("{other:?}"),
    }
}

fn read(provider: &str, body: &Value, trust: Trust) -> Result<Customer, Error> {
    normalize_customer(provider, body.to_string().as_bytes(), &Context::default().trusted_as(trust))
}

#[test]
fn words_mean_what_the_pages_say() {
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let [provider, form, word, wanted @ ..] = &line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let found = read(provider, &body(provider, form, word), Trust::Api).unwrap();
        let next = found.next.map_or("-", |next| next.as_str());
        let said = [
            found.onboarding.as_str(),
            found.account.as_str(),
            found.may_order.as_str(),
            found.may_retry.as_str(),
        ];
        let said: Vec<&str> =
            said.into_iter().map(|word| if word == "unknown" { "-" } else { word }).chain([next]).collect();
        assert_eq!(said, wanted, "{line}");
    }
}

#[test]
fn only_what_was_fetched_says_that_a_customer_may_order() {
    let ready = json!({ "paymentReady": true });
    assert_eq!(read("banxa", &ready, Trust::Api).unwrap().may_order, Permission::Yes);
    for trust in [Trust::Unverified, Trust::Hint] {
        let customer = read("banxa", &ready, trust).unwrap();
        assert_eq!(customer.may_order, Permission::Unknown);
        let warning = if trust == Trust::Hint { Warning::HintOnly } else { Warning::Unverified };
        assert_eq!(customer.warnings, [warning]);
        // A refusal is no permission that could be forged.
        let refused = read("banxa", &json!({ "paymentReady": false }), trust).unwrap();
        assert_eq!(refused.may_order, Permission::No);
    }
    // Nor does anything that came through the browser, whatever the caller says of it.
    for kind in [SourceKind::Widget, SourceKind::Redirect] {
        let mut context = Context::default().trusted_as(Trust::Api);
        context.kind = Some(kind);
        let customer = normalize_customer("banxa", ready.to_string().as_bytes(), &context).unwrap();
        assert_eq!((customer.trust, customer.may_order), (Trust::Hint, Permission::Unknown));
    }
    let stated = read("banxa", &ready, Trust::Verified).unwrap_err();
    assert_eq!(stated.code(), ErrorCode::BadContext);
}

#[test]
fn what_is_null_is_missing_until_everything_is_handed_in() {
    use orderstate::Requirement::{Address, PersonalDetails, Phone};
    for (state, missing) in [
        ("UNVERIFIED", &[Phone, PersonalDetails, Address][..]),
        ("REJECTED", &[Phone, PersonalDetails, Address]),
        ("PENDING", &[]),
        ("VERIFIED", &[]),
        ("IN_NO_TABLE", &[]),
    ] {
        let body = json!({ "verificationState": state, "phoneNumber": null, "firstName": null, "addressLine1": null });
        let found = read("baanx", &body, Trust::Api).unwrap().missing;
        assert_eq!(found.iter().map(|missing| missing.kind).collect::<Vec<_>>(), missing, "{state}");
        // What is not there, is not said to be missing.
        assert_eq!(
            read("baanx", &json!({ "verificationState": state }), Trust::Api).unwrap().missing,
            [],
            "{state}"
        );
    }
}

#[test]
fn there_is_no_answer_for_a_provider_that_there_is_not_or_that_documents_nothing() {
    let code = |provider| read(provider, &json!({ "status": "ACTIVE" }), Trust::Api).unwrap_err().code();
    assert_eq!(code("nobody"), ErrorCode::BadContext);
    assert_eq!(code("mugglepay"), ErrorCode::NoCustomer);
    assert_eq!(code("transak"), ErrorCode::ProviderNotRecognised);
    let others = read("baanx", &body("transak", "user", "APPROVED"), Trust::Api).unwrap_err();
    assert_eq!((others.code(), others.providers()), (ErrorCode::WrongProvider, &["transak"][..]));
}

// Personal data

/// Where the provider's own words about a customer stand, each of them if it looks like a code.
const WORDS: &str = "
transak data.kyc.status
transak data.status
transak response.kyc.l1.status
transak response.kyc.l2.status
transak response.status
transak data.kycStatus
transak data.shareTokenStatus
transak data.formsRequired.0.type
transak data.formsRequired.1.type
transak data.formsRequired.2.type
transak data.formsRequired.3.type
banxa kyc.status
banxa status
banxa requirements.0
banxa requirements.1
banxa requirements.2
banxa requirements.3
banxa requirements.4
banxa requirements.5
banxa requirements.6
banxa kycRequirements.0
baanx verificationState
baanx event_object_status
moonpay result
moonpay data.result
stripe status
stripe data.object.status
";

/// The paths of all values in it that are no maps or lists.
fn leaves(value: &Value, path: String, found: &mut Vec<String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| leaves(value, below(key), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| leaves(value, below(&at.to_string()), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(path),
    }
}

/// Everything that is said of a payload: the answer, or the error.
fn answer(fixture: &Fixture, payload: &Value) -> Value {
    match normalize_customer(&fixture.provider, payload.to_string().as_bytes(), &fixture.context()) {
        Ok(customer) => json!(customer),
        Err(error) => json!({ "error": error.message() }),
    }
}

/// Each value in turn is replaced by one that stands nowhere else: an answer that has it has copied it.
#[test]
fn of_all_that_a_payload_carries_only_words_that_look_like_codes_come_out() {
    let mut copied = std::collections::BTreeSet::new();
    for fixture in customers() {
        let payload: Value = serde_json::from_slice(&fixture.payload).unwrap();
        let mut paths = Vec::new();
        leaves(&payload, String::new(), &mut paths);
        assert!(!paths.is_empty() || fixture.name.ends_with("_none"), "{}", fixture.name);
        for path in paths {
            let place = format!("{} {path}", fixture.provider);
            let replaced = |mark: &str| {
                let mut payload = payload.clone();
                let pointer = format!("/{}", path.replace('.', "/"));
                *payload.pointer_mut(&pointer).unwrap() = mark.into();
                answer(&fixture, &payload)
            };
            // As people, streets, numbers, dates, ids and links are written.
            for mark in [
                "Zeq Ux",
                "zeq@ux.example",
                "+99zeq1",
                "zeq-7f3a",
                "1999-zeq",
                "https://zeq.example",
                "ZEQ7",
                "Zéq",
                &"zeq".repeat(20),
            ] {
                assert!(!replaced(mark).to_string().to_lowercase().contains("zeq"), "{place}: {mark}");
            }
            let answer = replaced("Zeq_UX");
            if answer.to_string().contains("Zeq_UX") {
                copied.insert(place);
                // As a word, and nowhere else.
                let mut bare = answer;
                bare["words"] = Value::Null;
                for missing in bare["missing"].as_array_mut().unwrap() {
                    missing["word"] = Value::Null;
                }
                assert!(!bare.to_string().contains("Zeq_UX"), "{bare}");
            }
        }
    }
    let allowed = WORDS.lines().filter(|line| !line.is_empty()).map(Into::into).collect();
    assert_eq!(copied, allowed);
}

/// And all of them at once, in shapes that stay what they are.
#[test]
fn nothing_that_a_customer_wrote_comes_out() {
    let body = json!({ "data": {
        "partnerUserId": "u-zeq", "email": "zeq@example.com", "firstName": "Zeq", "lastName": "Zeq", "mobileNumber": "zeq",
        "dob": "zeq", "address": { "addressLine1": "Zeq", "city": "Zeq", "postCode": "zeq" }, "status": "ACTIVE",
        "kyc": { "status": "REJECTED", "type": "zeq", "updatedAt": "zeq", "rejectionDetails": { "reason": "zeq" } },
    } });
    let customer = json!(read("transak", &body, Trust::Api).unwrap()).to_string();
    assert!(customer.contains("REJECTED") && !customer.to_lowercase().contains("zeq"), "{customer}");
}
