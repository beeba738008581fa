// Lighthouse over several addresses in one Chromium that already runs.
// node lighthouse.mjs <folder of node_modules> <port of Chromium> <categories> <throttling> <address>…
// Prints a JSON list: address, scores of the categories, what each audit found below its full score, and
// Lighthouse's own figure for the speed of the machine at that moment.
import {pathToFileURL} from 'node:url';
import path from 'node:path';

const [modules, port, categories, throttlingMethod, ...addresses] = process.argv.slice(2);
const entry = path.join(modules, 'lighthouse', 'core', 'index.js');
const {default: lighthouse} = await import(pathToFileURL(entry).href);
const wanted = categories.split(',');
const measures = wanted.includes('performance');
const settings = {
  onlyCategories: wanted,
  throttlingMethod,
  formFactor: 'mobile',
  locale: 'ru',
  maxWaitForLoad: 45000,
  disableFullPageScreenshot: true,
  disableStorageReset: !measures,
  ...(measures ? {} : {networkQuietThresholdMs: 50, cpuQuietThresholdMs: 50, pauseAfterFcpMs: 0, pauseAfterLoadMs: 0}),
};
const results = [];
for (const one of addresses) {
  // «noindex:» before an address: the page asks search engines to leave it out, and that is no fault.
  const address = one.replace(/^noindex:/, '');
  settings.skipAudits = address === one ? [] : ['is-crawlable'];
  const {lhr} = await lighthouse(address, {port: Number(port), logLevel: 'error', output: 'json'}, {
    extends: 'lighthouse:default', settings,
  });
  const scores = Object.fromEntries(Object.values(lhr.categories).map(one => [one.id, one.score]));
  const refs = new Set(Object.values(lhr.categories).flatMap(one => one.auditRefs.filter(ref => ref.weight).map(ref => ref.id)));
  const found = Object.values(lhr.audits)
    .filter(one => refs.has(one.id) && one.score !== null && one.score < 1)
    .map(one => `${one.id}: ${one.title} ${(one.details?.items ?? []).slice(0, 3).map(item => item.node?.snippet ?? item.description ?? '').join(' ')}`);
  results.push({address, scores, found, index: lhr.environment.benchmarkIndex, error: lhr.runtimeError?.message ?? ''});
}
process.stdout.write(JSON.stringify(results));
