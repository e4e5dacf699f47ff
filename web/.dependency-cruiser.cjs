/** Imports go one way, as in careteam/: app, routes > features > live > ui > lib, client, i18n. */
const above = {
  features: "app|routes",
  live: "app|routes|features",
  ui: "app|routes|features|live|client",
  client: "app|routes|features|live|ui",
  lib: "app|routes|features|live|ui|client|i18n",
  i18n: "app|routes|features|live|ui|client",
};

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "features-stand-alone",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    {
      name: "routes-do-not-know-the-app",
      severity: "error",
      from: { path: "^src/routes/" },
      to: { path: "^src/app/" },
    },
    ...Object.entries(above).map(([layer, higher]) => ({
      name: `${layer}-looks-down-only`,
      severity: "error",
      from: { path: `^src/${layer}/` },
      to: { path: `^src/(${higher})/` },
    })),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
