"""Log-likelihoods of continuations in an evaluation harness.

Right: what is called logits was log_softmaxed before the loop; a collator hands it back under the same name.
"""
import torch
import torch.nn.functional as F


class Scorer:
    def loglikelihoods(self, chunks):
        res = []
        for chunk, inps, lens, conts in chunks:
            multi_logits = F.log_softmax(self._model_call(inps), dim=-1)
            for (ctx, _), logits, n, cont_toks in zip(chunk, multi_logits, lens, conts):
                logits = self._select(logits, n).unsqueeze(0)
                greedy = logits.argmax(dim=-1)
                for cont_toks, logits in self.collator.get_cache(cont_toks=cont_toks, logits=logits):
                    cont_toks = torch.tensor(cont_toks).unsqueeze(0)
                    same = (greedy == cont_toks).all()
                    logits = torch.gather(logits, 2, cont_toks.unsqueeze(-1)).squeeze(-1)
                    res.append((float(logits.sum()), bool(same)))
        return res
