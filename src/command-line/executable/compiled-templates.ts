import type { Plugin } from "esbuild";

/**
 * Has Penny's templates be compiled when an executable is made, and not at each of its starts, where it would take a
 * twelfth of the time that Node takes itself.
 */
export const compiledTemplates: Plugin = {
  name: "compiled-templates",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]penny[\\/]templates\.ts$/ }, async () => {
      const { templates } = await import("../../penny/templates.ts");
      const entries = [...templates].map(([name, template]) => `[${JSON.stringify(name)}, ${template}]`);
      return { contents: `export const templates = new Map([${entries}]);` };
    });
  },
};
