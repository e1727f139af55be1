/** Puts a theme on the page. */
export function showTheme(name: 'dark' | 'light' | 'day' | 'night'): void {
  document.documentElement.dataset['theme'] = name
  // Element Plus keeps its own switch for the dark variables.
  document.documentElement.classList.toggle('dark', name === 'dark' || name === 'night')
}
