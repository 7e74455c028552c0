"""A multiple-choice task for lm-eval: reads (log-likelihood, is_greedy) pairs."""
import numpy as np
from lm_eval.api.instance import Instance
from lm_eval.api.task import Task


class Cloze(Task):
    VERSION = 1
    DATASET_PATH = "json"

    def doc_to_text(self, doc):
        return doc["context"]

    def doc_to_target(self, doc):
        return " " + doc["choices"][doc["gold"]]

    def construct_requests(self, doc, ctx, **kwargs):
        return [
            Instance(request_type="loglikelihood", doc=doc, arguments=(ctx, " " + c), idx=i, **kwargs)
            for i, c in enumerate(doc["choices"])
        ]

    def process_results(self, doc, results):
        lls = np.array([ll for ll, _ in results])
        chars = np.array([len(c) for c in doc["choices"]], dtype=float)
        return {
            "acc": float(np.argmax(lls) == doc["gold"]),
            "acc_norm": float(np.argmax(lls / chars) == doc["gold"]),
            "exact": float(results[doc["gold"]][1]),
        }
