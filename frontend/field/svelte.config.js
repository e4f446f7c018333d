import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** Components are TypeScript; nothing else is processed. */
export default { preprocess: vitePreprocess() };
