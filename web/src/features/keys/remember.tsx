/** After another holder has opened the keys: shall this browser open them by itself from now on? */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { keyWords } from "../../i18n/keys";
import { changeKeys } from "../../keyring/keyring";
import { whatWentWrong } from "./failing";
import { useHereName } from "./here";
import { addThisBrowser } from "./holders";
import styles from "./keys.module.css";

const text = keyWords;

/** Adds this browser as a holder. */
export function useRemember() {
  const name = useHereName();
  return useMutation<void, Error, void>({
    networkMode: "always",
    mutationFn: () => changeKeys((own) => addThisBrowser(own, name)),
  });
}

export function Remember({ onDone }: { onDone: () => void }) {
  const remember = useRemember();
  return (
    <div className={styles.steps}>
      <h1>{text.rememberTitle}</h1>
      <p>{text.rememberBody}</p>
      {remember.isError ? (
        <p className={styles.failed} role="alert">
          {whatWentWrong(remember.error)}
        </p>
      ) : null}
      <Button
        variant="filled"
        loading={remember.isPending}
        onClick={() => remember.mutate(undefined, { onSuccess: onDone })}
      >
        {text.remember}
      </Button>
      <Button onClick={onDone}>{text.onlyNow}</Button>
    </div>
  );
}
