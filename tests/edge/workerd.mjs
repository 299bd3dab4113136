// The worker of examples/edge-worker on workerd, the engine that Cloudflare runs, and no simulator of it: so a test can kill it.
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outside, root, tool } from "../package/installed.mjs";

const NAMES = ["TRANSAK_TOKEN", "TRANSAK_TOKEN_BEFORE", "BANXA_SECRET", "BAANX_KEY", "MUGGLEPAY_SECRET", "MUGGLEPAY_API", "SHOP", "RETRY_MS"];

/** Bundles the worker into a folder, with the package that is installed there. */
export async function prepare(folder) {
  // In memory, where there is such a folder: a disk of which each object waits for its own file says nothing about the worker. What
  // an engine has written is there when it is killed.
  const storage = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "orderstate-"));
  process.on("exit", () => rmSync(storage, { recursive: true, force: true }));
  copyFileSync(join(root, "examples/edge-worker/worker.mjs"), join(folder, "worker.mjs"));
  await tool("esbuild").build({
    entryPoints: [join(folder, "worker.mjs")],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
    // As wrangler does: the module stays a file, and is imported as one.
    loader: { ".wasm": "copy" },
    assetNames: "webhook",
    outfile: join(folder, "worker.js"),
  });
  const bindings = NAMES.map((name) => `(name = "${name}", fromEnvironment = "${name}")`).join(", ");
  writeFileSync(join(folder, "worker.capnp"), `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = .worker),
        (name = "storage", disk = (path = "${storage}", writable = true)),
        (name = "network", network = (allow = ["local", "public"], tlsOptions = (trustBrowserCas = true))),
      ],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );
    const worker :Workerd.Worker = (
      compatibilityDate = "2026-04-01",
      modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "webhook.wasm", wasm = embed "webhook.wasm")],
      bindings = [(name = "ORDERS", durableObjectNamespace = "OrderObject"), ${bindings}],
      durableObjectNamespaces = [(className = "OrderObject", uniqueKey = "orders", enableSql = true)],
      durableObjectStorage = (localDisk = "storage"),
      globalOutbound = "network",
    );`);
}

/** Starts the engine: where it listens, and what kills it at once, in the middle of whatever it does. */
export async function start(folder, env) {
  const engine = spawn(outside("workerd").default, ["serve", "worker.capnp", "--experimental", "--control-fd=3"], {
    cwd: folder,
    env,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const gone = new Promise((resolve) => engine.once("exit", resolve));
  const kill = () => {
    engine.kill("SIGKILL");
    return gone;
  };
  const port = await new Promise((resolve, reject) => {
    let said = "";
    engine.stdio[3].on("data", (data) => {
      said += data;
      const [, port] = /"event":"listen","socket":"http","port":(\d+)/.exec(said) ?? [];
      if (port !== undefined) resolve(port);
    });
    gone.then(() => reject(new Error("workerd has ended")));
  });
  return { address: `http://127.0.0.1:${port}/`, kill };
}
