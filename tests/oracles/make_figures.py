"""Figures of scikit-learn, statsmodels and shap that tests hold our estimators against.

Run with Python 3.11 or later and: pip install scikit-learn==1.9.1 statsmodels==0.15.0 shap==0.51.0
    python tests/oracles/make_figures.py
It writes figures.json beside itself. Data come from a generator that the test repeats, so only figures are stored.
"""

import json
import pathlib

import numpy as np
import shap
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.calibration import _SigmoidCalibration
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score


def uniforms(seed, count):
    """x' = (1103515245 x + 12345) mod 2^31, eight bits of each: multiples of 1/256, exact in single precision."""
    values = np.empty(count)
    state = seed
    for i in range(count):
        state = (1103515245 * state + 12345) % 2**31
        values[i] = (state >> 16) % 256 / 256
    return values


def example(seed, rows, features):
    """Row by row: the features, then noise that decides the label with the first four."""
    table = uniforms(seed, rows * (features + 1)).reshape(rows, features + 1)
    x, noise = table[:, :features], table[:, features]
    score = x[:, 0] + 0.8 * x[:, 1] - x[:, 2] * x[:, 3] + 0.8 * noise
    return x, (score > 1.3).astype(int)


def generalised_linear():
    x, y = example(11, 240, 4)
    design = sm.add_constant(x[:, :3])
    figures = {}
    for name, model in [("logit", sm.Logit), ("probit", sm.Probit)]:
        classical = model(y, design).fit(method="newton", tol=1e-13, maxiter=200, disp=0)
        robust = model(y, design).fit(
            method="newton", tol=1e-13, maxiter=200, disp=0, cov_type="HAC", cov_kwds={"maxlags": 6}
        )
        # A panel of four keys with sixty dates each: each key's own autocovariances, as Petersen (2009) has them.
        panel = {"groups": np.arange(240) // 60, "maxlags": 6, "use_correction": False, "df_correction": False}
        by_key = model(y, design).fit(
            method="newton", tol=1e-13, maxiter=200, disp=0, cov_type="hac-panel", cov_kwds=panel
        )
        figures[name] = {
            "coefficients": list(classical.params),
            "classicalErrors": list(classical.bse),
            "neweyWestErrors": list(robust.bse),
            "panelErrors": list(by_key.bse),
            "logLikelihood": classical.llf,
        }
    return figures


def penalised():
    """Logits on standardised columns (over n, as ours are): elastic net, and both classes weighing the same."""
    x, y = example(31, 240, 8)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    makers = {
        "lasso": {"solver": "saga", "l1_ratio": 1.0, "C": 1 / 12},
        "elastic_net": {"solver": "saga", "l1_ratio": 0.4, "C": 1 / 10},
        "balanced": {"solver": "newton-cholesky", "l1_ratio": 0.0, "C": 1 / 2, "class_weight": "balanced"},
        "balanced_lasso": {"solver": "saga", "l1_ratio": 1.0, "C": 1 / 6, "class_weight": "balanced"},
    }
    figures = {}
    for name, how in makers.items():
        fitted = LogisticRegression(tol=1e-13, max_iter=1_000_000, random_state=0, **how).fit(z, y)
        figures[name] = [float(fitted.intercept_[0]), *(float(b) for b in fitted.coef_[0])]
    return figures


def flat(trees, features, leaf):
    """Trees in our layout: preorder, the left child next, splits by the position of their edge in the feature's edges."""
    edges = [sorted({t.threshold[n] for t in trees for n in range(t.node_count) if t.feature[n] == f}) for f in range(features)]
    out = {key: [] for key in ["roots", "feature", "bin", "right", "missingLeft", "cover", "value"]}

    def add(tree, node):
        at = len(out["feature"])
        inner = tree.feature[node] >= 0
        out["feature"].append(int(tree.feature[node]) if inner else -1)
        out["bin"].append(edges[tree.feature[node]].index(tree.threshold[node]) if inner else 0)
        out["right"].append(0)
        out["missingLeft"].append(0)
        out["cover"].append(float(tree.weighted_n_node_samples[node]))
        out["value"].append(0 if inner else leaf(tree, node))
        if inner:
            add(tree, tree.children_left[node])
            out["right"][at] = len(out["feature"])
            add(tree, tree.children_right[node])

    for tree in trees:
        out["roots"].append(len(out["feature"]))
        add(tree, 0)
    return {"edges": edges, "trees": out}


def shapley():
    x, y = example(23, 120, 5)
    asked = x[:6]
    forest = RandomForestClassifier(n_estimators=4, max_depth=4, random_state=1).fit(x, y)
    explained = shap.TreeExplainer(forest, feature_perturbation="tree_path_dependent")
    values = np.asarray(explained.shap_values(asked))[:, :, 1]
    boosting = GradientBoostingClassifier(n_estimators=5, max_depth=3, learning_rate=0.3, random_state=1).fit(x, y)
    boosted = shap.TreeExplainer(boosting, feature_perturbation="tree_path_dependent")
    rate = y.mean()
    return {
        "random_forest": {
            **flat([tree.tree_ for tree in forest.estimators_], 5, lambda tree, node: float(tree.value[node][0][1])),
            "base": 0,
            "expected": float(explained.expected_value[1]),
            "shap": values.tolist(),
            "predicted": forest.predict_proba(asked)[:, 1].tolist(),
        },
        "gradient_boosting": {
            **flat([tree.tree_ for tree in boosting.estimators_[:, 0]], 5, lambda tree, node: 0.3 * float(tree.value[node][0][0])),
            "base": float(np.log(rate / (1 - rate))),
            "expected": float(np.ravel(boosted.expected_value)[0]),
            "shap": np.asarray(boosted.shap_values(asked)).tolist(),
            "predicted": boosting.predict_proba(asked)[:, 1].tolist(),
        },
    }


def discrimination():
    """AUROC on 700 other rows, over ten seeds: how far two forests of the same kind lie apart by chance."""
    x, y = example(101, 700, 60)
    other, truth = example(202, 700, 60)
    makers = {
        "random_forest": lambda seed: RandomForestClassifier(n_estimators=200, min_samples_leaf=5, max_features="sqrt", random_state=seed),
        "extra_trees": lambda seed: ExtraTreesClassifier(n_estimators=200, min_samples_leaf=5, max_features="sqrt", random_state=seed),
        "gradient_boosting": lambda seed: HistGradientBoostingClassifier(
            max_iter=100, learning_rate=0.1, max_depth=3, max_leaf_nodes=None, min_samples_leaf=5, l2_regularization=1, max_bins=64,
            early_stopping=False, max_features=0.5, random_state=seed,
        ),
    }
    figures = {}
    for name, maker in makers.items():
        scores = [roc_auc_score(truth, maker(seed).fit(x, y).predict_proba(other)[:, 1]) for seed in range(10)]
        figures[name] = {"mean": float(np.mean(scores)), "deviation": float(np.std(scores, ddof=1))}
    return figures


def measures():
    """Probabilities of one decimal and a bit, so that many are tied."""
    drawn = uniforms(7, 200)
    probabilities = np.floor(drawn[:100] * 20) / 20 * 0.9 + 0.05
    labels = (drawn[100:] < probabilities).astype(int)
    return {
        "auroc": roc_auc_score(labels, probabilities),
        "averagePrecision": average_precision_score(labels, probabilities),
        "brier": brier_score_loss(labels, probabilities),
        "logScore": log_loss(labels, probabilities),
    }


def calibration():
    """Tied raw probabilities that say too much, and a set that they part without error."""
    drawn = uniforms(41, 400)
    raw = np.floor(drawn[:200] * 40) / 40 * 0.9 + 0.05
    labels = (drawn[200:] < 0.1 + 0.5 * raw**2).astype(int)
    parted = (raw > 0.5).astype(int)
    grid = np.arange(41) / 40
    isotonic = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(raw, labels)

    def scaled(y):
        margins = np.log(raw / (1 - raw))
        sigmoid = _SigmoidCalibration().fit(margins, y)
        targets = np.where(y == 1, (y.sum() + 1) / (y.sum() + 2), 1 / ((1 - y).sum() + 2))
        exact = sm.GLM(targets, sm.add_constant(margins), family=sm.families.Binomial()).fit(tol=1e-14, maxiter=200)
        return {"sigmoid": [-sigmoid.b_, -sigmoid.a_], "maximum": list(exact.params)}

    return {"platt": scaled(labels), "parted": scaled(parted), "isotonic": isotonic.predict(grid).tolist()}


figures = {
    "versions": {"scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__, "shap": shap.__version__},
    "generalisedLinear": generalised_linear(),
    "penalised": penalised(),
    "shapley": shapley(),
    "discrimination": discrimination(),
    "measures": measures(),
    "calibration": calibration(),
}
path = pathlib.Path(__file__).with_name("figures.json")
path.write_text(json.dumps(figures, indent=None, separators=(",", ":")) + "\n")
print(f"{path}: {path.stat().st_size} bytes")
