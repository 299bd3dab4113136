//! JSON is read as strictly as `JSON.parse` reads it, with serde_json as the second opinion.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

use orderstate::{
    Context, Error, ErrorCode, Limits, Order, Status, Time, Trust, Warning, normalize, normalize_all,
};

/// An order of which one member, that nobody asks for, is this text.
fn around(text: &str) -> String {
    format!(r#"{{"requestId":"q-1","orderId":"x-1","ignored":{text},"status":"STARTED"}}"#)
}

fn read(text: &str) -> Result<Vec<Order>, Error> {
    normalize_all(text.as_bytes(), &Context::default())
}

fn order_of(text: &str) -> Order {
    normalize(text.as_bytes(), &Context::default()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn refused(text: &[u8]) -> Error {
    match normalize_all(text, &Context::default()) {
        Err(error) => error,
        Ok(orders) => panic!("{} was read as {orders:?}", String::from_utf8_lossy(text)),
    }
}

/// Whether serde_json takes a text.
fn second_opinion(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1",
    "12345678901234567890123456789012345678901234567890",
    "0.0",
    "-0.5",
    "1.50",
    "0.00000000000000000000000000000000000000000000000001",
    "1e1",
    "1E1",
    "1e+1",
    "1e-1",
    "1.5e10",
    "0e0",
    "-0e-0",
    "1e308",
    "1e-400",
    r#""""#,
    r#""plain""#,
    r#""\"\\\/\b\f\n\r\t""#,
    r#""\u0041\u00e9\u20AC\ud83d\ude00\uD83D\uDE00""#,
    r#""\u0000""#,
    "\"é€😀\"",
    "\"\u{7f}\u{80}\u{2028}\u{2029}\u{feff}\u{fffd}\u{10ffff}\"",
    "[]",
    "{}",
    "[ ]",
    "{ }",
    "[[]]",
    "[{}]",
    r#"{"a":{}}"#,
    r#"{"":0}"#,
    r#"{"a":1,"a":2}"#,
    "[1,2,3]",
    "[1, \t\r\n 2]",
    r#"{ "a" : 1 , "b" : [ null , true ] }"#,
    r#"[[[[[[[[[[{"a":[[[[{"b":[]}]]]]}]]]]]]]]]]"#,
    "\n\r\t 1 \n\r\t",
];

const NOT_VALUES: &[&str] = &[
    // Nothing
    "",
    " ",
    // Numbers
    "00",
    "01",
    "-",
    "-01",
    "+1",
    "1.",
    ".5",
    "-.5",
    "1.e1",
    "1e",
    "1e+",
    "1e1.5",
    "1ee1",
    "0x10",
    "0b1",
    "1_000",
    "1,000",
    "1 000",
    "1a",
    "--1",
    "NaN",
    "nan",
    "Infinity",
    "-Infinity",
    "1n",
    "１",
    // Literals
    "nul",
    "nulll",
    "Null",
    "NULL",
    "True",
    "TRUE",
    "truefalse",
    "undefined",
    "None",
    "tru e",
    // Texts
    "\"",
    "\"a",
    "'a'",
    "`a`",
    "a",
    r#""a"b"#,
    r#""a" "b""#,
    r#""\"#,
    r#""\""#,
    r#""\x41""#,
    r#""\a""#,
    r#""\0""#,
    r#""\'""#,
    r#""\U0041""#,
    r#""\u""#,
    r#""\u004""#,
    r#""\u004g""#,
    r#""\u{41}""#,
    r#""\u 041""#,
    r#""\u+041""#,
    r#""\ud83d\u""#,
    "\"\\\n\"",
    "\"\\é\"",
    // Lists
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,]",
    "[,1]",
    "[1,,2]",
    "[1 2]",
    "[1;2]",
    "[1}",
    "[}",
    "[1]]",
    "(1)",
    // Maps
    "{",
    "}",
    "{]",
    "{,}",
    r#"{"a"}"#,
    r#"{"a":}"#,
    r#"{"a":1"#,
    r#"{"a":1,"#,
    r#"{"a":1,}"#,
    r#"{,"a":1}"#,
    r#"{"a"::1}"#,
    r#"{"a"=1}"#,
    r#"{"a" 1}"#,
    r#"{"a":1 "b":2}"#,
    r#"{"a":1;"b":2}"#,
    r#"{"a":1]"#,
    r#"{"a":1}}"#,
    r#"{a:1}"#,
    r#"{'a':1}"#,
    r#"{1:1}"#,
    r#"{null:1}"#,
    r#"{[]:1}"#,
    r#"{"a":1:2}"#,
    r#"{"a","b":1}"#,
    r#"{"a\":1}"#,
    // Comments
    "/**/1",
    "1/**/",
    "1//",
    "[1,#\n2]",
    "<!-- -->1",
    // Spaces that JSON does not know
    "\u{b}1",
    "\u{c}1",
    "\u{a0}1",
    "\u{2028}1",
    "\u{3000}1",
    "\u{feff}1",
    "\u{0}",
    "1\u{0}",
];

#[test]
fn values_are_read_wherever_they_stand() {
    for text in VALUES {
        let whole = around(text);
        assert!(second_opinion(&whole), "the corpus is wrong about {text}");
        assert_eq!(order_of(&whole).word.as_deref(), Some("STARTED"), "{text}");
    }
}

#[test]
fn what_is_no_value_is_refused_wherever_it_stands() {
    for text in NOT_VALUES {
        let whole = around(text);
        assert!(!second_opinion(&whole), "the corpus is wrong about {text}");
        assert_eq!(refused(whole.as_bytes()).code(), ErrorCode::NotJson, "{text}");
    }
}

#[test]
fn a_whole_text_is_read_as_strictly() {
    for (text, json) in
        VALUES.iter().map(|text| (*text, true)).chain(NOT_VALUES.iter().map(|text| (*text, false)))
    {
        // What has such a sign outside of JSON is a query.
        if !json && (text.contains('=') || text.contains('?')) {
            continue;
        }
        assert_eq!(second_opinion(text), json, "the corpus is wrong about {text}");
        let code = refused(text.as_bytes()).code();
        // Valid, and no provider's.
        let expected = if json { ErrorCode::ProviderNotRecognised } else { ErrorCode::NotJson };
        assert_eq!(code, expected, "{text}");
    }
}

#[test]
fn a_control_character_in_a_text_is_refused() {
    for byte in 0..=0x20_u8 {
        let text = around(&format!("\"{}\"", char::from(byte)));
        assert_eq!(read(&text).is_ok(), byte == 0x20, "{byte:#x}");
        assert_eq!(second_opinion(&text), byte == 0x20, "{byte:#x}");
        if byte < 0x20 {
            let error = refused(text.as_bytes());
            assert_eq!(error.offset(), text.find(char::from(byte)), "{byte:#x}");
            assert!(error.message().contains("no control character in a string"), "{error}");
        }
    }
}

#[test]
fn nothing_may_follow_the_end() {
    let whole = around("1");
    for behind in ["x", ",", "}", "]", "{}", "null", "\u{0}", "\u{feff}", "\u{a0}", "\u{c}", "//"] {
        let text = format!("{whole}{behind}");
        let error = refused(text.as_bytes());
        assert_eq!((error.code(), error.offset()), (ErrorCode::NotJson, Some(whole.len())), "{behind:?}");
        assert!(error.message().starts_with("not JSON: expected the end at byte"), "{error}");
    }
    for behind in ["", " ", "\n", "\r\n\t "] {
        assert!(read(&format!("{behind}{whole}{behind}")).is_ok(), "{behind:?}");
    }
}

/// Every prefix of a text is a text that was cut off, and none of them is an order.
#[test]
fn a_text_that_was_cut_off_is_refused() {
    let whole = around(r#"[{"a\n\u0041":[1.5e-3,true,null,"é"]}]"#);
    for end in 0..whole.len() {
        let error = refused(&whole.as_bytes()[..end]);
        assert_eq!(error.code(), ErrorCode::NotJson, "{end}");
        // In the middle of a character the fault is where the character begins.
        let expected = if whole.is_char_boundary(end) { end } else { end - 1 };
        assert_eq!(error.offset(), Some(expected), "{}", &whole.as_bytes()[..end].escape_ascii());
    }
}

// Where JSON.parse and serde_json differ, JSON.parse counts

#[test]
fn numbers_beyond_a_double_are_read_as_json_parse_reads_them() {
    for text in ["1e400", "-1e400", "1e99999", "1E-99999", "123456789012345678901234567890e999"] {
        assert!(read(&around(text)).is_ok(), "{text}");
    }
}

#[test]
fn a_surrogate_without_its_partner_becomes_a_replacement_character() {
    for (escaped, read_as) in [
        (r"\ud83d", "\u{fffd}"),
        (r"\ude00", "\u{fffd}"),
        (r"\uDFFF", "\u{fffd}"),
        (r"a\ud83db", "a\u{fffd}b"),
        (r"\ud83d\ud83d", "\u{fffd}\u{fffd}"),
        (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
        (r"\ud83d\ude00\ude00", "\u{1f600}\u{fffd}"),
        (r"\ud83d\n\ude00", "\u{fffd}\n\u{fffd}"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\ud83d\\ude00", "\u{fffd}\\ude00"),
        (r"\uD83D\uDE00", "\u{1f600}"),
        (r"\ud83d\uDE00x", "\u{1f600}x"),
        ("\\ud83d\u{1f600}", "\u{fffd}\u{1f600}"),
    ] {
        let text = format!(r#"{{"requestId":"q-1","orderId":"x-1","status":"_{escaped}"}}"#);
        let order = order_of(&text);
        assert_eq!(order.word, Some(format!("_{read_as}")), "{escaped}");
        assert_eq!(order.status, Status::Unknown, "{escaped}");
    }
    // As a key too.
    let text = r#"{"requestId":"q-1","orderId":"x-1","status":"STARTED","\ud83d":1}"#;
    assert_eq!(order_of(text).word.as_deref(), Some("STARTED"));
}

// Texts and keys

#[test]
fn escapes_stand_for_their_characters() {
    for (escaped, read_as) in [
        (r"\u0053TARTED", "STARTED"),
        (r"\u0053\u0054\u0041\u0052\u0054\u0045\u0044", "STARTED"),
        (r"a\tb\nc\rd\be\ff", "a\tb\nc\rd\u{8}e\u{c}f"),
        (r#"\"\\\/"#, "\"\\/"),
        (r"\\u0041", "\\u0041"),
        (r"\\\u0041", "\\A"),
        (r"\u00e9\u20ac\uFFFD", "é€\u{fffd}"),
        (r"\u0000x", "\u{0}x"),
        ("é\\u00e9é", "ééé"),
    ] {
        let text = format!(r#"{{"requestId":"q-1","orderId":"x-1","status":"{escaped}"}}"#);
        assert_eq!(order_of(&text).word.as_deref(), Some(read_as), "{escaped}");
        let other: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(other["status"], read_as, "{escaped}");
    }
}

#[test]
fn the_last_of_equal_keys_counts() {
    for (members, word) in [
        (r#""status":"STARTED","status":"COMPLETED""#, "COMPLETED"),
        (r#""status":"COMPLETED","status":"STARTED""#, "STARTED"),
        (r#""status":"A","status":{"status":"B"},"status":"COMPLETED""#, "COMPLETED"),
        // Where keys are equal once their escapes are read, they are equal.
        (r#""status":"COMPLETED","st\u0061tus":"STARTED""#, "STARTED"),
        (r#""st\u0061tus":"STARTED","status":"COMPLETED""#, "COMPLETED"),
        (r#""\u0073\u0074\u0061\u0074\u0075\u0073":"FAILED""#, "FAILED"),
    ] {
        let text = format!(r#"{{"requestId":"q-1","orderId":"x-1",{members}}}"#);
        assert_eq!(order_of(&text).word.as_deref(), Some(word), "{members}");
        let other: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(other["status"], word, "the corpus is wrong about {members}");
    }
    // Inside of another map too, and a later null takes the value away.
    let text = r#"{"requestId":"q-1","orderId":"x-1","status":"COMPLETED","metadata":{"note":"payment_refunded","note":"fine"}}"#;
    assert_eq!(order_of(text).status, Status::Completed);
    let text = r#"{"requestId":"q-1","orderId":"x-1","status":"COMPLETED","metadata":{"note":"payment_refunded"},"metadata":null}"#;
    assert_eq!(order_of(text).status, Status::Completed);
    let text = r#"{"requestId":"q-1","orderId":"x-1","status":"COMPLETED","metadata":{"n\u006fte":"fine","note":"payment_refunded"}}"#;
    assert_eq!(order_of(text).status, Status::Refunded);
}

#[test]
fn the_last_of_very_many_equal_keys_counts() {
    let context = bytes(1 << 22);
    let before = r#""metadata":{"note":"fine"},"#;
    for count in (65_525..65_545).step_by(3) {
        let text = format!(
            r#"{{"requestId":"q-1","orderId":"x-1","status":"COMPLETED",{}"metadata":{{"note":"payment_refunded"}}}}"#,
            before.repeat(count)
        );
        let order = normalize(text.as_bytes(), &context).unwrap();
        assert_eq!((order.status, order.id.as_deref()), (Status::Refunded, Some("x-1")), "{count}");
    }
}

#[test]
fn keys_are_equal_only_to_themselves() {
    for key in [
        "Status",
        "STATUS",
        "status ",
        " status",
        "sta\\u0000tus",
        "status\\u0000",
        "ſtatus",
        "statu",
        "statuss",
    ] {
        let text = format!(r#"{{"requestId":"q-1","orderId":"x-1","{key}":"COMPLETED","status":"STARTED"}}"#);
        assert_eq!(order_of(&text).word.as_deref(), Some("STARTED"), "{key}");
    }
    // A key with a dot is no path.
    let text =
        r#"{"requestId":"q-1","orderId":"x-1","status":"COMPLETED","metadata.note":"payment_refunded"}"#;
    assert_eq!(order_of(text).status, Status::Completed);
}

#[test]
fn members_of_nested_maps_are_not_the_orders() {
    let text = around(r#"{"status":"COMPLETED","orderId":"y","a":[{"status":"FAILED"}]}"#);
    let order = order_of(&text);
    assert_eq!((order.word.as_deref(), order.id.as_deref()), (Some("STARTED"), Some("x-1")));
}

// UTF-8

#[test]
fn bytes_that_are_not_utf_8_are_refused_where_they_stand() {
    let before = br#"{"requestId":"q-1","orderId":"x-1","status":"STARTED","ignored":""#;
    for bad in [
        &b"\xff"[..],
        b"\x80",
        b"\xc0\x80",
        b"\xc3",
        b"\xc3\x28",
        b"\xe2\x82",
        b"\xed\xa0\x80", // a surrogate
        b"\xf0\x9f\x98",
        b"\xf4\x90\x80\x80", // beyond Unicode
        b"\xfe\xff",
    ] {
        let text = [before, bad, b"\"}"].concat();
        let error = refused(&text);
        assert_eq!((error.code(), error.offset()), (ErrorCode::NotJson, Some(before.len())), "{bad:?}");
        let column = before.len() + 1;
        let message = format!("not JSON: expected UTF-8 at byte {} (line 1, column {column})", before.len());
        assert_eq!(error.message(), message);
    }
    // A text in another encoding.
    let utf_16: Vec<u8> =
        [0xfeff].into_iter().chain(around("1").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused(&utf_16).code(), ErrorCode::NotJson);
    assert_eq!(refused(&utf_16).offset(), Some(0));
}

#[test]
fn a_byte_order_mark_is_refused() {
    for text in [
        around("1"),
        around(r#""https://shop.example/?a=b""#),
        around(r#""?orderId=t-1&isBuyOrSell=BUY&status=COMPLETED""#),
        r#"{"u":"?orderId=t-1&isBuyOrSell=BUY&status=COMPLETED"}"#.to_owned(),
    ] {
        let error = refused(format!("\u{feff}{text}").as_bytes());
        assert_eq!((error.code(), error.offset()), (ErrorCode::NotJson, Some(0)), "{text}");
        let message = "not JSON: expected a value, not a byte-order mark at byte 0 (line 1, column 1)";
        assert_eq!(error.message(), message);
    }
}

/// Other characters begin with the same byte.
#[test]
fn only_a_byte_order_mark_is_called_one() {
    for other in ["\u{ff11}", "\u{fffd}", "\u{f8ff}", "\u{feff0}"] {
        let error = refused(other.as_bytes());
        let message = "not JSON: expected a value at byte 0 (line 1, column 1)";
        assert_eq!((error.offset(), error.message()), (Some(0), message), "{other:?}");
    }
}

/// A sign of a query inside of it makes no query of it.
#[test]
fn what_is_no_space_before_json_is_refused_as_json() {
    let json = r#"{"u":"?orderId=t-1&isBuyOrSell=BUY&status=COMPLETED"}"#;
    for before in ["\u{a0}", "\u{200b}", "\u{3000}", "\u{c}", "\u{b}", "\u{0}", ",", "}"] {
        let error = refused(format!("{before}{json}").as_bytes());
        assert_eq!((error.code(), error.offset()), (ErrorCode::NotJson, Some(0)), "{before:?}");
    }
}

// Limits

fn nested(depth: usize) -> String {
    ["[".repeat(depth), "]".repeat(depth)].concat()
}

fn limited(limits: Limits) -> Context {
    let mut context = Context::default();
    context.limits = limits;
    context
}

fn depth(depth: usize) -> Context {
    let mut limits = Limits::default();
    limits.depth = depth;
    limited(limits)
}

fn bytes(bytes: usize) -> Context {
    let mut limits = Limits::default();
    limits.bytes = bytes;
    limited(limits)
}

#[test]
fn maps_and_lists_may_be_128_deep_and_no_deeper() {
    assert_eq!(Limits::default().depth, 128);
    // The order itself is one of them.
    assert!(read(&around(&nested(127))).is_ok());
    let text = around(&nested(128));
    let error = refused(text.as_bytes());
    assert_eq!(error.code(), ErrorCode::TooDeep);
    let place = text.find('[').unwrap() + 127;
    assert_eq!(error.offset(), Some(place));
    assert_eq!(error.message(), format!("nested deeper than the limit of 128 at byte {place}"));

    assert_eq!(refused(nested(128).as_bytes()).code(), ErrorCode::ProviderNotRecognised);
    assert_eq!(refused(nested(129).as_bytes()).code(), ErrorCode::TooDeep);
    // The depth counts, not the number.
    assert!(read(&around(&format!("[{}]", vec![nested(100); 100].join(",")))).is_ok());
    let maps = format!("{}1{}", r#"{"a":"#.repeat(127), "}".repeat(127));
    assert!(read(&around(&maps)).is_ok());
    assert_eq!(refused(around(&format!(r#"{{"a":{maps}}}"#)).as_bytes()).code(), ErrorCode::TooDeep);
    // Far too deep is no worse.
    assert_eq!(refused("[".repeat(1 << 20).as_bytes()).code(), ErrorCode::TooDeep);
}

#[test]
fn the_depth_may_be_chosen() {
    for limit in [0, 1, 2, 3, 200, 5000] {
        let context = depth(limit);
        let code = |text: &str| normalize_all(text.as_bytes(), &context).unwrap_err().code();
        assert_eq!(code(&nested(limit + 1)), ErrorCode::TooDeep, "{limit}");
        if limit > 0 {
            assert_eq!(code(&nested(limit)), ErrorCode::ProviderNotRecognised, "{limit}");
        }
        // A text alone is not nested.
        assert_eq!(code("\"a\""), ErrorCode::ProviderNotRecognised, "{limit}");
    }
    assert!(normalize(around("1").as_bytes(), &depth(1)).is_ok());
    assert_eq!(normalize(around("[]").as_bytes(), &depth(1)).unwrap_err().code(), ErrorCode::TooDeep);
}

#[test]
fn a_payload_may_have_a_mebibyte_and_no_more() {
    let limit = Limits::default().bytes;
    assert_eq!(limit, 1 << 20);
    let whole = around("1");
    let filled = format!("{whole}{}", " ".repeat(limit - whole.len()));
    assert!(read(&filled).is_ok());
    let error = refused(format!("{filled} ").as_bytes());
    assert_eq!((error.code(), error.offset()), (ErrorCode::TooLarge, None));
    assert_eq!(error.message(), "the payload has 1048577 bytes, more than the limit of 1048576");
    // Too large is too large, whatever it is.
    assert_eq!(refused(&vec![0xff; limit + 1]).code(), ErrorCode::TooLarge);
}

#[test]
fn the_size_may_be_chosen() {
    let text = around("1");
    assert!(normalize(text.as_bytes(), &bytes(text.len())).is_ok());
    let error = normalize(text.as_bytes(), &bytes(text.len() - 1)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::TooLarge);
    let large = around(&format!("\"{}\"", "x".repeat(3 << 20)));
    assert!(normalize(large.as_bytes(), &bytes(4 << 20)).is_ok());
    assert_eq!(normalize(b"{}", &bytes(0)).unwrap_err().code(), ErrorCode::TooLarge);
    assert_eq!(normalize(b"", &bytes(0)).unwrap_err().code(), ErrorCode::NotJson);
}

// Messages

#[test]
fn messages_name_the_place() {
    for (text, offset, line, column, expected) in [
        ("", 0, 1, 1, "a value"),
        ("   ", 3, 1, 4, "a value"),
        ("\n\n", 2, 3, 1, "a value"),
        ("COMPLETED", 0, 1, 1, "a value"),
        ("{", 1, 1, 2, "a key or `}`"),
        ("{\n  a", 4, 2, 3, "a key or `}`"),
        (r#"{"a"#, 3, 1, 4, "`\"`"),
        (r#"{"a""#, 4, 1, 5, "`:`"),
        (r#"{"a" 1}"#, 5, 1, 6, "`:`"),
        (r#"{"a":"#, 5, 1, 6, "a value"),
        (r#"{"a":,}"#, 5, 1, 6, "a value"),
        (r#"{"a":1"#, 6, 1, 7, "`,` or `}`"),
        (r#"{"a":1]"#, 6, 1, 7, "`,` or `}`"),
        (r#"{"a":1,"#, 7, 1, 8, "a key"),
        (r#"{"a":1,}"#, 7, 1, 8, "a key"),
        ("{\"a\":1,\n\"b\":2,\n}", 15, 3, 1, "a key"),
        ("{\"a\":1,\r\n  }", 11, 2, 3, "a key"),
        ("[", 1, 1, 2, "a value"),
        ("[1", 2, 1, 3, "`,` or `]`"),
        ("[1}", 2, 1, 3, "`,` or `]`"),
        ("[1,", 3, 1, 4, "a value"),
        ("[1,]", 3, 1, 4, "a value"),
        ("[\n1,\n2\n3]", 7, 4, 1, "`,` or `]`"),
        ("[-]", 2, 1, 3, "a digit"),
        ("[1.]", 3, 1, 4, "a digit"),
        ("[1e]", 3, 1, 4, "a digit"),
        ("[1e+]", 4, 1, 5, "a digit"),
        ("[01]", 2, 1, 3, "`,` or `]`"),
        ("[tru]", 4, 1, 5, "a value"),
        (r#"["\x"]"#, 3, 1, 4, "an escape"),
        (r#"["\u00g0"]"#, 6, 1, 7, "a hexadecimal digit"),
        ("[\"a\nb\"]", 3, 1, 4, "no control character in a string"),
        ("{} {}", 3, 1, 4, "the end"),
        ("[]\n\n]", 4, 3, 1, "the end"),
        ("\"a\"b", 3, 1, 4, "the end"),
        // Bytes count from the beginning, characters in the line.
        ("{\"é\":x}", 6, 1, 6, "a value"),
        ("[\"é€😀\"\n,\"é€😀\" 1]", 26, 2, 8, "`,` or `]`"),
        ("\"😀\"😀", 6, 1, 4, "the end"),
    ] {
        let error = refused(text.as_bytes());
        assert_eq!(error.code(), ErrorCode::NotJson, "{text}");
        assert_eq!(error.offset(), Some(offset), "{text}");
        assert_eq!(
            error.message(),
            format!("not JSON: expected {expected} at byte {offset} (line {line}, column {column})"),
            "{text}"
        );
    }
}

// Neither JSON nor an address

#[test]
fn other_text_is_not_json_and_never_a_word() {
    for text in [
        "COMPLETED",
        "PAID",
        "complete",
        " COMPLETED ",
        "transak COMPLETED",
        "status: COMPLETED",
        "status COMPLETED",
        "orderId,status\nt-1,COMPLETED",
        "<html><body>502 Bad Gateway</body></html>",
        "<a href=\"https://shop.example/?orderId=t-1&status=COMPLETED\">back</a>",
        "orderId=t-1&isBuyOrSell=BUY&status=COMPLETED and more",
        "Is it done? COMPLETED",
        "eyJhbGciOiJIUzI1NiJ9.eyJ3ZWJob29rRGF0YSI6e319.c2ln",
        "mailto:shop@example.com",
        "\u{0}",
        "Ünïcödé",
    ] {
        for provider in [None, Some("transak"), Some("banxa"), Some("mugglepay"), Some("baanx")] {
            let mut context = Context::default().trusted_as(Trust::Api);
            context.provider = provider.map(Into::into);
            let error = normalize_all(text.as_bytes(), &context).unwrap_err();
            assert_eq!(error.code(), ErrorCode::NotJson, "{text}");
        }
    }
    // Nor is a text in quotes, a number or a list of words.
    for text in [r#""COMPLETED""#, "200", r#"["COMPLETED"]"#, "true", "null"] {
        for provider in [None, Some("transak"), Some("banxa"), Some("mugglepay"), Some("baanx")] {
            let mut context = Context::default().trusted_as(Trust::Api);
            context.provider = provider.map(Into::into);
            let error = normalize_all(text.as_bytes(), &context).unwrap_err();
            assert_eq!(error.code(), ErrorCode::ProviderNotRecognised, "{text}");
        }
    }
}

#[test]
fn an_address_or_a_query_is_not_taken_for_json() {
    for text in [
        "https://shop.example/back?orderId=t-1&isBuyOrSell=BUY&status=PROCESSING",
        "?orderId=t-1&isBuyOrSell=BUY&status=PROCESSING",
        "orderId=t-1&isBuyOrSell=BUY&status=PROCESSING",
        "  orderId=t-1&isBuyOrSell=BUY&status=PROCESSING\n",
        "/back?orderId=t-1&isBuyOrSell=BUY&status=PROCESSING#done",
        "orderId=t%2D1&isBuyOrSell=BUY&status=PRO%43ESSING",
        "orderId=t-1&isBuyOrSell=%22BUY%22&status=%22PROCESSING%22",
    ] {
        let order = order_of(text);
        assert_eq!((order.provider, order.word.as_deref()), ("transak", Some("PROCESSING")), "{text}");
        assert_eq!((order.trust, order.id.as_deref()), (Trust::Hint, Some("t-1")), "{text}");
    }
    for text in ["https://shop.example/", "https://shop.example/?", "?", "a=b", "=", "https://?#"] {
        assert_eq!(refused(text.as_bytes()).code(), ErrorCode::ProviderNotRecognised, "{text}");
    }
}

/// Who writes an address by hand writes it so; browsers take it.
#[test]
fn the_letters_of_other_scripts_may_stand_in_an_address_as_they_are() {
    for address in
        ["https://shop.example/für-alles", "https://bücher.example/", "/спасибо", "https://例え.jp/dänk"]
    {
        let order =
            order_of(&format!("{address}?orderId=t-1&isBuyOrSell=BUY&status=PROCESSING&partnerOrderId=ü"));
        assert_eq!((order.provider, order.reference.as_deref()), ("transak", Some("ü")), "{address}");
    }
}

// Numbers

#[test]
fn a_number_is_read_with_its_own_digits() {
    let order = order_of(
        r#"{"order_id":1,"merchant_order_id":12345678901234567890,"price_amount":0.10000000000000000555,"price_currency":"USD","status":"NEW","created_at_t":1771048816000}"#,
    );
    assert_eq!(order.provider, "mugglepay");
    assert_eq!((order.id.as_deref(), order.reference.as_deref()), (Some("1"), Some("12345678901234567890")));
    assert_eq!(order.amounts.expected.unwrap().value, "0.10000000000000000555");
    assert_eq!(order.times.created, Time::from_millis(1_771_048_816_000));
    // From text nothing was lost.
    assert!(!order.rule.warnings.contains(&Warning::NumberBeyondDouble));
}
