//! What rows can say of how a webhook proves who sent it, as they are written, in `src/provider`, and as they are compiled.

/// How a provider's webhooks prove who sent them. `P` is a place in the body.
#[derive(Clone, Copy)]
pub(crate) enum Scheme<P: 'static> {
    /// Nothing is written down, or what is cannot be checked here.
    Unknown,
    /// At this place of the body stands a JSON Web Token, signed by HS256, and in its claims the payload.
    Token(P),
    /// The request is signed by an HMAC, in lower-case hexadecimal digits.
    Signed(Signed),
    /// A text that the merchant gave when the order was made comes back at these places. It covers nothing of what the body
    /// says, which must be confirmed.
    Echo(Echo<P>),
}

#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
impl<P> Scheme<P> {
    /// The names of the headers that it reads.
    pub(crate) fn headers(&self) -> alloc::vec::Vec<&'static str> {
        match self {
            Self::Unknown | Self::Token(_) | Self::Echo(_) => alloc::vec![],
            Self::Signed(Signed { carried, over, .. }) => {
                let mut names = match carried {
                    Carried::Credentials(headers) => headers.iter().map(|(name, _)| *name).collect(),
                    Carried::Apart { signature, stamp } => alloc::vec![*signature, *stamp],
                    Carried::Listed { header, .. } | Carried::Alone { header, .. } => alloc::vec![*header],
                };
                names.extend(over.iter().filter_map(Part::header));
                names
            }
        }
    }
}

/// A signed request.
#[derive(Clone, Copy)]
pub(crate) struct Signed {
    pub hash: Hash,
    pub carried: Carried,
    /// What is signed: these, put together. Without the body, it covers nothing of what that says, which must be confirmed.
    pub over: &'static [Part],
    pub stamp: Stamp,
}

/// What the HMAC is made with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hash {
    Sha256,
    Sha512,
}

impl Hash {
    /// In bytes.
    pub(crate) const fn size(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

/// Where a signature stands, and the stamp that it covers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Carried {
    /// In one of these headers, behind a word: `key:signature:stamp`.
    Credentials(&'static [(&'static str, &'static str)]),
    /// In a header of its own, as is the stamp.
    Apart { signature: &'static str, stamp: &'static str },
    /// In a header that lists both, and others, by name: `t=stamp,v1=signature`. There may be several signatures, while one secret
    /// takes the place of another.
    Listed { header: &'static str, stamp: &'static str, signature: &'static str },
    /// Alone in a header, behind this text.
    Alone { header: &'static str, prefix: &'static str },
}

/// A part of what is signed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    Method,
    /// The path of the address, without a query.
    Path,
    Stamp,
    /// The bytes as they came.
    Body,
    /// The body with the members of each map in the order of their keys, and no space between them. It is what is read, then.
    Sorted,
    /// A header of this name.
    Header(&'static str),
    Text(&'static str),
}

#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
impl Part {
    pub(crate) fn header(&self) -> Option<&'static str> {
        match self {
            Self::Header(name) => Some(name),
            Self::Method | Self::Path | Self::Stamp | Self::Body | Self::Sorted | Self::Text(_) => None,
        }
    }
}

/// The time that no two requests share, and by how many seconds it may differ from the present.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stamp {
    /// Nothing of the request is dated.
    Undated,
    /// A Unix time in seconds.
    Seconds(u32),
    /// A Unix time in seconds, milliseconds or microseconds, as its length tells.
    Nonce(u32),
}

/// A text that comes back.
#[derive(Clone, Copy)]
pub(crate) struct Echo<P: 'static> {
    /// Each of them that the body has must be the text, and it must have one.
    pub places: &'static [P],
    /// How the vendor's own plugins make it.
    pub derivations: &'static [Derivation],
}

/// A text made of an order's reference and a secret: md5(md5(query) + secret), in lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Derivation {
    pub name: &'static str,
    /// The names and values of the query.
    pub query: &'static [(&'static str, Value)],
}

/// A value of a derivation's query.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    Reference,
    Secret,
    Text(&'static str),
}
