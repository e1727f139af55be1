/** What a person chose on this machine, as text; null where nothing was kept, or the browser keeps nothing (private browsing). @param area `sessionStorage` keeps it for the tab */
export function readKept(key: string, area: () => Storage = () => localStorage): string | null {
  try {
    return area().getItem(key)
  } catch {
    return null
  }
}

/** Keeps it; where the browser does not, the choice lasts for this page. */
export function keep(key: string, text: string, area: () => Storage = () => localStorage): void {
  try {
    area().setItem(key, text)
  } catch {
    // Nothing is lost but the memory.
  }
}
