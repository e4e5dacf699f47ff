/** A list beside the field one writes in: the arrows choose, Enter takes, and the letters go on into the field. */
import { Combobox, type ComboboxStore, useCombobox } from "@mantine/core";
import { type ReactElement, useEffect } from "react";
import { announce } from "../../lib/announce";
import styles from "./suggestions.module.css";

export interface Suggestion {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly hint: string;
}

interface Props {
  /** Null while nothing is offered. */
  list: readonly Suggestion[] | null;
  label: string;
  /** Said to those who hear the page, when the list opens or becomes another. */
  said: string;
  /** Shown where the list is empty. */
  empty: string;
  onPick: (id: string) => void;
  /** The field. */
  children: ReactElement;
}

export function Suggestions({ list, label, said, empty, onPick, children }: Props) {
  const open = list !== null;
  const store = useCombobox({ opened: open });
  const ids = list?.map(({ id }) => id).join(" ");
  useFirst(store, ids);
  useEffect(() => {
    if (ids) announce(said);
  }, [ids, said]);
  const groups = [...new Set(list?.map(({ group }) => group))];
  return (
    <Combobox
      store={store}
      onOptionSubmit={onPick}
      position="top-start"
      middlewares={{ flip: { padding: 8 }, shift: { padding: 8 } }}
      shadow="ct"
      transitionProps={{ duration: 0 }}
    >
      <Combobox.Target withKeyboardNavigation={open} withAriaAttributes={open} autoComplete="off">
        {children}
      </Combobox.Target>
      <Combobox.Dropdown hidden={!open} className={styles.dropdown}>
        <Combobox.Options mah={280} className={styles.options} aria-label={label}>
          {list?.length === 0 ? <Combobox.Empty>{empty}</Combobox.Empty> : null}
          {groups.map((group) => (
            <Combobox.Group key={group} label={group || undefined}>
              {list
                ?.filter((one) => one.group === group)
                .map(({ id, title, hint }) => (
                  <Combobox.Option key={id} value={id} className={styles.option}>
                    <span className={styles.title}>{title}</span>
                    <span className={styles.hint}>{hint}</span>
                  </Combobox.Option>
                ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** The first one is chosen, whenever there are others. */
function useFirst(store: ComboboxStore, ids: string | undefined): void {
  const { selectFirstOption } = store;
  // biome-ignore lint/correctness/useExhaustiveDependencies: chosen anew for another list, not for another function
  useEffect(() => {
    if (ids) selectFirstOption();
  }, [ids]);
}
