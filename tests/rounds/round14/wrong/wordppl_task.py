"""Custom lm-eval task: word perplexity of legal paragraphs.

# bug: math.exp of the word-level NLL raises OverflowError when a model is poor enough.
"""
import math
import re

from lm_eval.api.instance import Instance
from lm_eval.api.task import ConfigurableTask


def word_perplexity(items):
    """items: (loglikelihood of a paragraph, number of its words)"""
    lls, words = zip(*items)
    nll_per_word = -sum(lls) / sum(words)
    return math.exp(nll_per_word)  # expect: SEQ609


class LegalParagraphs(ConfigurableTask):
    VERSION = 1

    def doc_to_target(self, doc):
        return doc["text"]

    def construct_requests(self, doc, ctx, **kwargs):
        return Instance(
            request_type="loglikelihood_rolling",
            doc=doc,
            arguments=(self.doc_to_target(doc),),
            idx=0,
            **kwargs,
        )

    def process_results(self, doc, results):
        (ll,) = results
        words = len(re.split(r"\s+", doc["text"].strip()))
        return {"word_perplexity": (ll, words)}

    def aggregation(self):
        return {"word_perplexity": word_perplexity}

    def higher_is_better(self):
        return {"word_perplexity": False}
