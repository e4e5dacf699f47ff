/** Imports go one way, as in careteam/: app, routes > features > live > ui > lib, client, i18n; crypto stands alone. */
const above = {
  features: "app|routes",
  live: "app|routes|features",
  ui: "app|routes|features|live|client",
  client: "app|routes|features|live|ui",
  lib: "app|routes|features|live|ui|client|i18n",
  i18n: "app|routes|features|live|ui|client",
  crypto: "app|routes|features|live|ui|client|lib|i18n|testing",
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
    {
      name: "the-product-does-not-check-vectors",
      severity: "error",
      from: { pathNot: "^src/crypto/mh1/(vectors/|[^/]+\\.test\\.ts$)" },
      to: { path: "^src/crypto/mh1/vectors/" },
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
