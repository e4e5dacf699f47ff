/** The words of integrity alerts, which only their owner's pages load. */
export { alerts as alertWords } from "./en/alerts";
