import fc from 'fast-check';

/** Set in CI, so that the same cases are generated each time; without it they differ from run to run. */
const { CLIQ_SEED } = process.env;

if (CLIQ_SEED !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(CLIQ_SEED) });
