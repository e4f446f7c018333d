import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";

/** The field app's rooms: engine < store < sync < ui. A room imports those to its left only. */
const walls = (files, ...forbidden) => ({
  files: files.map((folder) => `field/${folder}/**`),
  ignores: ["**/*.test.ts"],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: forbidden.map((folder) => ({
          regex: `^\\.\\./${folder}/`,
          message: `${files.join()} knows no ${folder}`,
        })),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ["node_modules/", "**/*.config.js", "tools/"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  ...svelte.configs["flat/recommended"],
  {
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: [".svelte"] } },
    rules: {
      // DOM datasets are index signatures: bracket access is what strict TypeScript asks for there.
      "@typescript-eslint/dot-notation": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Sets and maps here are made anew with each change, as everything in $state.raw is.
      "svelte/prefer-svelte-reactivity": "off",
      // Handlers and bindings in markup are typed by svelte-check, which the linter's parser does not see.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  walls(["engine"], "store", "sync", "ui", "sw"),
  walls(["store"], "sync", "ui", "sw"),
  walls(["sync"], "ui", "sw"),
  {
    // The shared vectors are JSON of many shapes.
    files: ["field/**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
    },
  },
);
