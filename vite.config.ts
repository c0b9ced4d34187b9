/** The page: ui/index.html and its workers, built to dist/page. The programs for Node: vite.node.config.ts. */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('ui', import.meta.url)),
  // The built page works below any path, or opened by any static server.
  base: './',
  plugins: [svelte({ configFile: false })],
  // The engine takes a module's `const` for a constant, but not a `var`: a third more time for a contact.
  worker: { format: 'es', rolldownOptions: { output: { topLevelVar: false } } },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: scripts or fonts; images may stay inline.
    assetsInlineLimit: (file) => (/\.(svg|png|ico)$/.test(file) ? undefined : false),
  },
  server: {
    host: '127.0.0.1',
    // sim/, analysis/ and scenarios/ lie beside ui/.
    fs: { allow: ['..'] },
  },
});
