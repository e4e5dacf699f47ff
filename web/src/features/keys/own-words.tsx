/** The words of one's own keys and the clinic's, read to an identity officer, and whether one vouches by now. */
import { keyWords } from "../../i18n/keys";
import type { Own } from "../../keyring/own";
import { useSession } from "../../live/session";
import cards from "../../ui/card-rows.module.css";
import { usePersonKeys, Words } from "./compare";
import { rootsHash } from "./facts";

const text = keyWords;

export function OwnWords({ own }: { own: Own }) {
  const { person } = useSession();
  const found = usePersonKeys(own, person.id, rootsHash(own.pins.roots));
  return (
    <section className={cards.section} aria-label={text.ownWords}>
      <header className={cards.head}>
        <h2>{text.ownWords}</h2>
      </header>
      <div className={cards.body}>
        <Words found={found} name={person.name}>
          {text.ownWordsBody}
        </Words>
      </div>
    </section>
  );
}
