import { serveJobs } from '../jobs/index.ts';

/** The second program of `ews`: it runs one job after another for the first, and knows neither lake nor project. */
await serveJobs({
  warehouse: async () => {
    const [{ warehouseRoom }, { PROCEDURES }] = await Promise.all([
      import('../warehouse/job.ts'),
      import('../ingest/job.ts'),
    ]);
    return warehouseRoom(PROCEDURES);
  },
});
