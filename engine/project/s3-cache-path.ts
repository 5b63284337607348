/** Where copies of a bucket's lake are unless a target says otherwise: in the state folder. */
export const S3_CACHE_PATH = '.ews/cache/s3';
