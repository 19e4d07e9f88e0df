// Bundles the scripts and styles of pages into names that change with their content, and writes which name is which.

import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const built = join(here, "../src/volgraph/web/static/built");

await rm(built, { recursive: true, force: true });
await mkdir(built, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/query.js"],
  outdir: built,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2021",
  minify: true,
  legalComments: "none", // licences.txt has them all
  define: { "process.env.NODE_ENV": '"production"', global: "window" },
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [path, output] of Object.entries(metafile.outputs)) {
  const name = basename(path);
  if (output.entryPoint) manifest[basename(output.entryPoint)] = name;
  if (output.cssBundle) manifest[basename(output.entryPoint, ".js") + ".css"] = basename(output.cssBundle);
  if (!/\.(js|css)$/.test(name)) continue;
  const content = await readFile(join(built, name));
  await writeFile(join(built, name + ".br"), brotliCompressSync(content));
  await writeFile(join(built, name + ".gz"), gzipSync(content, { level: 9 }));
}
const { packages } = JSON.parse(await readFile(join(here, "package-lock.json"), "utf8"));
const licences = [];
for (const [path, { dev, version, license }] of Object.entries(packages)) {
  if (!path || dev) continue;
  const files = await readdir(join(here, path)).catch(() => []); // optional packages may be missing
  const texts = files.filter((file) => /^licen[cs]e/i.test(file)).map((file) => readFile(join(here, path, file), "utf8"));
  licences.push(`${path.replace(/.*node_modules\//, "")} ${version}: ${license}\n\n${(await Promise.all(texts)).join("\n")}`);
}
await writeFile(join(built, "licences.txt"), licences.join(`\n${"-".repeat(80)}\n`));
// Last, so that a build that was broken off has none.
await writeFile(join(built, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
