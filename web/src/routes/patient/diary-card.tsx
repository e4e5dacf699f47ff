/** How are you today? The diary's quickest entry, and the way to all of it. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { PlanSummary } from "../../client/types";
import { QuickEntry } from "../../features/diary/quick";
import { words } from "../../i18n";
import panel from "../../ui/panel.module.css";

/** Nothing while the plan rests: it takes no entries then. */
export function DiaryCard({ plan }: { plan: PlanSummary }) {
  if (plan.status !== "active" && plan.status !== "draft") return null;
  return (
    <QuickEntry
      planId={plan.id}
      more={
        <Link to="/diary" className={panel.row}>
          <span>{words.diary.open}</span>
          <IconChevronRight size={20} aria-hidden="true" />
        </Link>
      }
    />
  );
}
