/** Imports go one way, as in careteam/: app, routes > features > talk > keyring > live > ui > lib, client, i18n; crypto stands alone. */
const above = {
  features: "app|routes",
  talk: "app|routes|features",
  keyring: "app|routes|features|talk",
  live: "app|routes|features|talk|keyring",
  ui: "app|routes|features|talk|keyring|live|client",
  client: "app|routes|features|talk|keyring|live|ui",
  lib: "app|routes|features|talk|keyring|live|ui|client|i18n",
  i18n: "app|routes|features|talk|keyring|live|ui|client",
  crypto: "app|routes|features|talk|keyring|live|ui|client|lib|i18n|testing",
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
      from: { pathNot: "^src/(crypto/mh1/vectors/|talk/testing/|.+\\.test\\.ts$)" },
      to: { path: "^src/crypto/mh1/vectors/" },
    },
    {
      name: "the-product-talks-to-no-server-of-tests",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/talk/(testing/|[^/]+\\.test\\.ts$)" },
      to: { path: "^src/talk/testing/" },
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
