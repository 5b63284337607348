import { expect } from 'vitest';
import type { Attacker } from './attacker.ts';

/** The model of the small project whose predictions are forged. */
export const ATTACKED_MODEL = 'crisis_probit';

export interface Attack {
  /** What the attacker does. Gives back the files that verify must name. */
  readonly does: (attacker: Attacker, runId: string) => Promise<readonly string[]>;
  /** What the environment's own commands say, where they read what was changed. */
  readonly refuses?: 'EWS5046' | 'EWS5047';
}

/** By what was done; `run` is the newest of three. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'other data of an object': {
    does: async (attacker) => {
      const file = await attacker.fileOf(await attacker.folderOf('feature', 'slope'));
      await attacker.flip(file);
      return [file];
    },
  },
  'other data of an object, and its meta.json': {
    does: async (attacker) => [`${(await attacker.forgeObject('feature', 'slope')).folder}/meta.json`],
  },
  'an object, its meta.json and the manifest': {
    does: async (attacker, runId) => {
      await attacker.admit(runId, await attacker.forgeObject('prediction', ATTACKED_MODEL));
      return [`runs/${runId}/manifest.json`];
    },
    refuses: 'EWS5047',
  },
  'an object, its meta.json, and the manifests of all runs': {
    does: async (attacker) => {
      const forged = await attacker.forgeObject('prediction', ATTACKED_MODEL);
      const runs = await attacker.runs('main');
      for (const each of runs) await attacker.admit(each, forged);
      return runs.map((each) => `runs/${each}/manifest.json`);
    },
    refuses: 'EWS5047',
  },
  'an object, its meta.json, the manifest and the ref': {
    does: async (attacker, runId) => {
      await attacker.admit(runId, await attacker.forgeObject('prediction', ATTACKED_MODEL));
      await attacker.renew('main', 3);
      // The runs before it have other digests of the same object, and the log another one of the position.
      return [`runs/${runId}/manifest.json`, attacker.ref('main', 3)];
    },
  },
  'the past: an object, its meta.json, the manifest and the ref of the first run': {
    does: async (attacker) => {
      await attacker.admit(await attacker.runAt('main', 1), await attacker.forgeObject('prediction', ATTACKED_MODEL));
      await attacker.renew('main', 1);
      return [attacker.ref('main', 1)];
    },
  },
  'a position in the middle deleted': {
    does: async (attacker) => {
      await attacker.remove(attacker.ref('main', 2));
      return [attacker.ref('main', 2)];
    },
  },
  'the newest position deleted': {
    does: async (attacker) => {
      await attacker.remove(attacker.ref('main', 3));
      return [attacker.ref('main', 3)];
    },
  },
  'an old position under the next number': {
    does: async (attacker) => {
      await attacker.copy(attacker.ref('main', 1), attacker.ref('main', 4));
      return [attacker.ref('main', 4)];
    },
  },
  'an old run as the newest, by a position that fits': {
    does: async (attacker) => {
      const key = attacker.ref('main', 4);
      await attacker.copy(attacker.ref('main', 1), key);
      const previousSha256 = await attacker.digest(attacker.ref('main', 3));
      await attacker.rewrite(key, (ref) => void Object.assign(ref, { previous: 3, previousSha256 }));
      return [key, `runs/${await attacker.runAt('main', 1)}/manifest.json`];
    },
  },
  'an old run under another id as the newest, by a position that fits': {
    does: async (attacker) => {
      const [first, key] = [await attacker.runAt('main', 1), attacker.ref('main', 4)];
      await attacker.copy(`runs/${first}`, 'runs/replayed');
      await attacker.rewrite(
        'runs/replayed/manifest.json',
        (manifest) => void Object.assign(manifest, { run: 'replayed' }),
      );
      await attacker.copy(attacker.ref('main', 3), key);
      const previousSha256 = await attacker.digest(attacker.ref('main', 3));
      const manifestSha256 = await attacker.digest('runs/replayed/manifest.json');
      const value = { run: 'replayed', manifestSha256, previous: 3, previousSha256 };
      await attacker.rewrite(key, (ref) => void Object.assign(ref, value));
      return ['runs/replayed/manifest.json'];
    },
  },
  'the folder of another run in the place of this one': {
    does: async (attacker, runId) => {
      await attacker.remove(`runs/${runId}`);
      await attacker.copy(`runs/${await attacker.runAt('main', 1)}`, `runs/${runId}`);
      return [`runs/${runId}/manifest.json`];
    },
    refuses: 'EWS5046',
  },
  'the run of another environment': {
    does: async (attacker) => {
      const other = await attacker.runAt('pr', 1);
      await attacker.rewrite(attacker.ref('main', 3), (ref) => void Object.assign(ref, { run: other }));
      await attacker.renew('main', 3);
      return [`runs/${other}/manifest.json`];
    },
  },
  'a forged lineage': {
    does: async (attacker, runId) => {
      await attacker.replace(`runs/${runId}/lineage.json`, 'rates.long', 'rates.short');
      return [`runs/${runId}/lineage.json`];
    },
  },
  'a forged lineage that the manifest admits': {
    does: async (attacker, runId) => {
      await attacker.replace(`runs/${runId}/lineage.json`, 'rates.long', 'rates.short');
      await attacker.admitFile(runId, 'lineage.json');
      return [`runs/${runId}/manifest.json`];
    },
    refuses: 'EWS5047',
  },
  'forged cards, in every form': {
    does: async (attacker, runId) => {
      const cards = ['json', 'md', 'html'].map((ending) => `runs/${runId}/cards/${ATTACKED_MODEL}.${ending}`);
      for (const card of cards) await attacker.replace(card, 'crisis', 'calm');
      return cards;
    },
  },
  'a forged page, results and events': {
    does: async (attacker, runId) => {
      const files = ['index.html', 'run_results.json', 'events.jsonl', 'openlineage.jsonl'];
      for (const file of files) await attacker.flip(`runs/${runId}/${file}`);
      return files.map((file) => `runs/${runId}/${file}`);
    },
  },
  'a file that the run did not write': {
    does: async (attacker, runId) => {
      await attacker.copy(`runs/${runId}/cards/${ATTACKED_MODEL}.html`, `runs/${runId}/cards/approved.html`);
      return [`runs/${runId}/cards/approved.html`];
    },
  },
  'a card deleted': {
    does: async (attacker, runId) => {
      await attacker.remove(`runs/${runId}/cards/${ATTACKED_MODEL}.md`);
      return [`runs/${runId}/cards/${ATTACKED_MODEL}.md`];
    },
  },
  'an edited definition': {
    does: async (attacker, runId) => {
      await attacker.replace(`runs/${runId}/definitions.json`, 'ttl: 95', 'ttl: 9500');
      return [`runs/${runId}/definitions.json`];
    },
  },
  'two objects swapped': {
    does: async (attacker) => {
      const [one, other] = [await attacker.folderOf('feature', 'slope'), await attacker.folderOf('feature', 'credit')];
      await attacker.swap(one, other);
      return [`${one}/meta.json`, `${other}/meta.json`];
    },
  },
  'forged observations that the manifest and the ref of the environment admit': {
    does: async (attacker, runId) => {
      const forged = await attacker.forgeObject('observations', 'rates');
      for (const each of await attacker.runs('main')) await attacker.admit(each, forged);
      await attacker.renewFrom('main', 1);
      for (const each of await attacker.runs('main')) await attacker.silence(each);
      expect(runId).toBe(await attacker.runAt('main', 3));
      return [`${forged.folder}/meta.json`];
    },
  },
  'the ref of a source rolled back': {
    does: async (attacker) => {
      await attacker.remove(attacker.ref('sources/bank.loans', 2));
      await attacker.remove(attacker.ref('sources/bank.loans', 3));
      return [attacker.ref('sources/bank.loans', 2)];
    },
  },
  'the past of a source rewritten': {
    does: async (attacker) => {
      await attacker.rewrite(
        attacker.ref('sources/rates', 1),
        (ref) => void Object.assign(ref, { lookedOn: '2020-01-01' }),
      );
      return [attacker.ref('sources/rates', 1)];
    },
  },
  'an old position of a source under the next number': {
    does: async (attacker) => {
      await attacker.copy(attacker.ref('sources/rates', 1), attacker.ref('sources/rates', 4));
      return [attacker.ref('sources/rates', 4)];
    },
  },
  'another result of a comparison': {
    does: async (attacker) => {
      const file = await attacker.fileOf(await attacker.folderOf('comparison', 'crisis_ahead'));
      await attacker.replace(file, 'crisis_probit', 'crisis_zrobit');
      return [file];
    },
  },
  'digests taken out of the newest position and manifest, as if an earlier version had written them': {
    does: async (attacker, runId) => {
      await attacker.admit(runId, await attacker.forgeObject('prediction', ATTACKED_MODEL));
      await attacker.rewrite(`runs/${runId}/manifest.json`, (manifest) => {
        for (const key of ['files', 'parent', 'sources']) delete manifest[key];
      });
      await attacker.rewrite(attacker.ref('main', 3), (ref) => {
        for (const key of ['manifestSha256', 'previousSha256']) delete ref[key];
      });
      return [attacker.ref('main', 3)];
    },
  },
};
