// Builds web/ into src/onecity/static/built: app.js and app.css for residents, desk.js and desk.css for officers,
// the service worker, the fonts that the styles name, and all icons by name (icons.json, read by the templates).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { defineConfig, type Plugin } from "vite";

const require = createRequire(import.meta.url);
const STYLE = ".style";

type Nodes = [tag: string, attributes: Record<string, string>][];

const drawn = (nodes: Nodes): string =>
  nodes.map(([tag, attributes]) => `<${tag}${Object.entries(attributes).map(([k, v]) => ` ${k}="${v}"`).join("")}/>`).join("");

function icons(): Plugin {
  return {
    name: "icons",
    generateBundle() {
      const nodes = JSON.parse(readFileSync(require.resolve("lucide-static/icon-nodes.json"), "utf8")) as Record<string, Nodes>;
      const source = JSON.stringify(Object.fromEntries(Object.entries(nodes).map(([name, parts]) => [name, drawn(parts)])));
      this.emitFile({ type: "asset", fileName: "icons.json", source });
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [icons()],
  css: {
    preprocessorOptions: { scss: { quietDeps: true, loadPaths: ["node_modules"] } },
  },
  build: {
    outDir: "src/onecity/static/built",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: {
        app: "web/app.ts",
        console: "web/console.ts",
        desk: "web/desk.ts",
        "service-worker": "web/service-worker.ts",
        [`app${STYLE}`]: "web/styles/app.scss",
        [`desk${STYLE}`]: "web/styles/desk.scss",
      },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "shared/[name]-[hash].js",
        assetFileNames: ({ names }) =>
          names[0]?.endsWith(".css") ? `${names[0].replace(`${STYLE}.css`, ".css")}` : "fonts/[name][extname]",
      },
    },
  },
});
