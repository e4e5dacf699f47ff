/** The pages of patients and of those who support them, inside their own shell. */
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { HOMES, signedRoute } from "../root";

const UUID = /^[0-9a-f-]{36}$/i;

export const patientRoute = createRoute({
  getParentRoute: () => signedRoute,
  id: "patient",
  beforeLoad: ({ context }) => {
    const { home } = context.session;
    if (home !== "home") throw redirect({ href: HOMES[home], replace: true });
  },
  component: lazyRouteComponent(() => import("./shell"), "PatientShell"),
});

const homeRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/home",
  component: lazyRouteComponent(() => import("./home"), "HomePage"),
});

const diaryRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/diary",
  component: lazyRouteComponent(() => import("./diary"), "DiaryPage"),
});

const messagesRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/messages",
  component: lazyRouteComponent(() => import("./messages"), "MessagesPage"),
});

const conversationRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/messages/$planId/$conversationId",
  validateSearch: (search: Record<string, unknown>): { message?: string | undefined } => ({
    message: typeof search.message === "string" && UUID.test(search.message) ? search.message : undefined,
  }),
  component: lazyRouteComponent(() => import("./conversation"), "ConversationPage"),
});

const planRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/plan",
  component: lazyRouteComponent(() => import("./plan"), "PlanPage"),
});

const taskRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/plan/tasks/$planId/$taskId",
  component: lazyRouteComponent(() => import("./task"), "TaskPage"),
});

const checkInRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/plan/check-in/$planId/$instrument",
  component: lazyRouteComponent(() => import("./check-in"), "CheckInPage"),
});

const scoresRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/plan/scores",
  component: lazyRouteComponent(() => import("./scores"), "ScoresPage"),
});

const safetyPlanRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/plan/safety-plan",
  component: lazyRouteComponent(() => import("./safety-plan"), "SafetyPlanPage"),
});

const writeSafetyPlanRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/plan/safety-plan/write",
  component: lazyRouteComponent(() => import("./safety-plan"), "WriteSafetyPlanPage"),
});

const exercisesRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/plan/exercises",
  component: lazyRouteComponent(() => import("./exercises"), "ExercisesPage"),
});

const exerciseRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/plan/exercises/$planId/$piece",
  component: lazyRouteComponent(() => import("./exercise"), "ExercisePage"),
});

const meRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/me",
  component: lazyRouteComponent(() => import("./me"), "MePage"),
});

const looksRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/me/who-opened-my-plan",
  component: lazyRouteComponent(() => import("./looks"), "LooksPage"),
});

const wordCheckRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/me/word-check",
  component: lazyRouteComponent(() => import("./word-check"), "WordCheckPage"),
});

const signInsRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/me/sign-ins",
  component: lazyRouteComponent(() => import("./sign-ins"), "SignInsPage"),
});

const devicesRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/me/devices",
  component: lazyRouteComponent(() => import("./devices"), "DevicesPage"),
});

const notificationsRoute = createRoute({
  getParentRoute: () => patientRoute,
  path: "/me/notifications",
  component: lazyRouteComponent(() => import("./notifications"), "NotificationsPage"),
});

export const patientTree = patientRoute.addChildren([
  homeRoute,
  diaryRoute,
  messagesRoute,
  conversationRoute,
  planRoute,
  taskRoute,
  checkInRoute,
  scoresRoute,
  safetyPlanRoute,
  writeSafetyPlanRoute,
  exercisesRoute,
  exerciseRoute,
  meRoute,
  looksRoute,
  wordCheckRoute,
  signInsRoute,
  devicesRoute,
  notificationsRoute,
]);
