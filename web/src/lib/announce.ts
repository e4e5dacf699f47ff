/** Tells screen readers about something that appeared elsewhere on the page. */

let region: HTMLElement | null = null;

function regionOf(): HTMLElement {
  if (region?.isConnected) return region;
  region = document.createElement("div");
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  region.className = "ct-hidden";
  document.body.append(region);
  return region;
}

export function announce(words: string): void {
  const target = regionOf();
  target.textContent = "";
  window.setTimeout(() => {
    target.textContent = words;
  }, 50);
}
