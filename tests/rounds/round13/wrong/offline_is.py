"""Log-weights for off-policy evaluation of logged replies, re-scored with vLLM.

# bug: the reply's token log-probs are averaged although log p(reply | prompt) is a sum
"""
import numpy as np
from scipy.special import logsumexp
from vllm import LLM, SamplingParams


class ReplyScorer:
    def __init__(self, repo: str):
        self.engine = LLM(model=repo)
        self.sp = SamplingParams(max_tokens=1, temperature=1.0, prompt_logprobs=0)

    def log_prob(self, prompt_ids, reply_ids):
        """log p(reply | prompt) under the engine's model."""
        ids = list(prompt_ids) + list(reply_ids)
        out = self.engine.generate([{"prompt_token_ids": ids}], self.sp, use_tqdm=False)[0]
        k = len(prompt_ids)
        vals = [entry[t].logprob for entry, t in zip(out.prompt_logprobs[k:], ids[k:])]
        return float(np.mean(vals))  # expect: SEQ401


def value_estimate(scorer, logs):
    """Self-normalised importance sampling; the logs hold the behaviour policy's log p(reply | prompt)."""
    lw, r = [], []
    for item in logs:
        if not item["reply_ids"]:
            continue
        new = scorer.log_prob(item["prompt_ids"], item["reply_ids"])
        lw.append(new - item["behaviour_logprob"])
        r.append(item["reward"])
    lw = np.asarray(lw)
    w = np.exp(lw - logsumexp(lw))
    return float(w @ np.asarray(r)), float(1.0 / np.square(w).sum())
