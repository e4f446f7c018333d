// The field app's search and two plainer ones, over the names on standard input; see bench/finding.py.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const fromHere = createRequire(`${process.cwd()}/package.json`);
const { createServer } = await import(pathToFileURL(fromHere.resolve("vite")).href);
const server = await createServer({ configFile: false, logLevel: "error", server: { middlewareMode: true, watch: null } });
const { Finder, nameKey, score } = await server.ssrLoadModule("/field/engine/finding.ts");
await server.close();

const LIMIT = 100;
const ROUNDS = 5;
const ASKED = ["siti amin", "noor", "moechamad yusup", "zainudin", "noor hayti", "rahmah jumiati"];
const people = readFileSync(0, "utf8").split("\n").map((name) => ({ name, tail: "0000" }));
const keys = people.map((one) => nameKey(one.name));
const finder = new Finder(people);

const searches = {
  "the field app": (asked) => finder.find(asked, people.length),
  "includes, no other spellings": (asked) => {
    const parts = nameKey(asked).split(" ");
    return people.filter((_, at) => parts.every((part) => keys[at].includes(part)));
  },
  "every name scored by itself": (asked) => people.filter((_, at) => score(nameKey(asked), keys[at])),
};

function slowest(search) {
  const taken = ASKED.map((asked) => {
    const times = Array.from({ length: ROUNDS }, () => {
      const start = performance.now();
      search(asked);
      return performance.now() - start;
    });
    return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  });
  return Math.max(...taken);
}

for (const search of Object.values(searches)) slowest(search); // so that none is measured cold
const ours = slowest(searches["the field app"]);
for (const [name, search] of Object.entries(searches)) {
  const taken = slowest(search);
  const found = ASKED.reduce((sum, asked) => sum + search(asked).length, 0);
  console.log(`${name}: ${taken.toFixed(1)} ms for the slowest question, ${found} found (${(taken / ours).toFixed(2)} times ours)`);
}
process.exitCode = ours > LIMIT ? 1 : 0;
