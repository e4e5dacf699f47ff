/** The words about outcomes, which only their pages load. */
export { outcomes as outcomeWords } from "./en/outcomes";
