//! The demo page: put together in dist/www/, and served.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};
use tiny_http::{Header, Request, Response, Server};

use crate::fixture;
use crate::program::{node, root, run, say};

/// The page is an ordinary user of the package, and its samples are the fixtures.
pub(crate) fn assemble(package: &Path) -> Result<()> {
    let site = folder();
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    fs::create_dir_all(&site)?;
    fs::write(site.join("samples.json"), serde_json::to_string(&fixture::samples()?)?)?;
    run(node("site.mjs", &[]).arg(package).arg(&site))
}

/// Serves the page until the process is ended.
pub(crate) fn serve(port: Option<u16>) -> Result<()> {
    let server = listen(port)?;
    say(&format!("the demo page is at http://{}/ (end with Ctrl-C)", server.server_addr()));
    for request in server.incoming_requests() {
        // A browser that went away is no reason to stop.
        let _ = answer(request);
    }
    Ok(())
}

fn folder() -> PathBuf {
    root().join("dist/www")
}

/// On the port that was asked for, or on the first free one from 8787 on.
fn listen(port: Option<u16>) -> Result<Server> {
    let ports = port.map_or(8787..=8797, |port| port..=port);
    for port in ports.clone() {
        if let Ok(server) = Server::http(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            return Ok(server);
        }
    }
    bail!("no free port among {} to {}; name one with --port", ports.start(), ports.end())
}

fn answer(request: Request) -> std::io::Result<()> {
    let path = request.url().split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let relative = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let file = folder().join(relative);
    match fs::read(&file) {
        Ok(bytes) if inside => {
            let kind = Header::from_bytes("content-type", kind(&file));
            let mut response = Response::from_data(bytes);
            if let Ok(kind) = kind {
                response.add_header(kind);
            }
            request.respond(response)
        }
        Ok(_) | Err(_) => request.respond(Response::from_string("not found\n").with_status_code(404)),
    }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("wasm") => "application/wasm",
        Some("ico") => "image/x-icon",
        Some(_) | None => "text/plain; charset=utf-8",
    }
}

/// Copies a file, or a folder with all that is in it.
pub(crate) fn copy_all(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            copy_all(&from.join(&name), &to.join(name))?;
        }
    } else {
        to.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::copy(from, to)?;
    }
    Ok(())
}
