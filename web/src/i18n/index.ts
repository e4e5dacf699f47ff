/** The words of this client in the reader's language; English is the type that every other must satisfy. */
export { en as words } from "./en";
export type Words = typeof import("./en").en;
