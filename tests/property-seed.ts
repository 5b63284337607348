import fc from 'fast-check';

/**
 * Properties draw the same examples in every run, so that a run tells of the code alone; EWS_PROPERTY_SEED draws
 * others.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['EWS_PROPERTY_SEED'] ?? 20) });
