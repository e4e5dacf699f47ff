/** The words about who was told, which only the privacy officer's pages load. */
export { notices as noticeWords } from "./en/notices";
