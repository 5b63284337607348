"""Times scikit-learn's forest on one thread. JSON in: train and test rows, labels, trees. JSON out: seconds, probabilities."""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier

given = json.load(sys.stdin)
x, y, other = np.array(given["x"]), np.array(given["y"]), np.array(given["other"])
seconds = []
for seed in range(given["runs"]):
    started = time.perf_counter()
    model = RandomForestClassifier(
        n_estimators=given["trees"], min_samples_leaf=given["minRowsLeaf"], max_features="sqrt", n_jobs=1, random_state=seed
    ).fit(x, y)
    seconds.append(time.perf_counter() - started)
json.dump(
    {"seconds": seconds, "probabilities": model.predict_proba(other)[:, 1].tolist(), "version": sklearn.__version__}, sys.stdout
)
