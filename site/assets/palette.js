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

// Said here, before there is a page, it costs nothing; said by the theme's script it means styling everything anew.
document.documentElement.classList.replace("no-js", "js");

// Colours as the visitor chose them, else as the device has them; set before the page is painted.
{
  const button = document.querySelector(".colours");
  const device = matchMedia("(prefers-color-scheme: dark)");
  let chosen = __md_get("__palette")?.color?.scheme;
  const apply = () => {
    const scheme = chosen ?? (device.matches ? "slate" : "default");
    document.body.dataset.mdColorScheme = scheme;
    button.title = button.dataset[scheme];
  };
  button.addEventListener("click", () => {
    chosen = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
    __md_set("__palette", { color: { scheme: chosen } });
    apply();
  });
  device.addEventListener("change", apply);
  apply();
  button.hidden = false;
}
