"""Option scoring with vLLM prompt log-probs; entry t belongs to token t, so nothing is shifted."""
import numpy as np
from scipy.special import logsumexp
from vllm import LLM, SamplingParams
from vllm.inputs import TokensPrompt


class OptionScorer:
    def __init__(self, name):
        self.llm = LLM(model=name)
        self.tk = self.llm.get_tokenizer()
        self.sp = SamplingParams(temperature=0, max_tokens=1, prompt_logprobs=0)

    def _joint(self, stem, option):
        """Ids of stem + option and the index of the first token that reaches into the option."""
        enc = self.tk(stem + option, return_offsets_mapping=True)
        first = next(i for i, (_, e) in enumerate(enc["offset_mapping"]) if e > len(stem))
        return enc["input_ids"], first

    def logliks(self, stem, options):
        rows = [self._joint(stem, o) for o in options]
        outs = self.llm.generate([TokensPrompt(prompt_token_ids=ids) for ids, _ in rows], self.sp)
        lls = []
        for out, (ids, first) in zip(outs, rows):
            lps = [out.prompt_logprobs[t][ids[t]].logprob for t in range(first, len(ids))]
            lls.append(sum(lps))
        return np.array(lls)

    def pick(self, stem, options, normalise="none"):
        """normalise: none, or bytes (per UTF-8 byte of the option)."""
        ll = self.logliks(stem, options)
        if normalise == "bytes":
            ll = ll / np.array([len(o.encode("utf-8")) for o in options])
        return int(ll.argmax())

    def posterior(self, stem, options):
        ll = self.logliks(stem, options)
        return np.exp(ll - logsumexp(ll))
