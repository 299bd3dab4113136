//! Makes a WebAssembly module count the instructions that it executes: `instrument MODULE COUNTING`.
//!
//! Every function gets a counter of its own, a 64-bit global that is exported as `# ` with the function's number and
//! name. Wherever control may leave a straight run of instructions, the run's length is added first. `block`, `loop`,
//! `else`, `end` and `nop` are no instructions: no machine executes them. A call counts as one, whatever it calls.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::ops::Range;

use anyhow::{Context as _, Result, bail};
use wasmparser::{FunctionBody, KnownCustom, Name, Operator, Parser, Payload, TypeRef};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [module, counting] = args.as_slice() else { bail!("usage: instrument MODULE COUNTING") };
    fs::write(counting, instrument(&fs::read(module)?)?)?;
    Ok(())
}

fn instrument(module: &[u8]) -> Result<Vec<u8>> {
    let names = function_names(module)?;
    let mut out = module.get(..8).context("no module")?.to_vec();
    let (mut imported_functions, mut globals, mut functions) = (0, 0, 0);
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    match import?.ty {
                        TypeRef::Func(_) => imported_functions += 1,
                        TypeRef::Global(_) => globals += 1,
                        _ => {}
                    }
                }
            }
            Payload::FunctionSection(section) => functions = section.count(),
            Payload::GlobalSection(section) => {
                globals += section.count();
                let mut counters = Vec::new();
                for _ in 0..functions {
                    // A mutable i64 that begins with 0.
                    counters.extend([0x7e, 0x01, 0x42, 0x00, 0x0b]);
                }
                let old = items(part(module, section.range()));
                put_section(&mut out, 6, section.count() + functions, &[old, &counters].concat());
                continue;
            }
            Payload::ExportSection(section) => {
                if globals == 0 {
                    bail!("the module has no globals, so there is no section for more of them");
                }
                let mut exports = items(part(module, section.range())).to_vec();
                for index in 0..functions {
                    let function = imported_functions + index;
                    let name = names.get(&function).copied().unwrap_or("?");
                    let name = format!("# {function} {name}");
                    put_number(&mut exports, name.len() as u64);
                    exports.extend(name.as_bytes());
                    exports.push(0x03);
                    put_number(&mut exports, u64::from(globals + index));
                }
                put_section(&mut out, 7, section.count() + functions, &exports);
                continue;
            }
            Payload::CodeSectionStart { .. } => continue,
            Payload::CodeSectionEntry(body) => {
                let counter = u64::from(globals + bodies.len() as u32);
                bodies.push(counting(module, body, counter)?);
                if bodies.len() as u32 == functions {
                    let mut code = Vec::new();
                    for body in &bodies {
                        put_number(&mut code, body.len() as u64);
                        code.extend(body);
                    }
                    put_section(&mut out, 10, functions, &code);
                }
                continue;
            }
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            let section = part(module, range);
            out.push(id);
            put_number(&mut out, section.len() as u64);
            out.extend(section);
        }
    }
    Ok(out)
}

/// A function's body that counts.
fn counting(module: &[u8], body: &FunctionBody<'_>, counter: u64) -> Result<Vec<u8>> {
    let mut reader = body.get_operators_reader()?;
    let mut copied = reader.original_position();
    let mut out = part(module, body.range().start..copied).to_vec();
    let mut run = 0_i64;
    while !reader.eof() {
        let start = reader.original_position();
        let operator = reader.read()?;
        let (is_instruction, ends_run) = kind(&operator);
        run += i64::from(is_instruction);
        if ends_run && run > 0 {
            out.extend(part(module, copied..start));
            copied = start;
            out.push(0x23); // global.get
            put_number(&mut out, counter);
            out.push(0x42); // i64.const
            put_signed(&mut out, run);
            out.push(0x7c); // i64.add
            out.push(0x24); // global.set
            put_number(&mut out, counter);
            run = 0;
        }
    }
    out.extend(part(module, copied..body.range().end));
    Ok(out)
}

/// Whether an operator is an instruction, and whether a run ends with it. A run goes on behind the start of a block.
fn kind(operator: &Operator<'_>) -> (bool, bool) {
    match operator {
        Operator::Nop | Operator::Block { .. } => (false, false),
        Operator::Loop { .. } | Operator::Else | Operator::End => (false, true),
        Operator::If { .. }
        | Operator::Br { .. }
        | Operator::BrIf { .. }
        | Operator::BrTable { .. }
        | Operator::Return
        | Operator::ReturnCall { .. }
        | Operator::ReturnCallIndirect { .. }
        | Operator::Unreachable => (true, true),
        _ => (true, false),
    }
}

fn function_names(module: &[u8]) -> Result<HashMap<u32, &str>> {
    let mut found = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(subsections) = section.as_known() else { continue };
        for subsection in subsections {
            if let Name::Function(names) = subsection? {
                for naming in names {
                    let naming = naming?;
                    found.insert(naming.index, naming.name);
                }
            }
        }
    }
    Ok(found)
}

fn part(module: &[u8], range: Range<u64>) -> &[u8] {
    &module[range.start as usize..range.end as usize]
}

/// What follows the count with which a section begins.
fn items(section: &[u8]) -> &[u8] {
    let last = section.iter().position(|byte| byte & 0x80 == 0);
    last.map_or(&[], |last| &section[last + 1..])
}

fn put_section(out: &mut Vec<u8>, id: u8, count: u32, items: &[u8]) {
    let mut section = Vec::new();
    put_number(&mut section, u64::from(count));
    section.extend(items);
    out.push(id);
    put_number(out, section.len() as u64);
    out.extend(section);
}

/// LEB128.
fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_signed(out: &mut Vec<u8>, mut number: i64) {
    loop {
        let byte = number as u8 & 0x7f;
        number >>= 7;
        if (number == 0 && byte & 0x40 == 0) || (number == -1 && byte & 0x40 != 0) {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}
