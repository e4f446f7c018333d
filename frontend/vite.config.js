// Builds the screens into src/balakas/common/static/build/ with a manifest that the template tag `{% built %}` reads.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import { defineConfig } from "vite";

const rooms = fileURLToPath(new URL("../src/balakas/", import.meta.url));
const office = fileURLToPath(new URL("./office/", import.meta.url));

// What each page family may use: the public pages must stay small, so only their own templates count.
const everywhere = [
  `${rooms}**/templates/**/*.html`,
  `${rooms}**/forms.py`,
  `${rooms}**/forms/*.py`,
  `${office}**/*.ts`,
];
const publicOnly = [
  `${rooms}portal/templates/**/*.html`,
  `${rooms}common/templates/base_public.html`,
  `${rooms}common/templates/cotton/**/*.html`,
];

const words = (content) => content.match(/[A-Za-z0-9_:/.-]+/g) ?? [];

/** Drop the rules of Tabler that no template uses; our own sheets are never touched. */
function dropUnused() {
  return {
    postcssPlugin: "drop-unused-css",
    async OnceExit(root) {
      const foreign = root.nodes.filter((node) => node.source?.input.file?.includes("@tabler/core"));
      if (foreign.length === 0) return;
      const [kept] = await new PurgeCSS().purge({
        content: root.source.input.file.endsWith("public.css") ? publicOnly : everywhere,
        css: [{ raw: postcss.root({ nodes: foreign.map((node) => node.clone()) }).toString() }],
        defaultExtractor: words,
        keyframes: true,
        safelist: { standard: ["html", "body", "is-invalid", "show", "active", "disabled", "collapsed"] },
        blocklist: [/theme-dark/, /data-bs-theme/],
      });
      foreign[0].before(postcss.parse(kept.css, { from: root.source.input.file }).nodes);
      foreign.forEach((node) => node.remove());
    },
  };
}

/** Write each text file also compressed, so that the office's server only hands it out. */
function compressed() {
  return {
    name: "compressed-copies",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => /\.(css|js|wasm|svg)$/.test(name))) {
        const content = readFileSync(`${dir}/${name}`);
        writeFileSync(`${dir}/${name}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${dir}/${name}.br`, brotliCompressSync(content));
      }
    },
  };
}

/** htmx keeps an `eval` for attributes we do not write, and our policy refuses it: nothing to tell who builds. */
const knownHarmless = ({ code, id }) => code === "EVAL" && /node_modules\/htmx\.org\//.test(id ?? "");

export default defineConfig({
  root: office,
  base: "/static/build/",
  plugins: [compressed()],
  css: { postcss: { plugins: [dropUnused()] } },
  build: {
    outDir: `${rooms}common/static/build`,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2020",
    cssTarget: ["chrome80", "safari14"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      checks: { bundlerTimings: false }, // compressing takes its time, every time
      onwarn: (warning, tell) => knownHarmless(warning) || tell(warning),
      input: {
        office: `${office}office.ts`,
        "office-sheet": `${office}styles/office.css`,
        "public-sheet": `${office}styles/public.css`,
      },
    },
  },
});
