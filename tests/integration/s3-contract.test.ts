import { onTestFinished } from 'vitest';
import { largeObjectContract, storeContract } from '../../engine/lake/store-contract.fixture.ts';
import { describeOnS3 } from '../s3/describe-s3.ts';
import { newPlace, openS3Place } from '../s3/s3-place.ts';

await describeOnS3('the store contract on S3', (ground) => {
  const open = async () => {
    const { server, bucket } = ground();
    // Locked objects may still be replaced, by newer versions; parts of large ones have to carry checksums then.
    const retention = { mode: 'governance', days: { objects: 1 } } as const;
    const options = { ...(await newPlace(server, bucket, onTestFinished)), retention };
    return () => openS3Place(options);
  };
  storeContract(open);
  largeObjectContract(open);
});
