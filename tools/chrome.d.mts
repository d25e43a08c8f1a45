// The types of chrome.mjs, for tests/browser.ts.
export function findChrome(): string | undefined
export function needChrome(say?: (line: string) => void): string
