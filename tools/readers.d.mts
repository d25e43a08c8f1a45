// Types of readers.mjs, for the tests.
export declare const PYTHON: string
export declare function needReaders(say?: (line: string) => void): void
