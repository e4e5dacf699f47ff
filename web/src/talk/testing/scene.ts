/** A conversation with its people at their clients, on one server in memory. */
import type { Bytes } from "../../crypto/mh1/bytes";
import { generationOf, ownGenerations } from "../../crypto/mh1/chains";
import { TEXT } from "../../crypto/mh1/content";
import { publicKey } from "../../crypto/mh1/curve";
import { makeCloseByOffice, makeRotate } from "../../crypto/mh1/enrolment";
import { FULL } from "../../crypto/mh1/entries";
import { systemRandom as random } from "../../crypto/mh1/primitives";
import { Clinic, officeSigner, Person, START } from "../../crypto/mh1/vectors/world";
import { Scribe, type Written, writerOf } from "../../crypto/mh1/writing";
import { Telling } from "../../keyring/telling";
import { type Memory, SessionMemory } from "../memory";
import { People } from "../people";
import { Talk } from "../talk";
import type { Transport } from "../transport";
import { Server } from "./server";

const MINUTE = 60_000;

export class Scene {
  readonly server: Server;
  now = START + MINUTE;
  private readonly locks = new Map<string, Promise<unknown>>();

  private constructor(readonly clinic: Clinic) {
    this.server = new Server(clinic, random(16), () => this.now);
  }

  /** People of these roles who are members for the server, with keys that an officer attested. */
  static async open(...roles: string[]): Promise<{ scene: Scene; people: Person[] }> {
    const scene = new Scene(await Clinic.open(random));
    const people: Person[] = [];
    for (const role of roles) people.push(await scene.newcomer(role));
    return { scene, people };
  }

  async newcomer(role: string): Promise<Person> {
    const person = await Person.enrol(random, role);
    this.server.register(person);
    await this.server.attest(person);
    this.server.members.push(person);
    return person;
  }

  /** The coordinator signs that a person belongs here. */
  async assign(person: Person, access = FULL): Promise<void> {
    this.server.assignments.push(await this.clinic.assign(this.server.cid, person, access));
  }

  /** The coordinator's signature that a person no longer belongs here. */
  removal(person: Person): Promise<Written> {
    const { chain, signer } = this.clinic.coordinator;
    const { world, log } = this.server;
    return new Scribe(world, log, writerOf(chain, signer), random).remove(person.uid, 4, this.now);
  }

  /** A client that begins with nothing but its keys and what its device remembers. */
  async client(
    person: Person,
    {
      memory = new SessionMemory(),
      way = this.server.wayOf(person),
      ahead = 0,
    }: { memory?: Memory; way?: Transport; ahead?: number } = {},
  ): Promise<Talk> {
    const { clinic, server } = this;
    const anchor = { org: clinic.org, roots: clinic.roots.map(publicKey) };
    const own = await ownGenerations(person.chain, person.seed, generationOf(person.chain));
    const { chain } = person;
    const people = new People(server, memory, anchor);
    await people.readDirectory();
    return new Talk(server.cid, way, {
      people,
      self: () => ({ chain, own, signer: person.signer }),
      memory,
      officer: new Telling(),
      alone: (name, run) => this.alone(name, run),
      random,
      now: () => this.now++ + ahead,
    });
  }

  private alone<T>(name: string, run: () => Promise<T>): Promise<T> {
    const next = (this.locks.get(name) ?? Promise.resolve()).then(run, run);
    this.locks.set(
      name,
      next.catch(() => undefined),
    );
    return next;
  }

  /** A person begins a new generation of keys, as after a lost device. */
  async rotateKeys(person: Person): Promise<void> {
    await person.take(await makeRotate(person.chain, person.signer, person.seed, this.now, random));
  }

  /** A person who lost everything begins a new chain; the offices close the old one. */
  async reset(person: Person): Promise<Person> {
    const again = await Person.enrol(random, person.role, { uid: person.uid });
    const { identity, coordinator } = this.clinic.offices;
    const offices = [officeSigner(identity), officeSigner(coordinator)] as const;
    const closing = await makeCloseByOffice(person.chain, ...offices, again.genesis, this.now);
    const keys = { identity: [publicKey(identity)], coordinators: [publicKey(coordinator)] };
    await person.take({ entries: [closing], boxes: [], seed: person.seed }, keys);
    this.server.register(again);
    await this.server.attest(again);
    this.server.members = this.server.members.map((member) => (member === person ? again : member));
    return again;
  }
}

export const text = (words: string) => ({ type: TEXT, text: words });

export const newId = (): Bytes => random(16);

/** What a client shows of a conversation. */
export function textsOf(talk: Talk): string[] {
  return talk.read().lines.map(({ is, text: words }) => (is === "open" ? words : `(${is})`));
}

/** Sends, and shows what arrived. */
export async function say(talk: Talk, words: string): Promise<Bytes> {
  const mid = newId();
  await talk.send(text(words), mid);
  await talk.sync();
  return mid;
}
