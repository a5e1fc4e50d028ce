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
