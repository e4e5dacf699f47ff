/** English, put together from one file per feature. */
import { common } from "./en/common";
import { identity } from "./en/identity";
import { plans } from "./en/plans";
import { shell } from "./en/shell";

export const en = { common, identity, plans, shell };
