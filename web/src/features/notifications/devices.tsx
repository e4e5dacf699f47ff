/** On which devices I am told: this one turned on or off, and the others. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Notifications } from "../../client/types";
import { words } from "../../i18n";
import { shortDate } from "../../lib/dates";
import cards from "../../ui/card-rows.module.css";
import { Chip } from "../../ui/chip";
import { useTell } from "../../ui/notices";
import { FormError } from "../../ui/states";
import { cannot, Refused, remember, remembered, subscribe, unsubscribe } from "./browser";
import { useAddDevice, useEndDevice } from "./commands";
import styles from "./notifications.module.css";

const text = words.notifications;

export function Devices({ own }: { own: Notifications }) {
  const [known, setKnown] = useState(remembered);
  const here = own.devices.find(({ id }) => id === known);
  const others = own.devices.filter((device) => device !== here);
  return (
    <section className={cards.section} aria-labelledby="here">
      <header className={cards.head}>
        <h2 id="here">{text.here}</h2>
        {here ? <Chip tone="good">{text.on}</Chip> : null}
      </header>
      <Here own={own} device={here?.id ?? null} onChange={() => setKnown(remembered())} />
      {others.length > 0 ? <h3 className={styles.others}>{text.others}</h3> : null}
      {others.map((device) => (
        <Other key={device.id} {...device} />
      ))}
    </section>
  );
}

interface HereProps {
  own: Notifications;
  device: string | null;
  onChange: () => void;
}

function Here({ own, device, onChange }: HereProps) {
  const add = useAddDevice();
  const end = useEndDevice();
  const tell = useTell();
  const [refusal, setRefusal] = useState(cannot);
  const turnOn = useMutation({
    networkMode: "always",
    mutationFn: async () => {
      const { id } = await add.mutateAsync(await subscribe(own.push_key));
      remember(id);
    },
    onSuccess: () => {
      setRefusal(null);
      onChange();
      tell({ text: text.turnedOn });
    },
    onError: (error) => setRefusal(error instanceof Refused ? error.why : null),
  });
  const turnOff = useMutation({
    networkMode: "always",
    mutationFn: async (id: string) => {
      await end.mutateAsync(id);
      await unsubscribe();
    },
    onSuccess: () => {
      onChange();
      tell({ text: text.turnedOff });
    },
  });
  const said = device ? text.onBody : refusal ? text[refusal] : text.offBody;
  const hopeless = refusal === "unable" || refusal === "blocked";
  return (
    <div className={cards.body}>
      <p className={styles.muted} role={refusal ? "status" : undefined}>
        {said}
      </p>
      {device ? (
        <Button className={styles.start} loading={turnOff.isPending} onClick={() => turnOff.mutate(device)}>
          {text.turnOff}
        </Button>
      ) : hopeless ? null : (
        <Button className={styles.start} loading={turnOn.isPending} onClick={() => turnOn.mutate()}>
          {text.turnOn}
        </Button>
      )}
      <FormError error={add.error ?? end.error} />
    </div>
  );
}

function Other({ id, name, added_at }: Notifications["devices"][number]) {
  const end = useEndDevice();
  const tell = useTell();
  return (
    <div className={cards.row}>
      <span className={cards.what}>
        <strong>{name}</strong>
        <span>{text.addedOn(shortDate(new Date(added_at)))}</span>
      </span>
      <Button
        aria-label={text.removeOf(name)}
        loading={end.isPending}
        onClick={() => end.mutate(id, { onSuccess: () => tell({ text: text.removed, detail: name }) })}
      >
        {text.remove}
      </Button>
      <FormError error={end.error} />
    </div>
  );
}
