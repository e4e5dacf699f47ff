/** How far this browser has seen chains and logs of each person who uses it; public facts, which never go back. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { type Bytes, hex } from "../crypto/mh1/bytes";
import { type Memory, type Place, SessionMemory } from "./memory";

const NAME = "careteam-talk";

interface Shape extends DBSchema {
  places: { key: string; value: Place };
}

class StoredMemory implements Memory {
  constructor(
    private readonly db: IDBPDatabase<Shape>,
    private readonly owner: string,
  ) {}

  async seen(name: string): Promise<Place | null> {
    return (await this.db.get("places", `${this.owner}/${name}`)) ?? null;
  }

  async keep(name: string, place: Place): Promise<void> {
    await this.db.put("places", place, `${this.owner}/${name}`);
  }
}

/** A person's memory in this browser; where it keeps nothing, one for as long as the page lives. */
export async function memoryOf(uid: Bytes): Promise<Memory> {
  try {
    const upgrade = (db: IDBPDatabase<Shape>) => void db.createObjectStore("places");
    return new StoredMemory(await openDB<Shape>(NAME, 1, { upgrade }), hex(uid));
  } catch (error) {
    if (error instanceof DOMException || error instanceof ReferenceError) return new SessionMemory();
    throw error;
  }
}
