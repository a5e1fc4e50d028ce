// What the theme's own script expects to find: a place in the visitor's browser for the choice of colours.
window.__md_scope = new URL(document.currentScript.dataset.base, location);
window.__md_hash = (text) => [...text].reduce((sum, sign) => (sum << 5) - sum + sign.charCodeAt(0), 0);
window.__md_get = (key, store = localStorage, scope = __md_scope) => JSON.parse(store.getItem(scope.pathname + "." + key));
window.__md_set = (key, value, store = localStorage, scope = __md_scope) => {
  try {
    store.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch {
    // Browsers may refuse to store; the choice then lasts for this page only.
  }
};

// Applies the visitor's choice of colours before the page is painted.
(() => {
  const palette = __md_get("__palette");
  let color = palette && palette.color;
  if (!color || color.media === "(prefers-color-scheme)") {
    const wanted = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const input = document.querySelector(`[data-md-color-media='(prefers-color-scheme: ${wanted})']`);
    color = input && { scheme: input.dataset.mdColorScheme, primary: input.dataset.mdColorPrimary };
  }
  for (const [key, value] of Object.entries(color || {})) {
    document.body.setAttribute("data-md-color-" + key, value);
  }
})();
