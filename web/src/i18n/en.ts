/** English, put together from one file per feature. */
import { alarms } from "./en/alarms";
import { assessment } from "./en/assessment";
import { common } from "./en/common";
import { coverage } from "./en/coverage";
import { diary } from "./en/diary";
import { factors } from "./en/factors";
import { identity } from "./en/identity";
import { keys } from "./en/keys";
import { library } from "./en/library";
import { measures } from "./en/measures";
import { messaging } from "./en/messaging";
import { notes } from "./en/notes";
import { notifications } from "./en/notifications";
import { oversight } from "./en/oversight";
import { ownPlan } from "./en/own-plan";
import { ownReading } from "./en/own-reading";
import { patient } from "./en/patient";
import { people } from "./en/people";
import { phrases } from "./en/phrases";
import { plans } from "./en/plans";
import { safetyplan } from "./en/safetyplan";
import { shell } from "./en/shell";
import { tasks } from "./en/tasks";
import { teams } from "./en/teams";
import { worklist } from "./en/worklist";

export const en = {
  alarms,
  common,
  coverage,
  diary,
  factors,
  identity,
  keys,
  library,
  measures,
  assessment,
  ownPlan,
  ownReading,
  messaging,
  notes,
  notifications,
  oversight,
  people,
  patient,
  phrases,
  plans,
  safetyplan,
  shell,
  tasks,
  teams,
  worklist,
};
