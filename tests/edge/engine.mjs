// The worker of examples/edge-worker on workerd, the engine that Cloudflare runs, through miniflare, which reads what its
// wrangler.jsonc says: in a process of its own, so a test can kill it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { outside, root, tool } from "../package/installed.mjs";

/**
 * Bundles the worker into a folder, with the package that is installed there. What it gives starts the engine: where that listens,
 * and what kills it at once, in the middle of whatever it does. What it has kept is there when it is started again.
 */
export async function prepare(folder) {
  // In memory, where there is such a folder: a disk of which each object waits for its own file says nothing about the worker. What
  // an engine has written is there when it is killed.
  const storage = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "orderstate-"));
  process.on("exit", () => rmSync(storage, { recursive: true, force: true }));
  // Beside what the worker does, how often an object was made: more than once, if it slept.
  const contents = `
    import worker, { OrderObject as Order } from ${JSON.stringify(join(root, "examples/edge-worker/worker.mjs"))};
    const made = {};
    export class OrderObject extends Order {
      constructor(ctx, env) {
        super(ctx, env);
        made[ctx.id] = (made[ctx.id] ?? 0) + 1;
      }
    }
    export default {
      fetch(request, env) {
        const [, key] = request.url.split("/made/");
        return key === undefined ? worker.fetch(request, env) : Response.json(made[env.ORDERS.idFromName(key)]);
      },
    };`;
  await tool("esbuild").build({
    stdin: { contents, resolveDir: folder },
    nodePaths: [join(folder, "node_modules")],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
    // As wrangler does: the module stays a file, and is imported as one.
    loader: { ".wasm": "copy" },
    assetNames: "webhook",
    outfile: join(folder, "worker.js"),
  });
  return (bindings) => start(folder, storage, bindings);
}

async function start(folder, storage, bindings) {
  // Miniflare asks for Node 22.
  const execPath = outside.resolve("node22/package.json").replace(/package\.json$/, "bin/node");
  const engine = fork(fileURLToPath(import.meta.url), [folder, storage, JSON.stringify(bindings)], { execPath, detached: true });
  const gone = once(engine, "exit");
  const kill = () => {
    // All of its group: miniflare has made a process for workerd.
    process.kill(-engine.pid, "SIGKILL");
    return gone;
  };
  const [address] = await Promise.race([once(engine, "message"), gone.then(() => Promise.reject(new Error("miniflare has ended")))]);
  return { address, kill };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, storage, bindings] = process.argv.slice(2);
  const config = JSON.parse(readFileSync(join(root, "examples/edge-worker/wrangler.jsonc"), "utf8"));
  const classes = config.migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes);
  const objects = config.durable_objects.bindings.map(({ name, class_name }) => [name, { className: class_name, useSQLite: classes.includes(class_name) }]);
  process.on("disconnect", () => process.exit());
  const { Miniflare } = outside("miniflare");
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    modulesRoot: folder,
    modules: [{ type: "ESModule", path: join(folder, "worker.js") }, { type: "CompiledWasm", path: join(folder, "webhook.wasm") }],
    compatibilityDate: config.compatibility_date,
    durableObjects: Object.fromEntries(objects),
    durableObjectsPersist: storage,
    bindings: { ...config.vars, ...JSON.parse(bindings) },
  });
  process.send(String(await miniflare.ready));
}
