// Menus are <details>, so they work without this; here they also close by Escape and by a press elsewhere.

/** Close open menus on Escape (giving the focus back) and on a press outside. */
export function bindMenus(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  });
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
    });
  });
}

function openMenus(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("details.bk-menu[open]")];
}
