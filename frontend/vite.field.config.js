// Builds the field app into src/balakas/common/static/build/field/: one page's scripts and its service worker.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, build as viteBuild } from "vite";

const field = fileURLToPath(new URL("./field/", import.meta.url));
const out = fileURLToPath(new URL("../src/balakas/common/static/build/field/", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("./field/version.json", import.meta.url), "utf-8"));
const base = "/static/build/field/";

/** The QR decoder, all that is loaded later, is fetched only where the browser has none of its own. */
const isDecoder = (file) => file.isDynamicEntry === true || file.fileName.endsWith(".wasm");

/** Write each text file also compressed, so that the office's server only hands it out. */
function compress(dir, names) {
  for (const name of names.filter((one) => /\.(css|js|wasm|svg)$/.test(one))) {
    const content = readFileSync(`${dir}/${name}`);
    writeFileSync(`${dir}/${name}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${dir}/${name}.br`, brotliCompressSync(content));
  }
}

/** Build the service worker last: it carries the list of what it keeps, and a version made of exactly that list. */
function serviceWorker() {
  return {
    name: "field-service-worker",
    apply: "build",
    async writeBundle({ dir }, bundle) {
      const names = Object.keys(bundle).filter((name) => name !== "manifest.json");
      compress(dir, names);
      const shell = names.filter((name) => !isDecoder(bundle[name])).map((name) => base + name);
      const later = names.filter((name) => isDecoder(bundle[name])).map((name) => base + name);
      const version = createHash("sha256").update(shell.join()).digest("hex").slice(0, 12);
      await viteBuild({
        configFile: false,
        root: field,
        logLevel: "error",
        define: {
          __SHELL__: JSON.stringify(shell),
          __LATER__: JSON.stringify(later),
          __VERSION__: JSON.stringify(version),
        },
        build: {
          outDir: dir,
          emptyOutDir: false,
          target: "es2020",
          lib: { entry: `${field}sw/worker.ts`, formats: ["iife"], name: "worker", fileName: () => "sw.js" },
        },
      });
      writeFileSync(`${dir}/shell.json`, JSON.stringify({ version, shell, later }, null, 1));
    },
  };
}

export default defineConfig({
  root: field,
  base,
  plugins: [svelte(), serviceWorker()],
  define: { __APP__: JSON.stringify(version) },
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2020",
    cssTarget: ["chrome80", "safari14"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { checks: { bundlerTimings: false }, input: { app: `${field}ui/main.ts` } },
  },
  test: { environment: "node" },
});
