/** Imports go one way, as in careteam/: app, routes > features > keyring > live > ui > lib, client, i18n; crypto stands alone. */
const above = {
  features: "app|routes",
  keyring: "app|routes|features",
  live: "app|routes|features|keyring",
  ui: "app|routes|features|keyring|live|client",
  client: "app|routes|features|keyring|live|ui",
  lib: "app|routes|features|keyring|live|ui|client|i18n",
  i18n: "app|routes|features|keyring|live|ui|client",
  crypto: "app|routes|features|keyring|live|ui|client|lib|i18n|testing",
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
      from: { pathNot: "^src/(crypto/mh1/vectors/|.+\\.test\\.ts$)" },
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
