/** The people of the tests, as the server would name them. */
import type { PersonRef } from "../client/types";

export const ada: PersonRef = {
  id: "a0000000-0000-7000-8000-000000000001",
  name: "Ada Osei",
  role: "patient",
};
export const bea: PersonRef = {
  id: "b0000000-0000-7000-8000-000000000002",
  name: "Dr Bea Lund",
  role: "psychiatrist",
};
export const cem: PersonRef = {
  id: "c0000000-0000-7000-8000-000000000003",
  name: "Cem Kaya",
  role: "therapist",
};
export const dov: PersonRef = {
  id: "d0000000-0000-7000-8000-000000000004",
  name: "Dov Peretz",
  role: "health_coach",
};

export const PLAN = "10000000-0000-7000-8000-000000000001";
export const TALK = "20000000-0000-7000-8000-000000000002";
