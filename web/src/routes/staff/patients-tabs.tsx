/** The three looks at one's patients: all, who needs somebody, and what became of them. */
import { useNavigate } from "@tanstack/react-router";
import { outcomeWords } from "../../i18n/outcomes";
import { Tabs } from "../../ui/tabs";
import styles from "./patients-tabs.module.css";

const text = outcomeWords.tabs;
const TABS = [
  { id: "/patients", label: text.all },
  { id: "/caseload", label: text.needs },
  { id: "/outcomes", label: text.outcomes },
] as const;

export function PatientsTabs({ present }: { present: (typeof TABS)[number]["id"] }) {
  const navigate = useNavigate();
  const open = (id: string) => {
    const found = TABS.find((tab) => tab.id === id);
    if (found) void navigate({ to: found.id, search: {} });
  };
  return (
    <div className={styles.tabs}>
      <Tabs label={text.label} tabs={TABS} present={present} onOpen={open} />
    </div>
  );
}
