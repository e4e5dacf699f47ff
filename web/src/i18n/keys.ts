/** All words about one's keys: apart from the others, for the pages that load the protocol anyway. */
export { ownKeys as keyWords } from "./en/own-keys";
