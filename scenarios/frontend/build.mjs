// `npm run build`: one bundle from src/ and the libraries of package-lock.json, with their licences
// and a manifest of checksums. The same sources give the same bytes.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../static/scenarios/vendor/case-map");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: { "case-map": "src/index.jsx" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  alias: { react: "preact/compat", "react-dom": "preact/compat", "react/jsx-runtime": "preact/jsx-runtime" },
  define: { "process.env.NODE_ENV": '"production"' },
});

// A package is listed when a byte of it is in the bundle.
const lock = JSON.parse(readFileSync(join(here, "package-lock.json"))).packages;
const used = new Set();
for (const file of Object.values(result.metafile.outputs).flatMap((output) => Object.keys(output.inputs))) {
  const found = file.match(/^(?:\.\/)?(node_modules\/(?:@[^/]+\/)?[^/]+)/);
  if (found) used.add(found[1]);
}
const libraries = [...used].sort().map((folder) => {
  const files = readdirSync(join(here, folder));
  const licence = files.find((name) => /^licen[cs]e/i.test(name));
  if (!licence) throw new Error(`${folder} has no licence file`);
  const { version, license } = lock[folder];
  return {
    name: folder.replace("node_modules/", ""),
    version,
    licence: license,
    integrity: lock[folder].integrity,
    sha256: sha256(readFileSync(join(here, folder, "package.json"))),
    text: readFileSync(join(here, folder, licence), "utf8").trim(),
  };
});
writeFileSync(
  join(out, "LEGAL.txt"),
  `The bundle case-map.js and case-map.css holds code of these libraries, each under its own licence.\n\n${libraries
    .map(({ name, version, licence, text }) => `--- ${name} ${version} (${licence})\n\n${text}\n`)
    .join("\n")}`,
);
const files = Object.fromEntries(
  readdirSync(out)
    .sort()
    .map((name) => [name, sha256(readFileSync(join(out, name)))]),
);
const manifest = { bundle: "case-map", built_with: `esbuild ${lock["node_modules/esbuild"].version}`, files, libraries: libraries.map(({ text, ...rest }) => rest) };
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const name of Object.keys(files)) console.log(name, readFileSync(join(out, name)).length);
