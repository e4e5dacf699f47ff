/** Takes a copy of what is shown; the trail says that one did. */
import { Button, Menu } from "@mantine/core";
import { IconBraces, IconDownload, IconTable } from "@tabler/icons-react";
import { words } from "../../i18n";
import { failureWords } from "../../ui/failure-words";
import { useTell } from "../../ui/notices";
import { type Copied, type Format, useExport } from "./commands";
import styles from "./export-menu.module.css";
import type { Wanted } from "./queries";

const text = words.oversight.export;

export function ExportMenu({ of, wanted }: { of: Copied; wanted: Wanted }) {
  const copy = useExport(of, wanted);
  const tell = useTell();
  const take = (format: Format) =>
    copy.mutate(format, {
      onSuccess: () => tell({ text: text.done }),
      onError: (error) => tell({ text: text.failed, detail: failureWords(error), tone: "warn" }),
    });
  return (
    <Menu width={280}>
      <Menu.Target>
        <Button leftSection={<IconDownload size={18} />} loading={copy.isPending}>
          {text.button}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTable size={18} />} onClick={() => take("csv")}>
          {text.csv}
        </Menu.Item>
        <Menu.Item leftSection={<IconBraces size={18} />} onClick={() => take("json")}>
          {text.json}
        </Menu.Item>
        <p className={styles.note}>{text.note}</p>
      </Menu.Dropdown>
    </Menu>
  );
}
