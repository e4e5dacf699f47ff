/** The words of cases and their rules, which only the team's pages load. */
export { safety as safetyWords } from "./en/safety";
