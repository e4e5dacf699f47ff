/** All one wrote, as a file that is made on this device. */
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { words } from "../../i18n";
import { isoDate } from "../../lib/dates";
import { download } from "../../lib/download";
import { Panel, PanelText } from "../../ui/panel";
import panel from "../../ui/panel.module.css";
import type { Entry } from "./entry";
import styles from "./export.module.css";
import { asCsv, asJson } from "./files";

const text = words.diary;

interface Props {
  entries: readonly Entry[];
  /** Private entries are not among them. */
  closed: boolean;
  /** Not all of it has come yet. */
  coming: boolean;
}

export function Export({ entries, closed, coming }: Props) {
  const save = (content: string, type: string, ending: string) =>
    download(new Blob([content], { type }), `diary-${isoDate(new Date())}.${ending}`);
  return (
    <Panel title={text.export}>
      <PanelText>
        <p className={panel.note}>
          {text.exportBody} {closed ? text.exportShared : null} {coming ? text.notLoaded : null}
        </p>
        <div className={styles.buttons}>
          <Button
            leftSection={<IconDownload size={18} />}
            disabled={coming}
            onClick={() => save(asCsv(entries), "text/csv;charset=utf-8", "csv")}
          >
            {text.asCsv}
          </Button>
          <Button
            leftSection={<IconDownload size={18} />}
            disabled={coming}
            onClick={() => save(asJson(entries), "application/json", "json")}
          >
            {text.asJson}
          </Button>
        </div>
      </PanelText>
    </Panel>
  );
}
